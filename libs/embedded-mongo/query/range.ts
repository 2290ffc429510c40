import { compareFast } from '../bson/compare-fast.js';
import { compareKeys, orderKey, TAG } from '../bson/order-key.js';
import type { Value } from '../bson/value.js';
import type { Test } from './path.js';

type RangeOperator = '$gt' | '$gte' | '$lt' | '$lte';

/** The order key of NaN, which is a number but neither less nor greater than any other. */
export const NAN_KEY = `${TAG.number}\0\0\0\0\u8000`;

/** `$gt $gte $lt $lte`: only values of the operand's own type compare, except against MinKey and MaxKey. */
export function compileRange(operator: RangeOperator, operand: Value): Test {
  const inclusive = operator === '$gte' || operator === '$lte';
  const key = orderKey(operand);
  if (operand === null) return (value) => inclusive && (value === null || value === undefined);
  if (key === NAN_KEY) return (value) => inclusive && value !== undefined && orderKey(value) === NAN_KEY;
  const anyType = key === TAG.minKey || key === TAG.maxKey;
  const fast = compareFast(operand);
  if (fast) return (value) => inOrder(operator, fast(value));
  const above = operator === '$gt' || operator === '$gte';
  const tag = key.charAt(0);
  return (value) => {
    // Below every type but MinKey, as MongoDB has it: missing passes `$gt MinKey` and `$lt MaxKey`.
    if (value === undefined) return key === TAG.minKey ? above : key === TAG.maxKey && !above;
    const found = orderKey(value);
    if (!anyType && (found.charAt(0) !== tag || found === NAN_KEY)) return false;
    return inOrder(operator, compareKeys(found, key));
  };
}

/** Whether an order (negative for less, undefined for "does not compare") is the one asked for. */
function inOrder(operator: RangeOperator, order: number | undefined): boolean {
  if (order === undefined) return false;
  switch (operator) {
    case '$gt':
      return order > 0;
    case '$gte':
      return order >= 0;
    case '$lt':
      return order < 0;
    case '$lte':
      return order <= 0;
  }
}
