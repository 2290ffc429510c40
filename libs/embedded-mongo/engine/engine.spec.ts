import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseIndexSpec } from '../index/index-spec.js';
import { openStorage } from '../storage/open-storage.js';
import { bytes, doc, plain } from '../testing/bson.js';
import { Engine } from './engine.js';
import { sweepExpired } from './ttl.js';

const NOW = Date.UTC(2026, 0, 1);

let folder: string;
let storage: ReturnType<typeof openStorage>;
let engine: Engine;

function open(): void {
  storage = openStorage(folder, () => undefined);
  engine = new Engine(storage.journal, storage.changes);
}

async function reopen(): Promise<void> {
  await storage.close();
  open();
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'embedded-mongo-engine-'));
  open();
});
afterEach(async () => {
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The contents of a collection. */
function contents(namespace: string): unknown[] {
  return [...(engine.collection(namespace)?.documents ?? [])].map((stored) => plain(stored.decode()));
}

/** Writes what is soon dead until the log is due, and lets it be compacted. */
async function compacted(): Promise<void> {
  const waste = engine.ensureCollection('d.waste');
  const stored = waste.insert(bytes({ _id: 1 }));
  for (let n = 0; n < 6; n++) {
    waste.replace(stored, doc({ _id: 1, text: `${n}`.repeat(1024 * 1024) }));
    engine.journal.commit();
  }
  engine.dropCollection('d.waste');
  engine.journal.commit();
  const rename = jest.spyOn(jest.requireActual<typeof import('node:fs')>('node:fs'), 'renameSync');
  engine.compactIfDue();
  while (rename.mock.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  rename.mockRestore();
}

describe('a compacted log', () => {
  it('has documents, indexes, empty collections and stored replies as they were', async () => {
    engine.ensureCollection('d.empty');
    const things = engine.ensureCollection('d.things');
    things.addIndexes([parseIndexSpec(doc({ key: { k: 1 }, name: 'k', unique: true }))]);
    things.addIndexes([parseIndexSpec(doc({ key: { gone: 1 }, name: 'gone' }))]);
    things.dropIndex('gone');
    for (let n = 0; n < 3; n++) things.insert(bytes({ _id: n, k: n }));
    const session = { session: 'ab', transaction: 7n, reply: bytes({ ok: 1 }), at: Date.now() };
    engine.remember(session);
    engine.journal.commit();
    await compacted();
    await reopen();
    expect([...engine.allCollections()].map(({ namespace }) => namespace)).toEqual(['d.empty', 'd.things']);
    expect(contents('d.things')).toEqual([0, 1, 2].map((n) => ({ _id: n, k: n })));
    expect([...(engine.collection('d.things')?.indexes.keys() ?? [])]).toEqual(['_id_', 'k']);
    expect(engine.sessions.replyTo('ab', 7n)).toEqual(session.reply);
    const again = engine.ensureCollection('d.things');
    again.insert(bytes({ _id: 3, k: 3 }));
    expect(() => again.insert(bytes({ _id: 4, k: 3 }))).toThrow(expect.objectContaining({ code: 11000 }));
    expect(contents('d.things')).toHaveLength(4);
  });
});

describe('an index that a log or a line of an import calls _id_', () => {
  it('is the one that is there: documents are found by it, before and after the folder is opened again', async () => {
    const things = engine.ensureCollection('d.things');
    things.addIndexes([parseIndexSpec(doc({ key: { _id: 1 }, name: '_id_' }))]);
    things.insert(bytes({ _id: 1 }));
    engine.journal.commit();
    expect(contents('d.things')).toEqual([{ _id: 1 }]);
    await reopen();
    engine.ensureCollection('d.things').insert(bytes({ _id: 2 }));
    expect(contents('d.things')).toEqual([{ _id: 1 }, { _id: 2 }]);
    const spec = doc({ key: { _id: 1 }, name: '_id_' });
    engine.journal.push({ kind: 'create-index', namespace: 'd.things', spec }, () => undefined);
    engine.journal.commit();
    await reopen();
    engine.ensureCollection('d.things').insert(bytes({ _id: 3 }));
    expect(contents('d.things')).toEqual([{ _id: 1 }, { _id: 2 }, { _id: 3 }]);
  });
});

describe('documents that expire', () => {
  const at = (minutes: number): Date => new Date(NOW - minutes * 60_000);

  it('go as many seconds after their date as the index says, and only those that a partial one covers', () => {
    const plainOne = engine.ensureCollection('d.plain');
    plainOne.addIndexes([parseIndexSpec(doc({ key: { at: 1 }, name: 'at', expireAfterSeconds: 600 }))]);
    for (const minutes of [9, 10, 11]) plainOne.insert(bytes({ _id: minutes, at: at(minutes) }));
    const partial = engine.ensureCollection('d.partial');
    const partialFilterExpression = { draft: true, at: { $exists: true } };
    const spec = { key: { at: 1 }, name: 'at', expireAfterSeconds: 600, partialFilterExpression };
    partial.addIndexes([parseIndexSpec(doc(spec))]);
    partial.insert(bytes({ _id: 'kept', at: at(20) }));
    partial.insert(bytes({ _id: 'draft', draft: true, at: at(20) }));
    partial.insert(bytes({ _id: 'young draft', draft: true, at: at(9) }));
    sweepExpired(engine, NOW);
    engine.journal.commit();
    expect(contents('d.plain')).toEqual([{ _id: 9, at: at(9) }]);
    expect((contents('d.partial') as { _id: string }[]).map(({ _id }) => _id)).toEqual(['kept', 'young draft']);
    // A sweep comes every second: it must not look at all documents.
    expect(engine.scans.total).toBe(0);
  });
});
