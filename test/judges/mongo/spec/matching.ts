import { BSON, Long, type Document } from 'mongodb';
import { isDeepStrictEqual } from 'node:util';

/** What the operators of an expected value may look up. */
export interface Lookup {
  entity(name: string): unknown;
  lsid(session: string): unknown;
}

/** Compares with the rules of the unified test format; answers what differs, or undefined. */
export function difference(
  expected: unknown,
  actual: unknown,
  lookup: Lookup,
  root = true,
  path = 'result',
): string | undefined {
  if (Array.isArray(expected)) return arrayDifference(expected, actual, lookup, root, path);
  if (isPlain(expected)) {
    const [operator] = Object.keys(expected);
    if (operator?.startsWith('$$')) return special(operator, expected[operator], actual, lookup, root, path);
    return documentDifference(expected, actual, lookup, root, path);
  }
  return same(expected, actual) ? undefined : `${path}: expected ${show(expected)}, got ${show(actual)}`;
}

function arrayDifference(expected: unknown[], actual: unknown, lookup: Lookup, root: boolean, path: string) {
  if (!Array.isArray(actual)) return `${path}: expected a list, got ${show(actual)}`;
  if (actual.length !== expected.length) return `${path}: expected ${show(expected)}, got ${show(actual)}`;
  return first(expected, (item, index) => difference(item, actual[index], lookup, root, `${path}[${index}]`));
}

function documentDifference(expected: Document, actual: unknown, lookup: Lookup, root: boolean, path: string) {
  if (typeof actual !== 'object' || actual === null) return `${path}: expected ${show(expected)}, got ${show(actual)}`;
  const found = actual instanceof Map ? Object.fromEntries(actual) : (actual as Document);
  const wrong = first(Object.keys(expected), (key) =>
    difference(expected[key], found[key], lookup, false, `${path}.${key}`),
  );
  if (wrong || root) return wrong;
  const extra = Object.keys(found).find((key) => !(key in expected) && found[key] !== undefined);
  return extra === undefined ? undefined : `${path}.${extra}: not expected, got ${show(found[extra])}`;
}

function special(
  operator: string,
  argument: unknown,
  actual: unknown,
  lookup: Lookup,
  root: boolean,
  path: string,
): string | undefined {
  switch (operator) {
    case '$$exists':
      return (actual !== undefined) === argument ? undefined : `${path}: exists is not ${show(argument)}`;
    case '$$unsetOrMatches':
      return actual === undefined || actual === null ? undefined : difference(argument, actual, lookup, root, path);
    case '$$matchesEntity':
      return difference(lookup.entity(String(argument)), actual, lookup, root, path);
    case '$$sessionLsid':
      return difference(lookup.lsid(String(argument)), actual, lookup, root, path);
    case '$$type':
      return [argument].flat().some((name) => isOfType(String(name), actual))
        ? undefined
        : `${path}: ${show(actual)} is not of type ${show(argument)}`;
    case '$$lte':
      return Number(actual) <= Number(argument) ? undefined : `${path}: ${show(actual)} is above ${show(argument)}`;
    default:
      throw new Error(`this runner does not know ${operator}`);
  }
}

function isOfType(name: string, actual: unknown): boolean {
  if (name === 'string') return typeof actual === 'string';
  if (name === 'bool') return typeof actual === 'boolean';
  if (name === 'array') return Array.isArray(actual);
  if (name === 'object') return isPlain(actual);
  if (name === 'int' || name === 'double' || name === 'number') return typeof actual === 'number';
  if (name === 'long') return typeof actual === 'number' || typeof actual === 'bigint' || Long.isLong(actual);
  const bsonType = (actual as { _bsontype?: string } | undefined)?._bsontype;
  if (name === 'binData') return bsonType === 'Binary';
  if (name === 'objectId') return bsonType === 'ObjectId';
  if (name === 'date') return actual instanceof Date;
  return false;
}

function same(expected: unknown, actual: unknown): boolean {
  if (typeof expected === 'number') return Number(actual) === expected && typeof actual !== 'string';
  if (expected === null) return actual === null || actual === undefined;
  if (hasBsonType(expected) && hasBsonType(actual)) {
    return Buffer.from(BSON.serialize({ v: expected })).equals(Buffer.from(BSON.serialize({ v: actual })));
  }
  return isDeepStrictEqual(expected, actual);
}

function hasBsonType(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '_bsontype' in value;
}

function isPlain(value: unknown): value is Document {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !hasBsonType(value) &&
    !(value instanceof Date) &&
    !(value instanceof RegExp)
  );
}

function first<T>(items: readonly T[], check: (item: T, index: number) => string | undefined): string | undefined {
  for (const [index, item] of items.entries()) {
    const wrong = check(item, index);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function show(value: unknown): string {
  try {
    return BSON.EJSON.stringify(value as Document) ?? 'undefined';
  } catch {
    return String(value);
  }
}
