import { toInteger } from '../bson/numbers.js';
import { isDoc, type Doc, type Value } from '../bson/value.js';
import { CommandError } from '../errors.js';

/** A whole number of at least 0; `code` is MongoDB's for anything else. */
export function stageInteger(stage: string, value: Value, code: number): number {
  const number = toInteger(value);
  if (number === undefined || number < 0) {
    throw new CommandError(code, `invalid argument to ${stage} stage: Expected a whole number of at least 0`);
  }
  return number;
}

/** The parts of a field path without its `$`. */
export function fieldPath(path: string): readonly string[] {
  if (path === '') throw new CommandError(40352, 'FieldPath cannot be constructed with empty string');
  if (path.endsWith('.')) throw new CommandError(40353, `FieldPath must not end with a '.': '${path}'`);
  const parts = path.split('.');
  if (parts.includes('')) throw new CommandError(15998, `FieldPath field names may not be empty strings: '${path}'`);
  if (parts.some((part) => part.startsWith('$'))) {
    throw new CommandError(16410, `FieldPath field names may not start with '$': '${path}'`);
  }
  return parts;
}

/** The document of a stage, with the fields it may have; any other field is refused by name. */
export function stageDocument(
  stage: string,
  value: Value,
  known: readonly string[],
  codes = { type: 9, unknown: 9 },
): Doc {
  if (!isDoc(value)) throw new CommandError(codes.type, `the ${stage} specification must be an object`);
  const unknown = [...value.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new CommandError(codes.unknown, `unrecognized or unsupported option to ${stage}: '${unknown}'`);
  }
  return value;
}

export function stageString(stage: string, value: Value | undefined, name: string, code = 9): string {
  if (typeof value !== 'string' || value === '') {
    throw new CommandError(code, `${stage}: '${name}' must be a non-empty string`);
  }
  return value;
}
