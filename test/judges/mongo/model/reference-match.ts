import { BSONRegExp, Double, Int32, Long, MaxKey, MinKey } from 'bson';
import type { Doc, Value } from '../../../../libs/embedded-mongo/bson/value.js';
import { compare, equal, isNaNumber, isNumeric, rank } from './reference-order.js';

type Found = (Value | undefined)[];

/** Whether a document matches, by listing every value at the path and asking one after the other. */
export function matches(doc: Doc, filter: Doc): boolean {
  return [...filter].every(([key, operand]) => {
    if (key === '$and') return list(operand).every((branch) => matches(doc, branch));
    if (key === '$or') return list(operand).some((branch) => matches(doc, branch));
    if (key === '$nor') return !list(operand).some((branch) => matches(doc, branch));
    return holds((leaves) => valuesAt(doc, key.split('.'), leaves), operand);
  });
}

function list(operand: Value): Doc[] {
  return operand as Doc[];
}

/** Every value a path leads to; `leaves` says whether an array at its end also counts element by element. */
function valuesAt(doc: Doc, [name = '', ...rest]: string[], leaves: boolean): Found {
  const value = doc.get(name);
  if (rest.length === 0) return leaves && Array.isArray(value) ? [...value, value] : [value];
  if (value instanceof Map) return valuesAt(value, rest, leaves);
  return Array.isArray(value) ? valuesInside(value, rest, leaves) : [undefined];
}

function valuesInside(array: Value[], parts: string[], leaves: boolean): Found {
  const [name, ...rest] = parts;
  return array.flatMap((element, index): Found => {
    const inside = element instanceof Map ? valuesAt(element, parts, leaves) : [];
    if (String(index) !== name) return inside;
    if (rest.length === 0) return [...inside, element];
    if (element instanceof Map) return [...inside, ...valuesAt(element, rest, leaves)];
    return Array.isArray(element) ? [...inside, ...valuesInside(element, rest, leaves)] : inside;
  });
}

/** Whether a condition holds for the values `at` gives. */
function holds(at: (leaves: boolean) => Found, operand: Value): boolean {
  if (operand instanceof BSONRegExp) return at(true).some((value) => passes(value, '$regex', operand));
  if (!(operand instanceof Map) || !operand.keys().next().value?.startsWith('$')) {
    return at(true).some((value) => passes(value, '$eq', operand));
  }
  return [...operand].every(([operator, argument]) => {
    switch (operator) {
      case '$ne':
        return !at(true).some((value) => passes(value, '$eq', argument));
      case '$nin':
        return !at(true).some((value) => passes(value, '$in', argument));
      case '$not':
        return !holds(at, argument);
      case '$exists':
        return at(false).some((value) => value !== undefined) === argument;
      case '$size':
        return at(false).some((value) => Array.isArray(value) && value.length === (argument as Int32).value);
      case '$all':
        return (argument as Value[]).length > 0 && (argument as Value[]).every((one) => holds(at, one));
      case '$elemMatch':
        return at(false).some(
          (value) => Array.isArray(value) && value.some((item) => elementMatches(item, argument as Doc)),
        );
      default:
        return at(true).some((value) => passes(value, operator, argument));
    }
  });
}

function elementMatches(element: Value, condition: Doc): boolean {
  const first = condition.keys().next().value ?? '';
  if (!first.startsWith('$') || first === '$or' || first === '$and') {
    if (Array.isArray(element)) return matches(new Map(element.map((one, index) => [String(index), one])), condition);
    return element instanceof Map && matches(element, condition);
  }
  return holds(() => [element], condition);
}

/** One value, one operator. */
function passes(value: Value | undefined, operator: string, operand: Value): boolean {
  switch (operator) {
    case '$eq':
      return operand === null ? value === null || value === undefined : value !== undefined && equal(value, operand);
    case '$in':
      return (operand as Value[]).some((one) =>
        one instanceof BSONRegExp ? passes(value, '$regex', one) : passes(value, '$eq', one),
      );
    case '$regex':
      return regexPasses(value, operand as BSONRegExp);
    case '$type':
      return typeNames(value).includes(operand as string);
    case '$mod':
      return modPasses(value, operand as Int32[]);
    default:
      return rangePasses(value, operator, operand);
  }
}

function rangePasses(value: Value | undefined, operator: string, operand: Value): boolean {
  const orEqual = operator === '$gte' || operator === '$lte';
  const above = operator === '$gt' || operator === '$gte';
  if (operand === null) return orEqual && (value === null || value === undefined);
  const differentType = value === undefined || rank(value) !== rank(operand);
  if (differentType && operand instanceof MinKey) return above;
  if (differentType && operand instanceof MaxKey) return !above;
  if (differentType) return false;
  if (isNaNumber(value) || isNaNumber(operand)) return orEqual && isNaNumber(value) && isNaNumber(operand);
  const order = compare(value, operand);
  return order === 0 ? orEqual : above === order > 0;
}

/** The patterns of the tests are `^a` and a case-blind `a`. */
function regexPasses(value: Value | undefined, { pattern, options }: BSONRegExp): boolean {
  if (value instanceof BSONRegExp) return value.pattern === pattern && value.options === options;
  if (typeof value !== 'string') return false;
  return pattern === '^a' ? value.startsWith('a') : value.toLowerCase().includes('a');
}

function modPasses(value: Value | undefined, [divisor, remainder]: Int32[]): boolean {
  if (!isNumeric(value)) return false;
  const whole =
    value instanceof Long
      ? value.toBigInt()
      : Number.isFinite(value.value)
        ? BigInt(Math.trunc(value.value))
        : undefined;
  if (whole === undefined || BigInt.asIntN(64, whole) !== whole) return false;
  return whole % BigInt(divisor!.value) === BigInt(remainder!.value);
}

function typeNames(value: Value | undefined): string[] {
  if (value instanceof Int32) return ['int', 'number'];
  if (value instanceof Double) return ['double', 'number'];
  if (isNumeric(value)) return ['long', 'number'];
  if (typeof value === 'string') return ['string'];
  if (value instanceof Map) return ['object'];
  if (Array.isArray(value)) return ['array'];
  if (value === null) return ['null'];
  return typeof value === 'boolean' ? ['bool'] : [];
}
