import { Long } from 'bson';
import { decodeDocument } from '../bson/decode.js';
import { encodeDocument } from '../bson/encode.js';
import { isNumber, toInteger, toNumber } from '../bson/numbers.js';
import { isDoc, type Doc, type Value } from '../bson/value.js';
import { CommandError } from '../errors.js';
import { refuseCollation } from '../query/collation.js';

/** Lists of documents that came beside the body of a command, each document as its checked bytes. */
export type Sequences = ReadonlyMap<string, readonly Buffer[]>;

const NO_SEQUENCES: Sequences = new Map();

/** Reads the fields of a command or of one of its statements; each reader refuses a wrong type by name (14). */
export class Arguments {
  constructor(
    private readonly where: string,
    readonly body: Doc,
    private readonly sequences = NO_SEQUENCES,
  ) {}

  /** Refuses every field that is not known: an option that is ignored could mean a wrong result. */
  allow(known: ReadonlySet<string>): void {
    for (const name of [...this.body.keys(), ...this.sequences.keys()]) {
      if (!known.has(name)) {
        throw new CommandError(40415, `BSON field '${this.where}.${name}' is an unknown field or not supported.`);
      }
    }
    refuseCollation(this.body.get('collation'));
    const variables = this.body.get('let');
    if (isDoc(variables) && variables.size > 0) throw new CommandError(2, "the option 'let' is not supported");
  }

  raw(name: string): Value | undefined {
    return this.body.get(name);
  }

  string(name: string): string {
    const value = this.body.get(name);
    if (typeof value !== 'string') throw this.wrongType(name, 'string');
    return value;
  }

  document(name: string): Doc | undefined {
    const value = this.body.get(name);
    if (value === undefined || value === null) return undefined;
    if (!isDoc(value)) throw this.wrongType(name, 'object');
    return value;
  }

  documents(name: string): Doc[] {
    const sequence = this.sequences.get(name);
    if (sequence) return sequence.map((bytes) => decodeDocument(bytes));
    const value = this.body.get(name);
    if (!Array.isArray(value) || !value.every(isDoc)) throw this.wrongType(name, 'array of objects');
    return value;
  }

  /** The same as bytes, for documents that are stored as they came. */
  encodedDocuments(name: string): readonly Buffer[] {
    return this.sequences.get(name) ?? this.documents(name).map((doc) => encodeDocument(doc));
  }

  /** A whole number of at least 0. */
  integer(name: string): number | undefined {
    const value = this.body.get(name);
    if (value === undefined || value === null) return undefined;
    const number = toInteger(value);
    if (!isNumber(value)) throw this.wrongType(name, 'long');
    if (number === undefined || number < 0) {
      throw new CommandError(51024, `BSON field '${name}' value must be a whole number >= 0`);
    }
    return number;
  }

  flag(name: string, otherwise = false): boolean {
    const value = this.body.get(name);
    if (value === undefined || value === null) return otherwise;
    if (typeof value === 'boolean') return value;
    if (isNumber(value)) return toNumber(value) !== 0;
    throw this.wrongType(name, 'bool');
  }

  long(name: string): Long {
    const value = this.body.get(name);
    const number = toInteger(value);
    if (value instanceof Long) return value;
    if (number === undefined) throw this.wrongType(name, 'long');
    return Long.fromNumber(number);
  }

  /** For options that are only accepted when they are off. */
  refuse(names: readonly string[]): void {
    for (const name of names) {
      if (this.flag(name)) throw new CommandError(2, `'${this.where}.${name}' is not supported by embedded-mongo`);
    }
  }

  private wrongType(name: string, expected: string): CommandError {
    return new CommandError(
      14,
      `BSON field '${this.where}.${name}' is missing or the wrong type, expected ${expected}`,
    );
  }
}
