import { Binary, BSONRegExp, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import type { Doc, Value } from './value.js';

/** Decodes the document that starts at `offset`, which was checked when it came; number types are kept apart. */
export function decodeDocument(buffer: Buffer, offset = 0): Doc {
  return new Decoder(buffer, offset).document();
}

/** The value of one field, whose type and place are known. */
export function decodeValueAt(buffer: Buffer, at: number, type: number): Value {
  return new Decoder(buffer, at).value(type);
}

class Decoder {
  constructor(
    private readonly buffer: Buffer,
    private at: number,
  ) {}

  document(): Doc {
    this.at += 4;
    const doc: Doc = new Map();
    for (let type = this.byte(); type !== 0; type = this.byte()) doc.set(this.cstring(), this.value(type));
    return doc;
  }

  private array(): Value[] {
    this.at += 4;
    const items: Value[] = [];
    for (let type = this.byte(); type !== 0; type = this.byte()) {
      this.skipName();
      items.push(this.value(type));
    }
    return items;
  }

  value(type: number): Value {
    switch (type) {
      case 0x01:
        return new Double(this.buffer.readDoubleLE(this.skip(8)));
      case 0x02:
        return this.string();
      case 0x03:
        return this.document();
      case 0x04:
        return this.array();
      case 0x05:
        return this.binary();
      case 0x07:
        return new ObjectId(this.bytes(12));
      case 0x08:
        return this.byte() === 1;
      case 0x09:
        return new Date(this.long().toNumber());
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
        throw new Error(`the value at byte ${this.at} has the type ${type}, which nothing stores`);
    }
  }

  private string(): string {
    const length = this.int32();
    const start = this.skip(length);
    return this.buffer.toString('utf8', start, start + length - 1);
  }

  private binary(): Binary {
    const length = this.int32();
    const subtype = this.byte();
    return new Binary(this.bytes(length), subtype);
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
    this.skipName();
    return this.buffer.toString('utf8', start, this.at - 1);
  }

  private skipName(): void {
    this.at = this.buffer.indexOf(0, this.at) + 1;
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
    this.at += length;
    return start;
  }
}
