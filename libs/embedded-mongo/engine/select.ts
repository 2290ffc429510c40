import { toInteger } from '../bson/numbers.js';
import { equalValues } from '../bson/order-key.js';
import { isDoc, type Doc, type Value } from '../bson/value.js';
import { CommandError, unsupported } from '../errors.js';
import type { CollectionIndex } from '../index/collection-index.js';
import type { KeyField } from '../index/document-keys.js';
import { choosePlan, type Plan } from '../index/planner.js';
import { compileFilter, type Predicate } from '../query/match.js';
import { sortBy } from '../query/sort.js';
import type { Collection } from './collection.js';
import type { StoredDocument } from './stored-document.js';

/** What to look for. `limit` 0 means no limit. */
export interface Query {
  readonly filter: Doc;
  readonly sort?: readonly KeyField[];
  readonly skip?: number;
  readonly limit?: number;
  readonly hint?: Value | undefined;
}

/** What was found, and how: `explain` shows the rest. */
interface Selection {
  readonly documents: readonly StoredDocument[];
  readonly plan: Plan | undefined;
  readonly examined: number;
  /** The compiled filter, for an update that wants to know which array elements matched. */
  readonly matches: Predicate;
}

/** The one way to read documents: plan, check the whole filter on each candidate, sort, skip, limit. */
export function select(collection: Collection | undefined, query: Query): Selection {
  const matches = compileFilter(query.filter);
  const sort = query.sort ?? [];
  if (!collection) return { documents: [], plan: undefined, examined: 0, matches };
  const plan = choosePlan(usableIndexes(collection, query.hint), query.filter, sort);
  const sortsAfterwards = sort.length > 0 && plan?.sorted !== true;
  const skip = query.skip ?? 0;
  const end = query.limit ? skip + query.limit : Infinity;
  const found: StoredDocument[] = [];
  let examined = 0;
  for (const stored of candidates(collection, plan)) {
    if (!sortsAfterwards && found.length >= end) break;
    examined++;
    if (matches(stored)) found.push(stored);
  }
  if (!plan) collection.scans.note(collection.namespace, query.filter, examined);
  const ordered = sortsAfterwards ? sortBy(found, sort, (stored) => stored) : found;
  return { documents: skip > 0 || end < ordered.length ? ordered.slice(skip, end) : ordered, plan, examined, matches };
}

function* candidates(collection: Collection, plan: Plan | undefined): Generator<StoredDocument> {
  if (!plan) {
    yield* collection.documents;
    return;
  }
  const found = plan.keys ? plan.index.lookup(plan.keys) : plan.index.scan(plan.ranges ?? [], plan.backwards);
  if (!plan.repeats) {
    yield* found;
    return;
  }
  const seen = new Set<StoredDocument>();
  for (const stored of found) {
    if (!seen.has(stored)) yield stored;
    seen.add(stored);
  }
}

/** A hint must name an index; it restricts the choice and never changes the result. */
function usableIndexes(collection: Collection, hint: Value | undefined): Iterable<CollectionIndex> {
  if (hint === undefined) return collection.indexes.values();
  if (isDoc(hint) && hint.size === 1 && hint.has('$natural')) {
    if (toInteger(hint.get('$natural')) !== 1) throw unsupported('a hint to $natural other than 1');
    return [];
  }
  if (isDoc(hint) && hint.size === 0) return collection.indexes.values();
  const [index, ...others] = [...collection.indexes.values()].filter(
    ({ spec }) => spec.name === hint || (isDoc(hint) && equalValues(spec.key, hint)),
  );
  if (others.length > 0) throw new CommandError(27, 'Hint matched multiple indexes, must hint by index name.');
  if (!index) throw new CommandError(2, 'hint provided does not correspond to an existing index');
  if (index.spec.sparse || index.spec.partialFilterExpression) throw unsupported('a hint to a sparse or partial index');
  return [index];
}
