import { BSONRegExp } from 'bson';
import { isNumber, toInteger } from '../bson/numbers.js';
import { compareValues, orderKey } from '../bson/order-key.js';
import { isDoc, typeName, type Value } from '../bson/value.js';
import { CommandError } from '../errors.js';
import { compilePullTest } from '../query/match.js';
import { elementAt } from '../query/path.js';

type ArrayChange = (current: Value | undefined) => Value | undefined;

const PUSH_MODIFIERS = new Set(['$each', '$slice', '$position', '$sort']);

/** `$push`, plain or with `$each $position $sort $slice` (applied in this order). */
export function compilePush(argument: Value, path: string): ArrayChange {
  const modifiers =
    isDoc(argument) && argument.has('$each') ? argument : new Map<string, Value>([['$each', [argument]]]);
  const unknown = [...modifiers.keys()].find((name) => !PUSH_MODIFIERS.has(name));
  if (unknown !== undefined) throw new CommandError(2, `Unrecognized clause in $push: ${unknown}`);
  const each = listOf('$push', modifiers.get('$each'));
  const position = wholeNumber('$position', modifiers.get('$position'));
  const slice = wholeNumber('$slice', modifiers.get('$slice'));
  const sort = compileArraySort(modifiers.get('$sort'));
  return (current) => {
    const items = [...arrayAt('$push', current, path)];
    items.splice(position ?? items.length, 0, ...each);
    const sorted = sort(items);
    if (slice === undefined) return sorted;
    return slice < 0 ? sorted.slice(slice) : sorted.slice(0, slice);
  };
}

/** `$addToSet`, plain or with `$each`. */
export function compileAddToSet(argument: Value, path: string): ArrayChange {
  const withEach = isDoc(argument) && argument.has('$each');
  if (withEach && argument.size > 1) throw new CommandError(2, '$addToSet knows no clause but $each');
  const each = withEach ? listOf('$addToSet', argument.get('$each')) : [argument];
  return (current) => {
    const items = [...arrayAt('$addToSet', current, path)];
    const known = new Set(items.map(orderKey));
    for (const item of each) {
      const key = orderKey(item);
      if (!known.has(key)) items.push(item);
      known.add(key);
    }
    return items;
  };
}

/** `$pull` by value or by condition. */
export function compilePull(argument: Value, path: string): ArrayChange {
  const test = isDoc(argument) || argument instanceof BSONRegExp ? compilePullTest(argument) : undefined;
  const key = orderKey(argument);
  const matches = test ?? ((element: Value) => orderKey(element) === key);
  return (current) =>
    current === undefined ? undefined : arrayAt('$pull', current, path).filter((element) => !matches(element));
}

/** `$pullAll`: every element equal to one of the list. */
export function compilePullAll(argument: Value, path: string): ArrayChange {
  const keys = new Set(listOf('$pullAll', argument).map(orderKey));
  return (current) =>
    current === undefined
      ? undefined
      : arrayAt('$pullAll', current, path).filter((element) => !keys.has(orderKey(element)));
}

/** `$pop`: 1 takes the last element, -1 the first. */
export function compilePop(argument: Value, path: string): ArrayChange {
  const side = toInteger(argument);
  if (side !== 1 && side !== -1) throw new CommandError(9, '$pop expects 1 or -1');
  return (current) => {
    if (current === undefined) return undefined;
    if (!Array.isArray(current)) throw new CommandError(14, `Path '${path}' contains an element of non-array type`);
    return side === 1 ? current.slice(0, -1) : current.slice(1);
  };
}

function arrayAt(operator: string, current: Value | undefined, path: string): readonly Value[] {
  if (current === undefined) return [];
  if (Array.isArray(current)) return current;
  throw new CommandError(2, `The field '${path}' must be an array for ${operator} but is of type ${typeName(current)}`);
}

function listOf(operator: string, value: Value | undefined): readonly Value[] {
  if (Array.isArray(value)) return value;
  throw new CommandError(2, `The argument of ${operator} must be an array`);
}

function wholeNumber(name: string, value: Value | undefined): number | undefined {
  const number = toInteger(value);
  if (value !== undefined && number === undefined)
    throw new CommandError(2, `The value for ${name} must be an integer`);
  return number;
}

/** `$sort: 1` compares elements, `$sort: {field: 1}` compares what they hold. */
function compileArraySort(spec: Value | undefined): (items: readonly Value[]) => Value[] {
  if (spec === undefined) return (items) => [...items];
  if (isNumber(spec)) {
    const sign = toInteger(spec);
    if (sign !== 1 && sign !== -1) throw new CommandError(2, 'The $sort element value must be either 1 or -1');
    return (items) => [...items].sort((a, b) => sign * compareValues(a, b));
  }
  if (!isDoc(spec) || spec.size === 0) throw new CommandError(2, 'The $sort of $push is 1, -1 or {field: 1 or -1}');
  const fields = [...spec].map(([path, direction]) => sortField(path, direction));
  return (items) => [...items].sort((a, b) => compareBy(fields, a, b));
}

interface SortField {
  readonly parts: readonly string[];
  readonly sign: 1 | -1;
}

function sortField(path: string, direction: Value): SortField {
  const sign = toInteger(direction);
  if (sign !== 1 && sign !== -1) throw new CommandError(2, 'The sort element value must be either 1 or -1');
  const parts = path.split('.');
  if (parts.includes('')) throw new CommandError(2, `The sort field cannot be empty or have an empty part: '${path}'`);
  return { parts, sign };
}

/** Unlike the sort of a query this one takes an array as it stands, and null for what a scalar would hold. */
function compareBy(fields: readonly SortField[], a: Value, b: Value): number {
  for (const { parts, sign } of fields) {
    const order = compareValues(isDoc(a) ? held(a, parts) : null, isDoc(b) ? held(b, parts) : null);
    if (order !== 0) return sign * order;
  }
  return 0;
}

function held(value: Value, parts: readonly string[]): Value {
  let found: Value | undefined = value;
  for (const part of parts) {
    found = isDoc(found) ? found.get(part) : Array.isArray(found) ? elementAt(found, part) : undefined;
  }
  return found ?? null;
}
