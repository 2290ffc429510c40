import { toInteger } from '../bson/numbers.js';
import { isDoc, type Doc, type Value } from '../bson/value.js';
import { CommandError } from '../errors.js';

export function stageInteger(stage: string, value: Value, least: number): number {
  const number = toInteger(value);
  if (number === undefined || number < least) {
    throw new CommandError(15957, `${stage} needs a whole number of at least ${least}`);
  }
  return number;
}

/** The document of a stage, with the fields it may have; any other field is refused by name. */
export function stageDocument(stage: string, value: Value, known: readonly string[]): Doc {
  if (!isDoc(value)) throw new CommandError(9, `the ${stage} specification must be an object`);
  const unknown = [...value.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) throw new CommandError(9, `unrecognized or unsupported option to ${stage}: '${unknown}'`);
  return value;
}

export function stageString(stage: string, value: Value | undefined, name: string): string {
  if (typeof value !== 'string' || value === '') throw new CommandError(9, `${stage}: '${name}' must be a string`);
  return value;
}
