import { Int32 } from 'bson';
import { add, isNumber, multiply } from '../bson/numbers.js';
import { compareValues } from '../bson/order-key.js';
import { isDoc, typeName, type Value } from '../bson/value.js';
import { CommandError } from '../errors.js';
import { currentTimestamp } from './timestamps.js';
import { compileAddToSet, compilePop, compilePull, compilePullAll, compilePush } from './array-operators.js';

/** What an operator makes of the value at its place: a new value, REMOVE, or undefined for "leave it". */
export type Change = (current: Value | undefined) => Value | typeof REMOVE | undefined;

/** Asks for the field to be removed. */
export const REMOVE = Symbol('remove');

/** One update operator. */
export interface Operator {
  /** Checks the argument and answers the change; called once per command. */
  readonly compile: (argument: Value, path: string) => Change;
  /** Whether missing parents are made (`$set`) or mean that there is nothing to do (`$pull`). */
  readonly creates: boolean;
  /** Only when the update inserts. */
  readonly onInsertOnly?: true;
}

/** All operators but `$rename`, which has two places. */
export const UPDATE_OPERATORS = new Map<string, Operator>([
  ['$set', { creates: true, compile: (argument) => () => argument }],
  ['$setOnInsert', { creates: true, onInsertOnly: true, compile: (argument) => () => argument }],
  ['$unset', { creates: false, compile: () => (current) => (current === undefined ? undefined : REMOVE) }],
  ['$inc', { creates: true, compile: (argument, path) => compileArithmetic('$inc', argument, path) }],
  ['$mul', { creates: true, compile: (argument, path) => compileArithmetic('$mul', argument, path) }],
  ['$min', { creates: true, compile: (argument) => keepExtreme(argument, -1) }],
  ['$max', { creates: true, compile: (argument) => keepExtreme(argument, 1) }],
  ['$currentDate', { creates: true, compile: (argument) => compileCurrentDate(argument) }],
  ['$push', { creates: true, compile: (argument, path) => compilePush(argument, path) }],
  ['$addToSet', { creates: true, compile: (argument, path) => compileAddToSet(argument, path) }],
  ['$pull', { creates: false, compile: (argument, path) => compilePull(argument, path) }],
  ['$pullAll', { creates: false, compile: (argument, path) => compilePullAll(argument, path) }],
  ['$pop', { creates: false, compile: (argument, path) => compilePop(argument, path) }],
]);

/** What `$mul` makes of a missing field is this times its argument, so that it has the argument's type (and sign). */
const ZERO = new Int32(0);

function compileArithmetic(name: '$inc' | '$mul', argument: Value, path: string): Change {
  if (!isNumber(argument))
    throw new CommandError(14, `Cannot apply ${name} with a non-numeric argument: {${path}: ...}`);
  return (current) => {
    if (current === undefined) return name === '$inc' ? argument : multiply(argument, ZERO);
    if (!isNumber(current)) {
      throw new CommandError(
        14,
        `Cannot apply ${name} to a value of non-numeric type: the field '${path}' is of type ${typeName(current)}`,
      );
    }
    return name === '$inc' ? add(current, argument) : multiply(current, argument);
  };
}

function keepExtreme(argument: Value, sign: 1 | -1): Change {
  return (current) => (current === undefined || compareValues(argument, current) === sign ? argument : undefined);
}

function compileCurrentDate(argument: Value): Change {
  if (typeof argument === 'boolean') return () => new Date();
  const unknown = isDoc(argument) ? [...argument.keys()].find((name) => name !== '$type') : undefined;
  if (unknown !== undefined) throw new CommandError(2, `Unrecognized $currentDate option: ${unknown}`);
  const type = isDoc(argument) ? argument.get('$type') : undefined;
  if (type === 'date') return () => new Date();
  if (type === 'timestamp') return currentTimestamp;
  throw new CommandError(2, '$currentDate needs a boolean, {$type: "date"} or {$type: "timestamp"}');
}
