import { orderKey } from '../bson/order-key.js';
import { typeName, type Doc, type Value } from '../bson/value.js';
import { CommandError } from '../errors.js';
import { CollectionIndex } from '../index/collection-index.js';
import { ID_INDEX, indexDocument, type IndexSpec } from '../index/index-spec.js';
import type { ChangeSink } from '../storage/change.js';
import { StoredDocument } from './stored-document.js';

/** One collection: its documents in insertion order and its indexes. Every change goes to the sink. */
export class Collection {
  readonly documents = new Set<StoredDocument>();
  readonly indexes = new Map<string, CollectionIndex>([[ID_INDEX.name, new CollectionIndex(ID_INDEX)]]);

  constructor(
    readonly namespace: string,
    private readonly changes: ChangeSink,
  ) {}

  /** Size of all documents; compaction compares it with the log. */
  bytes = 0;

  /** Inserts a document that has its `_id` as the first field. */
  insert(doc: Doc): void {
    checkId(doc.get('_id'));
    const stored = StoredDocument.fromDoc(doc);
    this.admit(stored);
    this.changes.push({ kind: 'put', namespace: this.namespace, bytes: stored.raw });
  }

  /** Takes in a document: checks all unique indexes before it touches any. */
  admit(stored: StoredDocument): void {
    const keys = this.checkedKeys(stored.doc, undefined);
    for (const [index, own] of keys) index.add(own, stored);
    this.documents.add(stored);
    this.bytes += stored.raw.length;
  }

  /** Replaces a document's content; answers false when nothing changed. */
  replace(stored: StoredDocument, doc: Doc): boolean {
    const id = stored.doc.get('_id');
    const nextId = doc.get('_id');
    if (id === undefined || nextId === undefined || orderKey(id) !== orderKey(nextId)) {
      throw new CommandError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
    }
    const next = StoredDocument.fromDoc(doc);
    if (next.raw.equals(stored.raw)) return false;
    const after = this.checkedKeys(next.doc, stored);
    for (const [index, keys] of after) reindex(index, index.keysOf(stored.doc), keys, stored);
    this.bytes += next.raw.length - stored.raw.length;
    stored.become(next);
    this.changes.push({ kind: 'put', namespace: this.namespace, bytes: next.raw });
    return true;
  }

  remove(stored: StoredDocument): void {
    for (const index of this.indexes.values()) index.remove(index.keysOf(stored.doc), stored);
    this.documents.delete(stored);
    this.bytes -= stored.raw.length;
    this.changes.push({ kind: 'delete', namespace: this.namespace, id: stored.doc.get('_id') ?? null });
  }

  /** Builds an index over what is there; a duplicate leaves the collection as it was. */
  addIndex(spec: IndexSpec): void {
    this.buildIndex(spec);
    this.changes.push({ kind: 'create-index', namespace: this.namespace, spec: indexDocument(spec) });
  }

  buildIndex(spec: IndexSpec): void {
    const index = new CollectionIndex(spec);
    for (const stored of this.documents) {
      const keys = index.keysOf(stored.doc);
      index.checkUnique(keys, stored.doc, undefined, this.namespace);
      index.add(keys, stored);
    }
    this.indexes.set(spec.name, index);
  }

  dropIndex(name: string): void {
    this.indexes.delete(name);
    this.changes.push({ kind: 'drop-index', namespace: this.namespace, name });
  }

  /** The indexes besides `_id_`, as the log keeps them. */
  indexDocuments(): Doc[] {
    return [...this.indexes.values()].filter(({ spec }) => spec !== ID_INDEX).map(({ spec }) => indexDocument(spec));
  }

  private checkedKeys(doc: Doc, self: StoredDocument | undefined): [CollectionIndex, readonly string[]][] {
    const all: [CollectionIndex, readonly string[]][] = [];
    for (const index of this.indexes.values()) {
      const keys = index.keysOf(doc);
      index.checkUnique(keys, doc, self, this.namespace);
      all.push([index, keys]);
    }
    return all;
  }
}

function reindex(
  index: CollectionIndex,
  before: readonly string[],
  after: readonly string[],
  stored: StoredDocument,
): void {
  if (before.length === after.length && before.every((key, at) => key === after[at])) return;
  index.remove(before, stored);
  index.add(after, stored);
}

function checkId(id: Value | undefined): void {
  const type = id === undefined ? 'missing' : typeName(id);
  if (type === 'array' || type === 'regex' || type === 'missing') {
    throw new CommandError(53, `The '_id' value cannot be of type ${type}`);
  }
}
