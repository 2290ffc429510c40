import { Double, Int32, Long } from 'bson';
import type { Doc, Value } from '../../../../libs/embedded-mongo/bson/value.js';
import { matches } from './reference-match.js';
import { compare, equal, isNumeric } from './reference-order.js';

/** A refusal, by MongoDB's code. */
export class Refused extends Error {
  constructor(readonly code: number) {
    super(`refused with ${code}`);
  }
}

/** Updates a document by one operator on one path, the slow and obvious way. */
export function updated(doc: Doc, operator: string, path: string, argument: Value): Doc {
  const parts = path.split('.');
  if ((operator === '$inc' || operator === '$mul') && !isNumeric(argument)) throw new Refused(14);
  if (operator === '$unset') return unset(doc, parts) as Doc;
  const creates = !['$pull', '$pullAll', '$pop'].includes(operator);
  return at(doc, parts, creates, (current) => changed(operator, current, argument)) as Doc;
}

/** Puts what `change` makes at the path; missing parents are made, or mean that nothing happens. */
function at(
  container: Value,
  [name = '', ...rest]: string[],
  creates: boolean,
  change: (current?: Value) => Value | undefined,
): Value {
  const inside = (current: Value | undefined): Value | undefined => {
    if (rest.length === 0) return change(current);
    if (current === undefined) return creates ? at(new Map(), rest, creates, change) : undefined;
    return at(current, rest, creates, change);
  };
  if (container instanceof Map) {
    const next = inside(container.get(name));
    return next === undefined ? container : new Map([...container]).set(name, next);
  }
  if (!Array.isArray(container) || !/^\d$/.test(name)) throw new Refused(28);
  const next = inside(container[Number(name)]);
  if (next === undefined) return container;
  const padded = [...container, ...Array.from({ length: Math.max(0, Number(name) - container.length) }, () => null)];
  padded[Number(name)] = next;
  return padded;
}

/** A scalar in the way means that there is nothing to remove; of an array only null can take a place. */
function unset(container: Value, [name = '', ...rest]: string[]): Value {
  if (container instanceof Map) {
    const current = container.get(name);
    if (current === undefined) return container;
    const entries = rest.length > 0 ? new Map([...container]).set(name, unset(current, rest)) : new Map([...container]);
    if (rest.length === 0) entries.delete(name);
    return entries;
  }
  if (!Array.isArray(container) || !/^\d$/.test(name)) return container;
  return container.map((item, index) => (index !== Number(name) ? item : rest.length > 0 ? unset(item, rest) : null));
}

function changed(operator: string, current: Value | undefined, argument: Value): Value | undefined {
  switch (operator) {
    case '$set':
      return argument;
    case '$min':
      return current === undefined || compare(argument, current) < 0 ? argument : undefined;
    case '$max':
      return current === undefined || compare(argument, current) > 0 ? argument : undefined;
    case '$inc':
      return arithmetic(
        current,
        argument,
        (a, b) => a + b,
        (a, b) => a + b,
        argument,
      );
    case '$mul':
      return arithmetic(
        current,
        argument,
        (a, b) => a * b,
        (a, b) => a * b,
        undefined,
      );
    default:
      return changedList(operator, current, argument);
  }
}

function changedList(operator: string, current: Value | undefined, argument: Value): Value | undefined {
  if (current !== undefined && !Array.isArray(current)) throw new Refused(operator === '$pop' ? 14 : 2);
  const list = current ?? [];
  switch (operator) {
    case '$push':
      return [...list, argument];
    case '$addToSet':
      return list.some((item) => equal(item, argument)) ? list : [...list, argument];
    case '$pull':
      return current && list.filter((item) => !pulled(item, argument));
    case '$pullAll':
      return current && list.filter((item) => !(argument as Value[]).some((one) => equal(item, one)));
    case '$pop':
      return current && ((argument as Int32).value === 1 ? list.slice(0, -1) : list.slice(1));
    default:
      throw new Error(`the reference does not know ${operator}`);
  }
}

function pulled(item: Value, condition: Value): boolean {
  if (!(condition instanceof Map)) return equal(item, condition);
  if (condition.keys().next().value?.startsWith('$'))
    return matches(new Map([['x', item]]), new Map([['x', condition]]));
  return item instanceof Map && matches(item, condition);
}

function arithmetic(
  current: Value | undefined,
  argument: Value,
  exact: (a: bigint, b: bigint) => bigint,
  rounded: (a: number, b: number) => number,
  onMissing: Value | undefined,
): Value {
  if (!isNumeric(argument)) throw new Refused(14);
  if (current === undefined) return onMissing ?? zeroLike(argument);
  if (!isNumeric(current)) throw new Refused(14);
  if (current instanceof Double || argument instanceof Double)
    return new Double(rounded(toNumber(current), toNumber(argument)));
  const result = exact(toBigInt(current), toBigInt(argument));
  if (BigInt.asIntN(64, result) !== result) throw new Refused(2);
  const fitsInt = current instanceof Int32 && argument instanceof Int32 && BigInt.asIntN(32, result) === result;
  return fitsInt ? new Int32(Number(result)) : Long.fromBigInt(result);
}

function zeroLike(value: Int32 | Double | Long): Value {
  return value instanceof Long ? Long.ZERO : value instanceof Double ? new Double(value.value * 0) : new Int32(0);
}

function toNumber(value: Int32 | Double | Long): number {
  return value instanceof Long ? value.toNumber() : value.value;
}

function toBigInt(value: Int32 | Long): bigint {
  return value instanceof Long ? value.toBigInt() : BigInt(value.value);
}
