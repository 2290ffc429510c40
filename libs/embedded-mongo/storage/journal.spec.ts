import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Long } from 'bson';
import { bytes, doc } from '../testing/bson.js';
import type { Change } from './change.js';
import { Journal } from './journal.js';
import { LogFile } from './log-file.js';
import { decodePayload, encodeRecord, RECORD_HEADER } from './record.js';

const MEBIBYTE = 1024 * 1024;

let folder: string;
let log: LogFile;
let journal: Journal;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'embedded-mongo-journal-'));
  log = LogFile.open(join(folder, 'log'));
  said = [];
  journal = new Journal(log, (line) => said.push(line));
});
afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true, force: true });
});

function put(id: number, size = 0): Change {
  return { kind: 'put', namespace: 'd.c', bytes: bytes({ _id: id, text: 'x'.repeat(size) }) };
}

/** Writes this many mebibytes. */
function grow(mebibytes: number): void {
  for (let n = 0; n < mebibytes; n++) {
    journal.push(put(n, MEBIBYTE), () => undefined);
    journal.commit();
  }
}

/** Lets a compaction that was begun end. */
async function settled(): Promise<void> {
  while (log.isCompacting) await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

function snapshotOf(count: number): () => Change[] {
  return jest.fn(() => Array.from({ length: count }, (_, id) => put(id)));
}

describe('the log is compacted', () => {
  it('above 4 MiB and above four times what is alive, not before', async () => {
    const snapshot = snapshotOf(1);
    grow(3);
    journal.compactIfDue(0, snapshot);
    expect(snapshot).not.toHaveBeenCalled();
    grow(5);
    journal.compactIfDue(2.1 * MEBIBYTE, snapshot);
    expect(snapshot).not.toHaveBeenCalled();
    journal.compactIfDue(1.9 * MEBIBYTE, snapshot);
    expect(snapshot).toHaveBeenCalledTimes(1);
    await settled();
    expect(log.size).toBeLessThan(MEBIBYTE);
  });

  it('once at a time', async () => {
    const snapshot = snapshotOf(1);
    grow(5);
    journal.compactIfDue(0, snapshot);
    journal.compactIfDue(0, snapshot);
    expect(snapshot).toHaveBeenCalledTimes(1);
    await settled();
  });

  it('not on a disk that failed: until the server is started again it is only read', async () => {
    const fs = jest.requireActual<typeof import('node:fs')>('node:fs');
    const snapshot = snapshotOf(1);
    grow(5);
    const sync = jest.spyOn(fs, 'fdatasync').mockImplementationOnce((_fd, done) => done(new Error('EIO')));
    await expect(journal.synced()).rejects.toThrow('EIO');
    sync.mockRestore();
    journal.compactIfDue(0, snapshot);
    expect(snapshot).not.toHaveBeenCalled();
  });

  it('into records of 500 changes, each change once', async () => {
    grow(5);
    journal.compactIfDue(0, snapshotOf(1201));
    await settled();
    await journal.close();
    log = LogFile.open(join(folder, 'log'));
    journal = new Journal(log, () => undefined);
    const records = [...log.replay(() => undefined)].map((payload) => decodePayload(Buffer.from(payload)));
    expect(records.map(({ length }) => length)).toEqual([500, 500, 201]);
    expect(records.flat()).toEqual(Array.from({ length: 1201 }, (_, id) => put(id)));
  });

  it('after a failure only when it has grown by another 4 MiB, and after a success above 4 MiB again; the failure is told', async () => {
    const failing = jest.fn((): Change[] => {
      throw new Error('no room');
    });
    function* late(): Generator<Change> {
      yield* failing();
    }
    grow(5);
    journal.compactIfDue(0, late);
    await settled();
    expect(said).toEqual([expect.stringContaining('cannot compact its log (no room)')]);
    grow(3);
    journal.compactIfDue(0, late);
    expect(failing).toHaveBeenCalledTimes(1);
    grow(1);
    const snapshot = snapshotOf(1);
    journal.compactIfDue(0, snapshot);
    await settled();
    expect(snapshot).toHaveBeenCalledTimes(1);
    grow(5);
    journal.compactIfDue(0, snapshot);
    await settled();
    expect(snapshot).toHaveBeenCalledTimes(2);
  });
});

describe('a record', () => {
  const session = { session: 'ab', transaction: 2n ** 40n, reply: bytes({ ok: 1, n: 7 }), at: 1_700_000_000_000 };

  it('gives back every kind of change as it was, in order', () => {
    const changes: Change[] = [
      { kind: 'create', namespace: 'd.a' },
      { kind: 'create-index', namespace: 'd.a', spec: doc({ key: { k: -1 }, name: 'k', unique: true }) },
      { kind: 'put', namespace: 'd.a', bytes: bytes({ _id: 1 }) },
      { kind: 'put', namespace: 'd.b', bytes: bytes({ _id: 1, text: 'long enough' }) },
      { kind: 'delete', namespace: 'd.a', id: Long.fromNumber(5) },
      { kind: 'put', namespace: 'd.a', bytes: bytes({ _id: 2 }) },
      { kind: 'drop-index', namespace: 'd.a', name: 'k' },
      { kind: 'drop', namespace: 'd.a' },
      { kind: 'session', session },
    ];
    expect(decodePayload(encodeRecord(changes).subarray(RECORD_HEADER))).toEqual(changes);
  });

  it('of a later version is refused, not read as something else', () => {
    const payload = bytes({ changes: [{ kind: 'rename', ns: 'd.a' }] });
    expect(() => decodePayload(payload)).toThrow(/does not know: rename/);
  });
});
