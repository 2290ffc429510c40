import { isUtf8 } from 'node:buffer';
import { CommandError } from '../errors.js';

const MAX_DEPTH = 180;
const MOST_PAIRWISE = 32;
const NATIVE_FROM_BYTES = 256;
/** What a JavaScript Date can hold, in milliseconds from 1970. */
const MAX_DATE = 8_640_000_000_000_000n;
const REGEX_OPTIONS = Buffer.from('ilmsux');
const REFUSED_TYPES = new Map([
  [0x06, 'Undefined'],
  [0x0c, 'DBPointer'],
  [0x0d, 'JavaScript code'],
  [0x0e, 'Symbol'],
  [0x0f, 'JavaScript code with scope'],
  [0x13, 'Decimal128'],
]);

/**
 * Refuses bytes from outside that are no BSON document this server can keep, and answers where the document ends.
 * Whatever has passed here is stored as it came and read without looking again.
 */
export function checkDocument(bytes: Buffer, start = 0, limit = bytes.length): number {
  return new Checker(bytes, start, limit).document(0);
}

class Checker {
  /** Of each name in the documents that are open, the innermost last: its hash, where it starts and where it ends. */
  private readonly names: number[] = [];

  constructor(
    private readonly bytes: Buffer,
    private at: number,
    private readonly limit: number,
  ) {}

  document(depth: number): number {
    const end = this.open(depth);
    const own = this.names.length;
    for (let type = this.byte(); type !== 0; type = this.byte()) {
      const start = this.at;
      const hash = this.cstring();
      this.names.push(hash, start, this.at - 1);
      this.value(type, start, depth);
    }
    this.refuseTwins(own);
    this.names.length = own;
    return this.close(end);
  }

  private array(depth: number): void {
    const end = this.open(depth);
    for (let type = this.byte(); type !== 0; type = this.byte()) {
      const start = this.at;
      this.cstring();
      this.value(type, start, depth);
    }
    this.close(end);
  }

  private open(depth: number): number {
    if (depth > MAX_DEPTH) throw new CommandError(15, `BSON is nested deeper than ${MAX_DEPTH} levels`);
    const start = this.at;
    const end = start + this.int32();
    if (end < start + 5 || end > this.limit) throw malformed('a document length out of bounds');
    return end;
  }

  private close(end: number): number {
    if (this.at !== end) throw malformed('a document length that does not fit its content');
    return end;
  }

  private value(type: number, name: number, depth: number): void {
    switch (type) {
      case 0x02:
        return this.string();
      case 0x03:
        this.document(depth + 1);
        return;
      case 0x04:
        return this.array(depth + 1);
      case 0x05:
        this.skip(this.int32() + 1);
        return;
      case 0x07:
        this.skip(12);
        return;
      case 0x08:
        if (this.byte() > 1) throw malformed('a boolean that is neither true nor false');
        return;
      case 0x09:
        return this.date(name);
      case 0x0b:
        return this.regex(name);
      case 0x10:
        this.skip(4);
        return;
      case 0x01:
      case 0x11:
      case 0x12:
        this.skip(8);
        return;
      case 0x0a:
      case 0x7f:
      case 0xff:
        return;
      default:
        throw this.refused(`BSON type ${REFUSED_TYPES.get(type) ?? `0x${type.toString(16)}`} of`, name);
    }
  }

  private string(): void {
    const length = this.int32();
    const start = this.skip(length);
    const end = start + length - 1;
    if (length < 1 || this.bytes[end] !== 0) throw malformed('a string without its terminator');
    if (length > NATIVE_FROM_BYTES) return this.requireUtf8(start, end);
    let all = 0;
    for (let at = start; at < end; at++) all |= this.bytes[at] ?? 0;
    if (all > 0x7f) this.requireUtf8(start, end);
  }

  private date(name: number): void {
    const ms = this.bytes.readBigInt64LE(this.skip(8));
    if (ms > MAX_DATE || ms < -MAX_DATE) throw this.refused('a date that JavaScript cannot hold in', name);
  }

  private regex(name: number): void {
    this.cstring();
    const start = this.at;
    this.cstring();
    for (let at = start; at < this.at - 1; at++) {
      if (!REGEX_OPTIONS.includes(this.bytes[at] ?? 0))
        throw this.refused('a regular expression with such options in', name);
    }
  }

  /** Steps over a text that ends with a null byte; answers its hash. */
  private cstring(): number {
    const start = this.at;
    let hash = 0;
    let all = 0;
    for (let byte = this.byte(); byte !== 0; byte = this.byte()) {
      hash = (Math.imul(hash, 31) + byte) | 0;
      all |= byte;
    }
    if (all > 0x7f) this.requireUtf8(start, this.at - 1);
    return hash;
  }

  /** Bytes that are no UTF-8 would come back as other bytes. */
  private requireUtf8(start: number, end: number): void {
    if (!isUtf8(this.bytes.subarray(start, end))) throw malformed('text that is not UTF-8');
  }

  private refuseTwins(own: number): void {
    const { names } = this;
    if (names.length - own > 3 * MOST_PAIRWISE) return this.refuseTwinsOfMany(own);
    for (let a = own; a < names.length; a += 3) {
      for (let b = a + 3; b < names.length; b += 3) {
        if (names[a] === names[b] && this.nameOf(a) === this.nameOf(b)) throw twins();
      }
    }
  }

  private refuseTwinsOfMany(own: number): void {
    const seen = new Set<string>();
    for (let name = own; name < this.names.length; name += 3) seen.add(this.nameOf(name));
    if (seen.size * 3 < this.names.length - own) throw twins();
  }

  private nameOf(entry: number): string {
    return this.bytes.toString('latin1', this.names[entry + 1], this.names[entry + 2]);
  }

  private refused(what: string, name: number): CommandError {
    const shown = this.bytes.toString('utf8', name, this.bytes.indexOf(0, name));
    return new CommandError(2, `${what} field '${shown}' is not supported by embedded-mongo`);
  }

  private byte(): number {
    return this.bytes[this.skip(1)] ?? 0;
  }

  private int32(): number {
    return this.bytes.readInt32LE(this.skip(4));
  }

  private skip(length: number): number {
    const start = this.at;
    if (length < 0 || start + length > this.limit) throw malformed('a value that ends after its message');
    this.at = start + length;
    return start;
  }
}

function twins(): CommandError {
  return new CommandError(2, 'a document that has a field twice is not supported by embedded-mongo');
}

function malformed(what: string): CommandError {
  return new CommandError(22, `invalid BSON: ${what}`);
}
