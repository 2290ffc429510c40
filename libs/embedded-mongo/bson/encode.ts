import { Long } from 'bson';
import type { Binary, BSONRegExp, Double, Int32, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { CommandError } from '../errors.js';
import { RawDocument, type Reply, type ReplyValue } from './reply.js';

/** More than what is taken in, since updates may add some; MongoDB's own limit. */
const MAX_DEPTH = 200;

type Wrapped = Int32 | Double | Long | ObjectId | Binary | BSONRegExp | Timestamp | MinKey | MaxKey;

/** Encodes a document or reply. */
export function encodeDocument(document: Map<string, ReplyValue> | Reply): Buffer {
  writer.reset();
  writer.document(document);
  return writer.copy();
}

class Writer {
  private buffer = Buffer.allocUnsafe(1 << 16);
  private at = 0;
  private depth = 0;

  reset(): void {
    this.at = 0;
    this.depth = 0;
  }

  copy(): Buffer {
    return Buffer.from(this.buffer.subarray(0, this.at));
  }

  document(document: Map<string, ReplyValue> | Reply): void {
    const start = this.open();
    const entries = document instanceof Map ? document : Object.entries(document);
    for (const [name, value] of entries) {
      if (value !== undefined) this.element(name, value);
    }
    this.finish(start);
  }

  private array(items: readonly ReplyValue[]): void {
    const start = this.open();
    for (const [index, item] of items.entries()) this.element(String(index), item);
    this.finish(start);
  }

  private open(): number {
    if (++this.depth > MAX_DEPTH) {
      throw new CommandError(15, `a document would be nested deeper than ${MAX_DEPTH} levels`);
    }
    return this.reserve(4);
  }

  private finish(start: number): void {
    this.depth--;
    this.byte(0);
    this.buffer.writeInt32LE(this.at - start, start);
  }

  private element(name: string, value: ReplyValue): void {
    const typeAt = this.reserve(1);
    this.cstring(name);
    const type = this.value(value);
    this.buffer[typeAt] = type;
  }

  /** Writes the value and answers its BSON type byte. */
  private value(value: ReplyValue): number {
    if (typeof value === 'string') return this.string(value);
    if (typeof value === 'number') return this.number(value);
    if (typeof value === 'boolean') return this.boolean(value);
    if (value === null) return 0x0a;
    if (value instanceof RawDocument) return this.raw(value.bytes);
    if (value instanceof Date) return this.int64(Long.fromNumber(value.getTime()), 0x09);
    if (isArray(value)) {
      this.array(value);
      return 0x04;
    }
    if (isWrapped(value)) return this.wrapped(value);
    this.document(value);
    return 0x03;
  }

  private wrapped(value: Wrapped): number {
    switch (value._bsontype) {
      case 'Int32':
        return this.int32(value.value);
      case 'Double':
        return this.double(value.value);
      case 'Long':
        return this.int64(value, 0x12);
      case 'ObjectId':
        this.bytes(value.id);
        return 0x07;
      case 'Binary':
        return this.binary(value);
      case 'BSONRegExp':
        this.cstring(value.pattern);
        this.cstring(value.options);
        return 0x0b;
      case 'Timestamp':
        return this.int64(value, 0x11);
      case 'MinKey':
        return 0xff;
      case 'MaxKey':
        return 0x7f;
    }
  }

  private string(text: string): number {
    const start = this.reserve(4);
    this.text(text);
    this.byte(0);
    this.buffer.writeInt32LE(this.at - start - 4, start);
    return 0x02;
  }

  private number(value: number): number {
    if (Number.isInteger(value) && value === (value | 0) && !Object.is(value, -0)) return this.int32(value);
    return this.double(value);
  }

  private boolean(value: boolean): number {
    this.byte(value ? 1 : 0);
    return 0x08;
  }

  private raw(bytes: Buffer): number {
    this.bytes(bytes);
    return 0x03;
  }

  private binary(value: Binary): number {
    const content = value.buffer.subarray(0, value.position);
    this.int32(content.length);
    this.byte(value.sub_type);
    this.bytes(content);
    return 0x05;
  }

  private int32(value: number): number {
    const at = this.reserve(4);
    this.buffer.writeInt32LE(value, at);
    return 0x10;
  }

  private double(value: number): number {
    const at = this.reserve(8);
    this.buffer.writeDoubleLE(value, at);
    return 0x01;
  }

  private int64(value: { low: number; high: number }, type: number): number {
    const at = this.reserve(8);
    this.buffer.writeInt32LE(value.low, at);
    this.buffer.writeInt32LE(value.high, at + 4);
    return type;
  }

  private cstring(text: string): void {
    if (text.includes('\0'))
      throw new CommandError(2, 'a field name or regular expression must not contain a null byte');
    this.text(text);
    this.byte(0);
  }

  private text(text: string): void {
    const start = this.at;
    this.reserve(text.length * 3);
    this.at = start + this.buffer.write(text, start, 'utf8');
  }

  private bytes(bytes: Uint8Array): void {
    const at = this.reserve(bytes.length);
    this.buffer.set(bytes, at);
  }

  private byte(value: number): void {
    const at = this.reserve(1);
    this.buffer[at] = value;
  }

  /** May move to a larger buffer: so call it first and name the buffer afterwards. */
  private reserve(length: number): number {
    const start = this.at;
    this.at += length;
    if (this.at > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.at, this.buffer.length * 2));
      larger.set(this.buffer.subarray(0, start));
      this.buffer = larger;
    }
    return start;
  }
}

/** One growing scratch buffer: the server is one thread and encoding never waits. */
const writer = new Writer();

/** Array.isArray, told that it also narrows read-only arrays. */
function isArray(value: ReplyValue): value is readonly ReplyValue[] {
  return Array.isArray(value);
}

function isWrapped(value: Wrapped | Map<string, ReplyValue> | Reply): value is Wrapped {
  return '_bsontype' in value && !(value instanceof Map);
}
