import { Double, Int32, Long } from 'bson';
import { isNumber } from './numbers.js';
import { compareKeys, orderKey } from './order-key.js';
import type { Value } from './value.js';

/**
 * Compares values with one of the common kinds without making keys: negative, 0 or positive, undefined for another
 * type. Undefined as a whole for kinds that are left to the keys; scans spend most of their time here.
 */
export function compareFast(operand: Value): ((value: Value | undefined) => number | undefined) | undefined {
  if ((operand instanceof Int32 || operand instanceof Double) && !Number.isNaN(operand.value))
    return withNumber(operand);
  if (typeof operand === 'boolean') {
    return (value) => (typeof value === 'boolean' ? Number(value) - Number(operand) : undefined);
  }
  if (operand instanceof Date) {
    return (value) => (value instanceof Date ? value.getTime() - operand.getTime() : undefined);
  }
  // Beyond ASCII the order of UTF-16 is not the order of UTF-8.
  return typeof operand === 'string' ? withString(operand) : undefined;
}

function withNumber(operand: Int32 | Double): (value: Value | undefined) => number | undefined {
  const number = operand.value;
  return (value) => {
    if (value instanceof Int32) return value.value - number;
    if (value instanceof Double) return Number.isNaN(value.value) ? undefined : difference(value.value, number);
    return value instanceof Long && isNumber(value) ? compareKeys(orderKey(value), orderKey(operand)) : undefined;
  };
}

/** Not a subtraction: the difference of two infinities is no number. */
function difference(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function withString(operand: string): (value: Value | undefined) => number | undefined {
  const key = orderKey(operand);
  return (value) => {
    if (typeof value !== 'string') return undefined;
    return value === operand ? 0 : compareKeys(orderKey(value), key);
  };
}
