import { equalValues, invertKey, orderKey } from '../bson/order-key.js';
import type { Doc } from '../bson/value.js';
import { boundPosition, invertBound, type Bound } from './bound.js';
import { constraintsOf, type Constraint } from './constraints.js';
import type { CollectionIndex } from './collection-index.js';
import type { KeyField } from './document-keys.js';
import type { KeyRange } from './sorted-keys.js';

/** How candidates are found; the whole filter is checked on each of them afterwards. */
export interface Plan {
  readonly index: CollectionIndex;
  /** Exact keys, when every field of the index is given. */
  readonly keys?: readonly string[];
  readonly ranges?: readonly KeyRange[];
  readonly backwards: boolean;
  /** Candidates come in the order asked for. */
  readonly sorted: boolean;
  /** A document may come up more than once. */
  readonly repeats: boolean;
}

const MAX_POINTS = 1000;

interface Candidate {
  readonly plan: Plan;
  readonly score: number;
}

/** Picks the index that narrows most; undefined means a scan of the collection. */
export function choosePlan(
  indexes: Iterable<CollectionIndex>,
  filter: Doc,
  sort: readonly KeyField[],
): Plan | undefined {
  const constraints = constraintsOf(filter);
  let best: Candidate | undefined;
  for (const index of indexes) {
    const candidate = isUsable(index, filter, constraints) ? candidateFor(index, constraints, sort) : undefined;
    if (candidate && (!best || candidate.score > best.score)) best = candidate;
  }
  return best?.plan;
}

/** A partial index must be asked for by the same conditions, a sparse one by a condition that missing fails. */
function isUsable(index: CollectionIndex, filter: Doc, constraints: Map<string, Constraint>): boolean {
  const { partialFilterExpression, sparse, fields } = index.spec;
  if (partialFilterExpression) {
    return [...partialFilterExpression].every(([path, wanted]) => {
      const asked = filter.get(path);
      return asked !== undefined && equalValues(asked, wanted);
    });
  }
  return !sparse || fields.some(({ path }) => isPositive(constraints.get(path)));
}

function isPositive(constraint: Constraint | undefined): boolean {
  return constraint?.points !== undefined || constraint?.tag !== undefined;
}

function candidateFor(
  index: CollectionIndex,
  constraints: Map<string, Constraint>,
  sort: readonly KeyField[],
): Candidate | undefined {
  const { fields } = index.spec;
  const { prefixes, used } = equalityPrefixes(index, constraints);
  const next = fields[used];
  if (!next) return { plan: exactPlan(index, prefixes, sort), score: used * 4 + 4 };
  const constraint = canUse(index, used, used) ? constraints.get(next.path) : undefined;
  const bounded = constraint?.tag !== undefined;
  const order = index.arrayFields.size === 0 && prefixes.length === 1 ? sortDirection(fields, used, sort) : undefined;
  if (used === 0 && !bounded && order === undefined) return undefined;
  const ranges = prefixes.flatMap((prefix) => rangesFor(prefix, next, constraint, index.arrayFields.has(used)));
  return {
    plan: {
      index,
      ranges: ranges.toSorted((a, b) => (a.from < b.from ? -1 : 1)),
      backwards: order === 'backwards',
      sorted: order !== undefined,
      repeats: index.arrayFields.size > 0,
    },
    score: used * 4 + (bounded ? 2 : 0) + (order === undefined ? 0 : 1),
  };
}

function exactPlan(index: CollectionIndex, keys: readonly string[], sort: readonly KeyField[]): Plan {
  return {
    index,
    keys,
    backwards: false,
    sorted: sort.length === 0,
    repeats: index.arrayFields.size > 0 && keys.length > 1,
  };
}

/** The keys of the leading fields that are given by equality; one for each combination of `$in` values. */
function equalityPrefixes(
  index: CollectionIndex,
  constraints: Map<string, Constraint>,
): { prefixes: string[]; used: number } {
  let prefixes = [''];
  let used = 0;
  for (const field of index.spec.fields) {
    const points = constraints.get(field.path)?.points;
    if (!points || prefixes.length * points.length > MAX_POINTS || !canUse(index, used, used)) break;
    const keys = [...new Set(points.map((point) => fieldKey(field, orderKey(point))))];
    prefixes = prefixes.flatMap((prefix) => keys.map((key) => prefix + key));
    used++;
  }
  return { prefixes, used };
}

/** Two array fields of one index may match through different elements, so only the first of them is used. */
function canUse(index: CollectionIndex, position: number, usedBefore: number): boolean {
  if (!index.arrayFields.has(position)) return true;
  return ![...index.arrayFields].some((other) => other < usedBefore);
}

/** On an array field the two bounds may hold for different elements: only one of them may narrow. */
function rangesFor(prefix: string, field: KeyField, constraint: Constraint | undefined, isArray: boolean): KeyRange[] {
  // Without bounds everything below the equal fields qualifies.
  const whole = constraint?.tag ?? '';
  const from = constraint?.from ?? { key: whole, after: false };
  const to = (isArray && constraint?.from ? undefined : constraint?.to) ?? { key: whole, after: true };
  const beside = [...(constraint?.beside ?? [])].map((key): [Bound, Bound] => [
    { key, after: false },
    { key, after: true },
  ]);
  return [[from, to] as const, ...beside].map(([start, end]) => {
    const [first, last] = field.descending ? [invertBound(end), invertBound(start)] : [start, end];
    return { from: boundPosition(first, prefix), to: boundPosition(last, prefix) };
  });
}

function fieldKey(field: KeyField, key: string): string {
  return field.descending ? invertKey(key) : key;
}

/** Whether the fields after the given ones follow the sort, in the same or in the opposite direction throughout. */
function sortDirection(
  fields: readonly KeyField[],
  given: number,
  sort: readonly KeyField[],
): 'forwards' | 'backwards' | undefined {
  if (sort.length === 0) return undefined;
  const fixed = new Set(fields.slice(0, given).map(({ path }) => path));
  const wanted = sort.filter(({ path }) => !fixed.has(path));
  const pairs = wanted.map((field, at) => ({ field, column: fields[given + at] }));
  if (!pairs.every(({ field, column }) => column?.path === field.path)) return undefined;
  const turned = pairs.map(({ field, column }) => field.descending !== column?.descending);
  if (turned.every((value) => !value)) return 'forwards';
  return turned.every(Boolean) ? 'backwards' : undefined;
}
