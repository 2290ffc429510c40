import type { Guard } from '../../ports/collections.port.js';
import { canonical, isDate } from '../plain.js';

type Test = (value: unknown, operand: unknown) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  $eq: (value, operand) => equals(value, operand),
  $ne: (value, operand) => !equals(value, operand),
  $in: (value, operand) => list(operand).some((each) => equals(value, each)),
  $nin: (value, operand) => !list(operand).some((each) => equals(value, each)),
  $gt: (value, operand) => isOrdered(value, operand) && compare(value, operand) > 0,
  $gte: (value, operand) => isOrdered(value, operand) && compare(value, operand) >= 0,
  $lt: (value, operand) => isOrdered(value, operand) && compare(value, operand) < 0,
  $lte: (value, operand) => isOrdered(value, operand) && compare(value, operand) <= 0,
  $exists: (value, operand) => (value !== undefined) === operand,
  $elemMatch: (value, operand) => Array.isArray(value) && value.some((each) => meets(each, operand as Guard)),
};

/** Whether a document meets a guard, in MongoDB's sense. */
export function meets(document: unknown, guard: Guard): boolean {
  return Object.entries(guard).every(([field, condition]) => {
    if (field === '$or') return list(condition).some((each) => meets(document, each as Guard));
    if (field === '$and') return list(condition).every((each) => meets(document, each as Guard));
    if (field.startsWith('$')) throw new Error(`${field} is not an operator of guards`);
    return holds(valueAt(document, field.split('.')), condition);
  });
}

/** The order of numbers, texts and instants. */
export function compare(a: unknown, b: unknown): number {
  const [left, right] = [comparable(a), comparable(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function holds(value: unknown, condition: unknown): boolean {
  if (!isOperators(condition)) return equals(value, condition);
  return Object.entries(condition).every(([operator, operand]) => {
    const test = TESTS[operator];
    if (!test) throw new Error(`${operator} is not an operator of guards`);
    return test(value, operand);
  });
}

function isOperators(condition: unknown): condition is Record<string, unknown> {
  if (typeof condition !== 'object' || condition === null || isDate(condition)) return false;
  const names = Object.keys(condition);
  return names.length > 0 && names.every((name) => name.startsWith('$'));
}

/** A list equals what it contains, and nothing equals null. */
function equals(value: unknown, operand: unknown): boolean {
  if (Array.isArray(value) && value.some((each) => canonical(each) === canonical(operand))) return true;
  return canonical(value ?? null) === canonical(operand ?? null);
}

/** Through lists as well: `taken.unit` is the unit of each entry. */
function valueAt(value: unknown, [name, ...rest]: string[]): unknown {
  if (name === undefined) return value;
  if (Array.isArray(value)) return value.map((each) => valueAt(each, [name, ...rest]));
  if (typeof value !== 'object' || value === null) return undefined;
  return valueAt((value as Record<string, unknown>)[name], rest);
}

/** Comparisons never cross types: null is neither above nor below a number. */
function isOrdered(value: unknown, operand: unknown): boolean {
  return typeof comparable(value) === typeof comparable(operand) && value !== null && value !== undefined;
}

function comparable(value: unknown): number | string {
  if (isDate(value)) return value.getTime();
  return typeof value === 'number' ? value : String(value);
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error('This operator takes a list');
  return value;
}
