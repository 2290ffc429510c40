import { BSONRegExp } from 'bson';
import { orderKey, stringPrefixKey, TAG } from '../bson/order-key.js';
import { isDoc, type Doc, type Value } from '../bson/value.js';
import { boundPosition, type Bound } from './bound.js';
import { isOperatorDoc } from '../query/match.js';
import { NAN_KEY } from '../query/range.js';
import { anchoredPrefix } from '../query/regex.js';

/** What a filter demands of one path, as far as an index can use it. Bounds are order keys. */
export interface Constraint {
  /** The values it may be equal to. */
  points?: readonly Value[];
  /** Where the keys that qualify start. */
  from?: Bound;
  /** Where they end. */
  to?: Bound;
  /** The type the bounds belong to: the first unit of every qualifying key. */
  tag?: string;
  /** Keys that qualify outside the bounds: a regular expression is also equal to itself. */
  readonly beside: Set<string>;
}

/** Every demand that must hold whatever else the filter says: fields and `$and`. */
export function constraintsOf(filter: Doc): Map<string, Constraint> {
  const found = new Map<string, Constraint>();
  collect(filter, found);
  return found;
}

function collect(filter: Doc, found: Map<string, Constraint>): void {
  for (const [key, operand] of filter) {
    if (key === '$and') {
      for (const branch of Array.isArray(operand) ? operand : []) if (isDoc(branch)) collect(branch, found);
    } else if (!key.startsWith('$')) {
      addCondition(constraintAt(found, key), operand);
    }
  }
}

function constraintAt(found: Map<string, Constraint>, path: string): Constraint {
  const known = found.get(path) ?? { beside: new Set<string>() };
  found.set(path, known);
  return known;
}

function addCondition(constraint: Constraint, operand: Value): void {
  if (operand instanceof BSONRegExp) {
    addRegex(constraint, operand, undefined);
  } else if (!isOperatorDoc(operand)) {
    addPoints(constraint, [operand]);
  } else {
    for (const [operator, argument] of operand) addOperator(constraint, operator, argument, operand);
  }
}

function addOperator(constraint: Constraint, operator: string, argument: Value, operators: Doc): void {
  if (operator === '$eq') addPoints(constraint, [argument]);
  else if (operator === '$in' && Array.isArray(argument)) addPoints(constraint, argument);
  else if (operator === '$all' && Array.isArray(argument)) addPoints(constraint, argument.slice(0, 1));
  else if (operator === '$regex') addRegex(constraint, argument, operators.get('$options'));
  else addBound(constraint, operator, argument);
}

/** Null may also be missing, arrays and regexes are not equal by key alone, operators are no values: no index. */
function addPoints(constraint: Constraint, values: readonly Value[]): void {
  const usable = values.length > 0 && values.every((value) => isPoint(value));
  if (usable && (!constraint.points || values.length < constraint.points.length)) constraint.points = values;
}

function isPoint(value: Value): boolean {
  return value !== null && !Array.isArray(value) && !(value instanceof BSONRegExp) && !isOperatorDoc(value);
}

function addRegex(constraint: Constraint, operand: Value, options: Value | undefined): void {
  const prefix = anchoredPrefix(operand, options);
  if (prefix === undefined || !sameTag(constraint, TAG.string)) return;
  const start = stringPrefixKey(prefix);
  raise(constraint, { key: start, after: false });
  lower(constraint, { key: start, after: true });
  if (operand instanceof BSONRegExp) constraint.beside.add(orderKey(operand));
}

function addBound(constraint: Constraint, operator: string, argument: Value): void {
  if (argument === null || argument instanceof BSONRegExp || Array.isArray(argument) || isDoc(argument)) return;
  const key = orderKey(argument);
  if (key === TAG.minKey || key === TAG.maxKey || key === NAN_KEY) return;
  const isBound = operator === '$gt' || operator === '$gte' || operator === '$lt' || operator === '$lte';
  if (!isBound || !sameTag(constraint, key.charAt(0))) return;
  if (operator === '$gt') raise(constraint, { key, after: true });
  if (operator === '$gte') raise(constraint, { key, after: false });
  if (operator === '$lt') lower(constraint, { key, after: false });
  if (operator === '$lte') lower(constraint, { key, after: true });
}

/** Bounds of two types never combine; the first one is kept and the filter itself decides the rest. */
function sameTag(constraint: Constraint, tag: string): boolean {
  constraint.tag ??= tag;
  return constraint.tag === tag;
}

function raise(constraint: Constraint, from: Bound): void {
  if (!constraint.from || boundPosition(constraint.from) < boundPosition(from)) constraint.from = from;
}

function lower(constraint: Constraint, to: Bound): void {
  if (!constraint.to || boundPosition(constraint.to) > boundPosition(to)) constraint.to = to;
}
