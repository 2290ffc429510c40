import { Int32 } from 'bson';
import type { Change } from '../storage/change.js';
import { Journal } from '../storage/journal.js';
import { bytes, doc } from '../testing/bson.js';
import type { Collection } from './collection.js';
import { Engine } from './engine.js';

const MEBIBYTE = 1024 * 1024;
const TEXT = 'x'.repeat(300);

/** An engine without a log, and one collection with this many documents. */
function filled(count: number): { engine: Engine; collection: Collection } {
  const engine = new Engine(new Journal(undefined, () => undefined));
  const collection = engine.ensureCollection('d.c');
  for (let n = 0; n < count; n++) collection.insert(bytes({ _id: n, n: 0, text: TEXT }));
  engine.journal.commit();
  return { engine, collection };
}

/** Rewrites every tenth document, again and again, as carts and counters do; the others lie between them. */
function churn({ engine, collection }: ReturnType<typeof filled>, rounds: number): void {
  const often = [...collection.documents].filter((_, at) => at % 10 === 0);
  for (let round = 1; round <= rounds; round++) {
    for (const stored of often) collection.replace(stored, stored.decode().set('n', new Int32(round)));
    engine.journal.commit();
  }
}

/** The memory that the documents keep alive: all of each piece that at least one of them lies in. */
function heldBytes({ documents }: Collection): number {
  const pieces = new Set([...documents].map(({ raw }) => raw.buffer));
  return [...pieces].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

const contents = ({ documents }: Collection): string[] => [...documents].map(({ raw }) => raw.toString('hex'));

describe('the memory of documents', () => {
  it('is their size and little more once they are written', () => {
    const { collection } = filled(5000);
    expect(heldBytes(collection)).toBeLessThan(collection.bytes * 1.1);
  });

  it('comes back after documents were rewritten many times, and no content changes', () => {
    const store = filled(5000);
    churn(store, 40);
    const { engine, collection } = store;
    const [before, held] = [contents(collection), heldBytes(collection)];
    engine.compactIfDue();
    expect(heldBytes(collection)).toBeLessThan(Math.min(held, collection.bytes * 1.1));
    expect(contents(collection)).toEqual(before);
  });

  it('is left alone while little of it is dead', () => {
    const store = filled(5000);
    churn(store, 2);
    const first = [...store.collection.documents][1]?.raw.buffer;
    store.engine.compactIfDue();
    expect([...store.collection.documents][1]?.raw.buffer).toBe(first);
  });

  it('holds a large document in a piece of its own, which goes when it is replaced', () => {
    const store = filled(1);
    const [stored] = store.collection.documents;
    store.collection.replace(stored!, doc({ _id: 0, text: 'x'.repeat(MEBIBYTE) }));
    expect(heldBytes(store.collection)).toBe(store.collection.bytes);
  });

  it('no longer holds the log that it was read from: the documents are copies', () => {
    const log = bytes({ _id: 1, text: TEXT });
    const changes: Change[] = [{ kind: 'put', namespace: 'd.c', bytes: log }];
    const opened = new Engine(new Journal(undefined, () => undefined), changes).collection('d.c');
    const [stored] = opened!.documents;
    expect(stored!.raw).toEqual(log);
    expect(stored!.raw.buffer).not.toBe(log.buffer);
  });

  it('is that of the living when the log holds many states of each', () => {
    const states = Array.from({ length: 20_000 }, (_, n) => bytes({ _id: n % 500, n, text: TEXT }));
    const changes = states.map((state): Change => ({ kind: 'put', namespace: 'd.c', bytes: state }));
    const opened = new Engine(new Journal(undefined, () => undefined), changes).collection('d.c')!;
    expect(contents(opened)).toEqual(states.slice(-500).map((state) => state.toString('hex')));
    expect(opened.bytes).toBe(states.slice(-500).reduce((sum, { length }) => sum + length, 0));
    expect(heldBytes(opened)).toBeLessThan(opened.bytes * 1.5);
  });

  it('of a write that is taken back holds the old content again', () => {
    const { engine, collection } = filled(3);
    const before = contents(collection);
    const [stored] = collection.documents;
    collection.replace(stored!, doc({ _id: 0, n: 9 }));
    collection.insert(bytes({ _id: 99 }));
    engine.journal.rollBack();
    expect(contents(collection)).toEqual(before);
  });
});
