import type { Doc } from '../bson/value.js';
import { parseIndexSpec } from '../index/index-spec.js';
import type { Change } from '../storage/change.js';
import type { Collection } from './collection.js';
import type { SessionWrite } from './sessions.js';

/** What a log amounts to. */
interface Replayed {
  readonly collections: Map<string, Collection>;
  readonly sessions: Map<string, SessionWrite>;
}

/** Plays the changes of a log into collections that `make` makes; indexes are built once all documents are there. */
export function replay(changes: Iterable<Change>, make: (namespace: string) => Collection): Replayed {
  const replayed: Replayed = { collections: new Map(), sessions: new Map() };
  const indexes = new Map<string, Map<string, Doc>>();
  for (const change of changes) apply(change, replayed, indexes, make);
  for (const [namespace, collection] of replayed.collections) {
    for (const spec of indexes.get(namespace)?.values() ?? []) collection.buildIndex(parseIndexSpec(spec));
  }
  return replayed;
}

function apply(
  change: Change,
  { collections, sessions }: Replayed,
  indexes: Map<string, Map<string, Doc>>,
  make: (namespace: string) => Collection,
): void {
  if (change.kind === 'session') {
    sessions.set(change.session.session, change.session);
    return;
  }
  const { namespace } = change;
  if (change.kind === 'drop') {
    collections.delete(namespace);
    indexes.delete(namespace);
    return;
  }
  const collection = entry(collections, namespace, () => make(namespace));
  if (change.kind === 'put') collection.restore(change.bytes);
  if (change.kind === 'delete') collection.forget(change.id);
  if (change.kind === 'create-index') {
    entry(indexes, namespace, () => new Map<string, Doc>()).set(parseIndexSpec(change.spec).name, change.spec);
  }
  if (change.kind === 'drop-index') indexes.get(namespace)?.delete(change.name);
}

function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
