import { Double, Int32, Long, Timestamp } from 'bson';
import { CommandError } from '../errors.js';
import type { NumberValue, Value } from './value.js';

const INT32_MAX = 0x7fffffffn;
const INT64_MAX = 0x7fffffffffffffffn;

export function isNumber(value: Value | undefined): value is NumberValue {
  // A Timestamp is a Long to JavaScript and no number to MongoDB.
  return value instanceof Int32 || value instanceof Double || (value instanceof Long && !(value instanceof Timestamp));
}

/** As a JavaScript number; a Long above 2^53 loses its last digits, so never use it for stored results. */
export function toNumber(value: NumberValue): number {
  return value instanceof Long ? value.toNumber() : value.value;
}

/** `$inc` and `$sum`: the result has the wider of both types; a 32-bit overflow widens, a 64-bit one fails. */
export function add(a: NumberValue, b: NumberValue): NumberValue {
  if (a instanceof Double || b instanceof Double) return new Double(toNumber(a) + toNumber(b));
  return integer(toBigInt(a) + toBigInt(b), a instanceof Long || b instanceof Long);
}

/** `$mul`, by the same rules as {@link add}. */
export function multiply(a: NumberValue, b: NumberValue): NumberValue {
  if (a instanceof Double || b instanceof Double) return new Double(toNumber(a) * toNumber(b));
  return integer(toBigInt(a) * toBigInt(b), a instanceof Long || b instanceof Long);
}

/** The integer a number stands for, or undefined when it has a fraction or is not safe. */
export function toInteger(value: Value | undefined): number | undefined {
  if (!isNumber(value)) return undefined;
  const number = toNumber(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** A number without its fraction; undefined when 64 bits do not hold it. */
export function toBigInteger(value: NumberValue): bigint | undefined {
  if (value instanceof Long) return value.toBigInt();
  if (!Number.isFinite(value.value)) return undefined;
  const whole = BigInt(Math.trunc(value.value));
  return whole > INT64_MAX || whole < -INT64_MAX - 1n ? undefined : whole;
}

/** The smallest integer type that holds a count. */
export function count(value: number): NumberValue {
  return integer(BigInt(value), false);
}

function toBigInt(value: Int32 | Long): bigint {
  return value instanceof Long ? value.toBigInt() : BigInt(value.value);
}

function integer(value: bigint, long: boolean): Int32 | Long {
  if (!long && value <= INT32_MAX && value >= -INT32_MAX - 1n) return new Int32(Number(value));
  if (value > INT64_MAX || value < -INT64_MAX - 1n) {
    throw new CommandError(2, 'Failed to apply an arithmetic operation: the result does not fit 64 bits');
  }
  return Long.fromBigInt(value);
}
