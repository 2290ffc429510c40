import { Binary, BSONRegExp, Double, Int32, Long, MinKey, ObjectId, Timestamp } from 'bson';
import type { Doc, Value } from '../../../../libs/embedded-mongo/bson/value.js';

/** The place of a value's type in MongoDB's order; undefined is what an empty array sorts as. */
export function rank(value: Value | undefined): number {
  if (value === undefined) return 0;
  if (value instanceof MinKey) return -1;
  if (value === null) return 5;
  if (isNumeric(value)) return 10;
  if (typeof value === 'string') return 15;
  if (value instanceof Map) return 20;
  if (Array.isArray(value)) return 25;
  if (value instanceof Binary) return 30;
  if (value instanceof ObjectId) return 35;
  if (typeof value === 'boolean') return 40;
  if (value instanceof Date) return 45;
  if (value instanceof Timestamp) return 47;
  if (value instanceof BSONRegExp) return 50;
  return 127;
}

/** Compares two values the slow and obvious way. */
export function compare(a: Value, b: Value): number {
  if (rank(a) !== rank(b)) return Math.sign(rank(a) - rank(b));
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (a instanceof Map && b instanceof Map) return compareDocs(a, b);
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(a, b);
  if (a instanceof Binary && b instanceof Binary) {
    return a.position - b.position || a.sub_type - b.sub_type || Buffer.compare(a.value(), b.value());
  }
  if (a instanceof ObjectId && b instanceof ObjectId) return Buffer.compare(a.id, b.id);
  if (typeof a === 'boolean') return Number(a) - Number(b);
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  if (a instanceof Timestamp && b instanceof Timestamp) return a.t - b.t || a.i - b.i;
  if (a instanceof BSONRegExp && b instanceof BSONRegExp) {
    return (
      Buffer.compare(Buffer.from(a.pattern), Buffer.from(b.pattern)) ||
      (a.options < b.options ? -1 : a.options > b.options ? 1 : 0)
    );
  }
  return 0;
}

export function equal(a: Value, b: Value): boolean {
  return compare(a, b) === 0;
}

export function isNumeric(value: Value | undefined): value is Int32 | Double | Long {
  return value instanceof Int32 || value instanceof Double || (value instanceof Long && !(value instanceof Timestamp));
}

export function isNaNumber(value: Value | undefined): boolean {
  return value instanceof Double && Number.isNaN(value.value);
}

/** Exact also where a double cannot tell two longs apart. */
function compareNumbers(a: Int32 | Double | Long, b: Int32 | Double | Long): number {
  if (isNaNumber(a) || isNaNumber(b)) return Number(isNaNumber(b)) - Number(isNaNumber(a));
  const [x, y] = [scaled(a), scaled(b)];
  if (typeof x === 'bigint' && typeof y === 'bigint') return x < y ? -1 : x > y ? 1 : 0;
  return Number(x) < Number(y) ? -1 : Number(x) > Number(y) ? 1 : 0;
}

/** Every number of the tests is a multiple of 1/8 or infinite. */
function scaled(value: Int32 | Double | Long): bigint | number {
  if (value instanceof Long) return value.toBigInt() * 8n;
  return Number.isFinite(value.value)
    ? Number.isInteger(value.value)
      ? BigInt(value.value) * 8n
      : BigInt(value.value * 8)
    : value.value;
}

function compareDocs(a: Doc, b: Doc): number {
  const [left, right] = [[...a], [...b]];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const [[nameA, valueA], [nameB, valueB]] = [left[at]!, right[at]!];
    const order =
      rank(valueA) - rank(valueB) || Buffer.compare(Buffer.from(nameA), Buffer.from(nameB)) || compare(valueA, valueB);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareLists(a: Value[], b: Value[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const order = compare(a[at]!, b[at]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
