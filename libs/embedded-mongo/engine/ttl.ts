import type { Value } from '../bson/value.js';
import type { IndexSpec } from '../index/index-spec.js';
import type { Collection } from './collection.js';
import type { Engine } from './engine.js';
import { select } from './select.js';

/** Removes what TTL indexes say has expired; only dates expire. */
export function sweepExpired(engine: Engine, now: number): void {
  for (const collection of engine.allCollections()) {
    for (const { spec } of collection.indexes.values()) {
      if (spec.expireAfterSeconds !== undefined) sweepIndex(collection, spec, now - spec.expireAfterSeconds * 1000);
    }
  }
}

function sweepIndex(collection: Collection, spec: IndexSpec, before: number): void {
  const [field] = spec.fields;
  if (!field) return;
  const expired = new Map<string, Value>([[field.path, new Map<string, Value>([['$lte', new Date(before)]])]]);
  const { partialFilterExpression: partial } = spec;
  // With its own conditions a partial index is one that the filter can use.
  const filter = partial ? new Map<string, Value>([...partial, ['$and', [partial, expired]]]) : expired;
  for (const stored of select(collection, { filter }).documents) collection.remove(stored);
}
