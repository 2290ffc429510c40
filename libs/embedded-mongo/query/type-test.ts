import { isNumber, toNumber } from '../bson/numbers.js';
import { TYPE, typeOf, type Value } from '../bson/value.js';
import { CommandError } from '../errors.js';
import type { Test } from './path.js';

const NUMBER_TYPES: readonly number[] = [TYPE.double, TYPE.int, TYPE.long];
/** Types this server refuses to store: a test for them is legal and never true. */
const ABSENT = new Map([
  ['undefined', 6],
  ['dbPointer', 12],
  ['javascript', 13],
  ['symbol', 14],
  ['javascriptWithScope', 15],
  ['decimal', 19],
]);

/** `$type` by name or number, one or a list. */
export function compileType(operand: Value): Test {
  const wanted = new Set((Array.isArray(operand) ? operand : [operand]).flatMap(typeNumbers));
  if (wanted.size === 0) throw new CommandError(9, '$type must match at least one type');
  return (value) => value !== undefined && wanted.has(typeOf(value));
}

function typeNumbers(operand: Value): readonly number[] {
  if (operand === 'number') return NUMBER_TYPES;
  if (typeof operand === 'string') {
    const known = Object.entries(TYPE).find(([name]) => name === operand)?.[1] ?? ABSENT.get(operand);
    if (known === undefined) throw new CommandError(2, `Unknown type name alias: ${operand}`);
    return [known];
  }
  if (!isNumber(operand)) throw new CommandError(14, 'type must be represented as a number or a string');
  const number = toNumber(operand);
  if (![...Object.values(TYPE), ...ABSENT.values()].some((known) => known === number)) {
    throw new CommandError(2, `Invalid numerical type code: ${number}`);
  }
  return [number];
}
