import { Binary, BSONRegExp, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { isUtf8 } from 'node:buffer';
import { CommandError } from '../errors.js';
import type { Doc, Value } from './value.js';

const MAX_DEPTH = 180;
const REFUSED_TYPES = new Map([
  [0x06, 'Undefined'],
  [0x0c, 'DBPointer'],
  [0x0d, 'JavaScript code'],
  [0x0e, 'Symbol'],
  [0x0f, 'JavaScript code with scope'],
  [0x13, 'Decimal128'],
]);

/** Decodes one BSON document that starts at `offset`; number types are kept apart. */
export function decodeDocument(buffer: Buffer, offset = 0): Doc {
  return new Decoder(buffer, offset).document(0);
}

/** The value of one field, whose type and place are known. */
export function decodeValueAt(buffer: Buffer, at: number, type: number, name: string): Value {
  return new Decoder(buffer, at).value(type, name, 0);
}

/** The first value of a document; stored documents begin with their `_id`. */
export function decodeFirstValue(buffer: Buffer): Value {
  return new Decoder(buffer, 0).firstValue();
}

class Decoder {
  constructor(
    private readonly buffer: Buffer,
    private at: number,
  ) {}

  document(depth: number): Doc {
    const end = this.open(depth);
    const doc: Doc = new Map();
    let fields = 0;
    for (let type = this.byte(); type !== 0; type = this.byte()) {
      const name = this.cstring();
      doc.set(name, this.value(type, name, depth));
      fields++;
    }
    if (doc.size !== fields)
      throw new CommandError(2, 'a document that has a field twice is not supported by embedded-mongo');
    this.close(end);
    return doc;
  }

  firstValue(): Value {
    this.open(0);
    const type = this.byte();
    const name = this.cstring();
    return this.value(type, name, 0);
  }

  private array(depth: number): Value[] {
    const end = this.open(depth);
    const items: Value[] = [];
    for (let type = this.byte(); type !== 0; type = this.byte()) {
      const name = this.cstring();
      items.push(this.value(type, name, depth));
    }
    this.close(end);
    return items;
  }

  private open(depth: number): number {
    if (depth > MAX_DEPTH) throw new CommandError(15, `BSON is nested deeper than ${MAX_DEPTH} levels`);
    const start = this.at;
    const end = start + this.int32();
    if (end < start + 5 || end > this.buffer.length) throw malformed('a document length out of bounds');
    return end;
  }

  private close(end: number): void {
    if (this.at !== end) throw malformed('a document length that does not fit its content');
  }

  value(type: number, name: string, depth: number): Value {
    switch (type) {
      case 0x01:
        return new Double(this.buffer.readDoubleLE(this.skip(8)));
      case 0x02:
        return this.string();
      case 0x03:
        return this.document(depth + 1);
      case 0x04:
        return this.array(depth + 1);
      case 0x05:
        return this.binary();
      case 0x07:
        return new ObjectId(this.bytes(12));
      case 0x08:
        return this.boolean();
      case 0x09:
        return this.date(name);
      case 0x0a:
        return null;
      case 0x0b:
        return new BSONRegExp(this.cstring(), this.cstring());
      case 0x10:
        return new Int32(this.int32());
      case 0x11:
        return new Timestamp({ i: this.uint32(), t: this.uint32() });
      case 0x12:
        return this.long();
      case 0xff:
        return new MinKey();
      case 0x7f:
        return new MaxKey();
      default:
        throw new CommandError(
          2,
          `BSON type ${REFUSED_TYPES.get(type) ?? `0x${type.toString(16)}`} of field '${name}' is not supported by embedded-mongo`,
        );
    }
  }

  private string(): string {
    const length = this.int32();
    const start = this.skip(length);
    if (length < 1 || this.buffer[start + length - 1] !== 0) throw malformed('a string without its terminator');
    return this.text(start, start + length - 1);
  }

  /** Bytes that are no UTF-8 would come back as other bytes. */
  private text(start: number, end: number): string {
    const text = this.buffer.toString('utf8', start, end);
    if (text.includes('\ufffd') && !isUtf8(this.buffer.subarray(start, end))) throw malformed('text that is not UTF-8');
    return text;
  }

  private boolean(): boolean {
    const value = this.byte();
    if (value > 1) throw malformed('a boolean that is neither true nor false');
    return value === 1;
  }

  private binary(): Binary {
    const length = this.int32();
    const subtype = this.byte();
    return new Binary(this.bytes(length), subtype);
  }

  private date(name: string): Date {
    const date = new Date(this.long().toNumber());
    if (Number.isNaN(date.getTime())) throw new CommandError(2, `the date in field '${name}' is out of range`);
    return date;
  }

  private long(): Long {
    return Long.fromBits(this.int32(), this.int32());
  }

  /** A copy: a stored value must not keep the whole network buffer alive. */
  private bytes(length: number): Buffer {
    const start = this.skip(length);
    return Buffer.from(this.buffer.subarray(start, start + length));
  }

  private cstring(): string {
    const start = this.at;
    const end = this.buffer.indexOf(0, start);
    if (end < 0) throw malformed('a name without its terminator');
    this.at = end + 1;
    return this.text(start, end);
  }

  private byte(): number {
    return this.buffer.readUInt8(this.skip(1));
  }

  private int32(): number {
    return this.buffer.readInt32LE(this.skip(4));
  }

  private uint32(): number {
    return this.buffer.readUInt32LE(this.skip(4));
  }

  private skip(length: number): number {
    const start = this.at;
    if (length < 0 || start + length > this.buffer.length) throw malformed('a value that ends after its message');
    this.at = start + length;
    return start;
  }
}

function malformed(what: string): CommandError {
  return new CommandError(22, `invalid BSON: ${what}`);
}
