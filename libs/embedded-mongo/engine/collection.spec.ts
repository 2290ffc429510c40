import { BSONRegExp, type Document } from 'bson';
import { parseIndexSpec } from '../index/index-spec.js';
import type { Change } from '../storage/change.js';
import { Journal } from '../storage/journal.js';
import { bytes, doc, plain } from '../testing/bson.js';
import { Collection } from './collection.js';
import type { StoredDocument } from './stored-document.js';

const MAX_BYTES = 16 * 1024 * 1024;

let journal: Journal;
let changes: Change[];
let collection: Collection;

beforeEach(() => {
  journal = new Journal(undefined, () => undefined);
  changes = [];
  const push = (change: Change, undo: () => void): void => {
    changes.push(change);
    journal.push(change, undo);
  };
  collection = new Collection('d.c', { push });
});

function insert(document: Document): StoredDocument {
  return collection.insert(bytes(document));
}

function addIndex(spec: Document): void {
  collection.addIndexes([parseIndexSpec(doc(spec))]);
}

/** A document of exactly this size. */
function sized(length: number): Document {
  const without = bytes({ _id: 1, text: '' }).length;
  return { _id: 1, text: 'x'.repeat(length - without) };
}

const all = (): unknown[] => [...collection.documents].map((stored) => plain(stored.decode()));
const sizes = (): number => [...collection.documents].reduce((sum, { raw }) => sum + raw.length, 0);

describe('a collection', () => {
  it('takes a document of 16 MiB and none that is a byte longer, neither a new nor a changed one', () => {
    expect(() => insert(sized(MAX_BYTES + 1))).toThrow(expect.objectContaining({ code: 10334 }));
    const stored = insert(sized(MAX_BYTES));
    expect(() => collection.replace(stored, doc(sized(MAX_BYTES + 1)))).toThrow(
      expect.objectContaining({ code: 10334 }),
    );
    expect(stored.size).toBe(MAX_BYTES);
    expect(changes).toHaveLength(1);
  });

  it.each<[string, Document, number]>([
    ['an array', { _id: [1] }, 53],
    ['a regular expression', { _id: new BSONRegExp('a') }, 53],
    ['nothing', { a: 1 }, 53],
    ['a document with an operator', { _id: { $a: 1 } }, 52],
    ['a document with an operator inside', { _id: { a: { $b: 1 } } }, 52],
  ])('takes no _id that is %s', (_title, document, code) => {
    expect(() => insert(document)).toThrow(expect.objectContaining({ code }));
    expect(all()).toEqual([]);
  });

  it('does not let an _id change, and takes the same content for no change', () => {
    const stored = insert({ _id: 1, a: 1 });
    expect(() => collection.replace(stored, doc({ _id: 2, a: 1 }))).toThrow(expect.objectContaining({ code: 66 }));
    expect(collection.replace(stored, doc({ _id: 1, a: 1 }))).toBe(false);
    expect(changes).toHaveLength(1);
    expect(collection.replace(stored, doc({ _id: 1, a: 2 }))).toBe(true);
    expect(changes).toHaveLength(2);
  });

  it('knows its size, through writes, what is taken back, and what a log tells', () => {
    const first = insert({ _id: 1, text: 'x'.repeat(50) });
    insert({ _id: 2 });
    journal.commit();
    collection.replace(first, doc({ _id: 1 }));
    expect(collection.bytes).toBe(sizes());
    collection.remove(first);
    expect(collection.bytes).toBe(sizes());
    journal.rollBack();
    expect(collection.bytes).toBe(sizes());
    collection.restore(bytes({ _id: 3, a: 1 }));
    collection.restore(bytes({ _id: 3, a: 'longer' }));
    collection.forget(doc({ _id: 1 }).get('_id') ?? null);
    expect(collection.bytes).toBe(sizes());
    expect(all()).toEqual([{ _id: 2 }, { _id: 3, a: 'longer' }]);
  });

  it('builds several indexes all or none', () => {
    insert({ _id: 1, a: 1, b: 1 });
    insert({ _id: 2, a: 2, b: 1 });
    journal.commit();
    const specs = [
      { key: { a: 1 }, name: 'a' },
      { key: { b: 1 }, name: 'b', unique: true },
    ];
    expect(() => collection.addIndexes(specs.map((spec) => parseIndexSpec(doc(spec))))).toThrow(
      expect.objectContaining({ code: 11000 }),
    );
    expect([...collection.indexes.keys()]).toEqual(['_id_']);
  });

  it('has every index as it was after a command is taken back: made, dropped, and over what was written', () => {
    addIndex({ key: { a: 1 }, name: 'a', unique: true });
    const first = insert({ _id: 1, a: 1 });
    insert({ _id: 2, a: 2 });
    journal.commit();
    addIndex({ key: { b: 1 }, name: 'b' });
    collection.replace(first, doc({ _id: 1, a: 7 }));
    insert({ _id: 3, a: 1 });
    collection.remove(first);
    collection.dropIndex('a');
    insert({ _id: 4, a: 2 });
    journal.rollBack();
    expect([...collection.indexes.keys()]).toEqual(['_id_', 'a']);
    expect(() => insert({ _id: 5, a: 1 })).toThrow(expect.objectContaining({ code: 11000 }));
    expect(() => insert({ _id: 5, a: 2 })).toThrow(expect.objectContaining({ code: 11000 }));
    insert({ _id: 5, a: 7 });
    expect(new Set(all())).toEqual(
      new Set([
        { _id: 1, a: 1 },
        { _id: 2, a: 2 },
        { _id: 5, a: 7 },
      ]),
    );
  });
});
