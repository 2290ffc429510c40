import { encodeDocument } from '../bson/encode.js';
import { orderKey } from '../bson/order-key.js';
import { isDoc, typeName, type Doc, type Fields, type Value } from '../bson/value.js';
import { CommandError } from '../errors.js';
import { CollectionIndex } from '../index/collection-index.js';
import { ID_INDEX, indexDocument, type IndexSpec } from '../index/index-spec.js';
import type { ChangeSink } from '../storage/change.js';
import { Arena } from './arena.js';
import { Scans } from './scans.js';
import { StoredDocument } from './stored-document.js';

const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** One collection: its indexes, of which the one by `_id` holds all documents. Every change goes to the sink. */
export class Collection {
  private readonly byId = new CollectionIndex(ID_INDEX);
  readonly indexes = new Map<string, CollectionIndex>([[ID_INDEX.name, this.byId]]);

  constructor(
    readonly namespace: string,
    private readonly changes: ChangeSink,
    /** Told of reads that no index helped. */
    readonly scans = new Scans(),
    private readonly arena = new Arena(),
  ) {}

  /** Size of all documents; compaction compares it with the log. */
  bytes = 0;

  /** All of them, in insertion order: an `_id` never changes, so its key stays where it came. */
  get documents(): Iterable<StoredDocument> {
    return this.byId.all();
  }

  /** Inserts a copy of a document that has its `_id` as the first field. */
  insert(bytes: Buffer): StoredDocument {
    checkSize(bytes);
    const stored = StoredDocument.fromBytes(bytes, this.arena);
    checkId(stored.get('_id'));
    this.admit(stored);
    this.changes.push({ kind: 'put', namespace: this.namespace, bytes: stored.raw }, () => this.release(stored));
    return stored;
  }

  /** Takes a copy of a document as the log kept it, in the place of its older state. */
  restore(bytes: Buffer): void {
    const next = StoredDocument.fromBytes(bytes, this.arena);
    const keys = this.byId.keysOf(next);
    const [known] = this.byId.lookup(keys);
    this.bytes += next.size - (known?.size ?? 0);
    if (known) known.become(next);
    else this.byId.add(keys, next);
  }

  /** Does without a document, as the log tells. */
  forget(id: Value): void {
    for (const stored of this.byId.lookup([orderKey(id)])) this.release(stored);
  }

  /** Checks all unique indexes before it touches any. */
  private admit(stored: StoredDocument): void {
    const keys = this.checkedKeys(stored, undefined);
    for (const [index, own] of keys) index.add(own, stored);
    this.bytes += stored.size;
  }

  /** Replaces a document's content; answers false when nothing changed. */
  replace(stored: StoredDocument, doc: Doc): boolean {
    const id = stored.get('_id');
    const nextId = doc.get('_id');
    if (id === undefined || nextId === undefined || orderKey(id) !== orderKey(nextId)) {
      throw new CommandError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
    }
    const bytes = encodeDocument(doc);
    checkSize(bytes);
    const next = StoredDocument.fromBytes(bytes, this.arena);
    if (next.raw.equals(stored.raw)) return false;
    const after = this.checkedKeys(doc, stored);
    const before = stored.copy();
    this.put(stored, next, after);
    const undo = (): void => this.put(stored, before, this.checkedKeys(before, stored));
    this.changes.push({ kind: 'put', namespace: this.namespace, bytes: next.raw }, undo);
    return true;
  }

  remove(stored: StoredDocument): void {
    this.release(stored);
    const id = stored.get('_id') ?? null;
    this.changes.push({ kind: 'delete', namespace: this.namespace, id }, () => this.admit(stored));
  }

  /** Builds indexes over what is there, all or none; a duplicate leaves the collection as it was. `_id_` is there. */
  addIndexes(specs: readonly IndexSpec[]): void {
    const built = specs.filter(({ name }) => name !== ID_INDEX.name).map((spec) => this.built(spec));
    for (const index of built) this.addIndex(index);
  }

  private addIndex(index: CollectionIndex): void {
    const { spec } = index;
    this.indexes.set(spec.name, index);
    const change = { kind: 'create-index', namespace: this.namespace, spec: indexDocument(spec) } as const;
    this.changes.push(change, () => this.indexes.delete(spec.name));
  }

  buildIndex(spec: IndexSpec): void {
    if (spec.name !== ID_INDEX.name) this.indexes.set(spec.name, this.built(spec));
  }

  private built(spec: IndexSpec): CollectionIndex {
    const index = new CollectionIndex(spec);
    for (const stored of this.documents) {
      const keys = index.keysOf(stored);
      index.checkUnique(keys, stored, undefined, this.namespace);
      index.add(keys, stored);
    }
    return index;
  }

  dropIndex(name: string): void {
    const dropped = this.indexes.get(name);
    if (!dropped) return;
    this.indexes.delete(name);
    this.changes.push({ kind: 'drop-index', namespace: this.namespace, name }, () => this.buildIndex(dropped.spec));
  }

  /** The indexes besides `_id_`, as the log keeps them. */
  indexDocuments(): Doc[] {
    return [...this.indexes.values()].filter(({ spec }) => spec !== ID_INDEX).map(({ spec }) => indexDocument(spec));
  }

  private put(stored: StoredDocument, next: StoredDocument, keys: [CollectionIndex, readonly string[]][]): void {
    for (const [index, after] of keys) reindex(index, index.keysOf(stored), after, stored);
    this.bytes += next.size - stored.size;
    stored.become(next);
  }

  private release(stored: StoredDocument): void {
    for (const index of this.indexes.values()) index.remove(index.keysOf(stored), stored);
    this.bytes -= stored.size;
  }

  private checkedKeys(doc: Fields, self: StoredDocument | undefined): [CollectionIndex, readonly string[]][] {
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

function checkSize({ length }: Buffer): void {
  if (length <= MAX_DOCUMENT_BYTES) return;
  throw new CommandError(10334, `BSONObj size: ${length} is invalid. Size must be at most ${MAX_DOCUMENT_BYTES}`);
}

function checkId(id: Value | undefined): void {
  const type = id === undefined ? 'missing' : typeName(id);
  if (type === 'array' || type === 'regex' || type === 'missing') {
    throw new CommandError(53, `The '_id' value cannot be of type ${type}`);
  }
  if (isDoc(id)) refuseDollarNames(id);
}

function refuseDollarNames(id: Doc): void {
  for (const [name, value] of id) {
    if (name.startsWith('$')) throw new CommandError(52, `_id fields may not contain '$'-prefixed fields: ${name}`);
    if (isDoc(value)) refuseDollarNames(value);
  }
}
