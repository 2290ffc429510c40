import { show } from '../bson/show.js';
import type { Doc, Fields } from '../bson/value.js';
import { CommandError } from '../errors.js';
import type { Reply } from '../bson/reply.js';
import { compileFilter, type Predicate } from '../query/match.js';
import type { StoredDocument } from '../engine/stored-document.js';
import { documentKeys, valuesOfKey } from './document-keys.js';
import type { IndexSpec } from './index-spec.js';
import { SortedKeys, type KeyRange } from './sorted-keys.js';

/** One index: a hash from key to documents, and the keys in order as soon as a range or sort asks for them. */
export class CollectionIndex {
  /** Positions of fields that ever held an array; bounds on them are not combined. */
  readonly arrayFields = new Set<number>();
  private readonly entries = new Map<string, StoredDocument | Set<StoredDocument>>();
  private readonly covers: Predicate | undefined;
  private sorted: SortedKeys | undefined;

  constructor(readonly spec: IndexSpec) {
    this.covers = spec.partialFilterExpression && compileFilter(spec.partialFilterExpression);
  }

  /** The keys of a document here: none when the index is sparse or partial and leaves it out. */
  keysOf(doc: Fields): readonly string[] {
    if (this.covers && !this.covers(doc)) return [];
    const { keys, arrays } = documentKeys(doc, this.spec.fields, this.spec.sparse);
    for (const position of arrays) this.arrayFields.add(position);
    return keys;
  }

  /** E11000 when another document holds one of the keys of a unique index. */
  checkUnique(keys: readonly string[], doc: Fields, self: StoredDocument | undefined, namespace: string): void {
    if (!this.spec.unique) return;
    for (const key of keys) {
      const holder = this.entries.get(key);
      if (holder !== undefined && holder !== self) throw duplicateKey(namespace, this.spec, doc, key);
    }
  }

  add(keys: readonly string[], stored: StoredDocument): void {
    for (const key of keys) {
      const holder = this.entries.get(key);
      if (holder === undefined) {
        this.entries.set(key, stored);
        this.sorted?.add(key);
      } else if (holder instanceof Set) {
        holder.add(stored);
      } else {
        this.entries.set(key, new Set([holder, stored]));
      }
    }
  }

  remove(keys: readonly string[], stored: StoredDocument): void {
    for (const key of keys) {
      const holder = this.entries.get(key);
      if (holder instanceof Set && holder.size > 1) {
        holder.delete(stored);
      } else if (holder !== undefined) {
        this.entries.delete(key);
        this.sorted?.remove(key);
      }
    }
  }

  /** The documents of all keys, in the order in which the keys came. */
  *all(): Generator<StoredDocument> {
    for (const holder of this.entries.values()) {
      if (holder instanceof Set) yield* holder;
      else yield holder;
    }
  }

  /** Documents by exact key. */
  *lookup(keys: Iterable<string>): Generator<StoredDocument> {
    for (const key of keys) yield* this.holders(key);
  }

  /** Documents by key range, in key order or backwards. */
  *scan(ranges: readonly KeyRange[], backwards: boolean): Generator<StoredDocument> {
    this.sorted ??= new SortedKeys(this.entries.keys());
    for (const range of backwards ? ranges.toReversed() : ranges) {
      for (const key of this.sorted.range(range, backwards)) yield* this.holders(key);
    }
  }

  private holders(key: string): Iterable<StoredDocument> {
    const holder = this.entries.get(key);
    if (holder === undefined) return [];
    return holder instanceof Set ? holder : [holder];
  }
}

/** The error every client library recognises, with the index key and the values that collide. */
function duplicateKey(namespace: string, spec: IndexSpec, doc: Fields, key: string): CommandError {
  const keyValue: Doc = new Map();
  const values = valuesOfKey(doc, spec.fields, key);
  for (const [at, { path }] of spec.fields.entries()) keyValue.set(path, values[at] ?? null);
  const details: Reply = { keyPattern: spec.key, keyValue };
  return new CommandError(
    11000,
    `E11000 duplicate key error collection: ${namespace} index: ${spec.name} dup key: ${show(keyValue)}`,
    details,
  );
}
