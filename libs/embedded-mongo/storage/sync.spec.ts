import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordOf } from '../testing/log-record.js';
import type { Change } from './change.js';
import { Journal } from './journal.js';
import { LogFile } from './log-file.js';

const fs = jest.requireActual<typeof import('node:fs')>('node:fs');
const CHANGE: Change = { kind: 'create', namespace: 'd.c' };

let folder: string;
let log: LogFile;
/** The syncs under way: what the disk answers is up to the test. */
let syncs: ((error: Error | null) => void)[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'embedded-mongo-sync-'));
  log = LogFile.open(join(folder, 'log'));
  syncs = [];
  jest.spyOn(fs, 'fdatasync').mockImplementation((_fd, done) => void syncs.push(done));
});
afterEach(async () => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  await log.close().catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
});

/** Ends the oldest sync under way, and lets everybody hear of it. */
async function end(error: Error | null = null): Promise<void> {
  syncs.shift()?.(error);
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

/** Resolves to whether this has. */
function watched(promise: Promise<unknown>): { done: boolean } {
  const state = { done: false };
  promise.then(
    () => (state.done = true),
    () => (state.done = true),
  );
  return state;
}

describe('a sync', () => {
  it('that is asked for while one is under way is another one, which starts after it: the first may have missed a write', async () => {
    log.append(recordOf('first'));
    const first = watched(log.sync());
    log.append(recordOf('second'));
    const second = watched(log.sync());
    expect(syncs).toHaveLength(1);
    await end();
    expect([first.done, second.done, syncs.length]).toEqual([true, false, 1]);
    await end();
    expect([second.done, syncs.length]).toEqual([true, 0]);
  });

  it('is shared by all who wait for the next one', async () => {
    const first = watched(log.sync());
    const others = Array.from({ length: 5 }, () => watched(log.sync()));
    await end();
    expect([first.done, ...others.map(({ done }) => done)]).toEqual([true, ...Array<boolean>(5).fill(false)]);
    await end();
    expect(others.every(({ done }) => done)).toBe(true);
    expect(syncs).toHaveLength(0);
  });

  it('is a new one each time: after two in a row a third and a fourth are asked of the disk', async () => {
    for (let time = 0; time < 2; time++) {
      const [first, second] = [watched(log.sync()), watched(log.sync())];
      await end();
      expect(second.done).toBe(false);
      await end();
      expect([first.done, second.done]).toEqual([true, true]);
    }
  });

  it('fails for everybody who waited for it', async () => {
    const refused = Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });
    const first = log.sync();
    const second = log.sync();
    void end(refused);
    await expect(first).rejects.toThrow('EIO');
    await expect(second).rejects.toThrow('EIO');
  });

  it('comes before the log is closed', async () => {
    const closed = watched(log.close());
    await Promise.resolve();
    expect([closed.done, syncs.length]).toEqual([false, 1]);
    await end();
    expect(closed.done).toBe(true);
  });
});

describe('a journal', () => {
  let said: string[];
  let journal: Journal;
  beforeEach(() => {
    said = [];
    journal = new Journal(log, (line) => said.push(line));
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
  });

  function write(): void {
    journal.push(CHANGE, () => undefined);
    journal.commit();
  }

  it('has the disk synced 50 ms after a write that did not ask for it, once for all writes of that time, again and again', async () => {
    for (let round = 0; round < 2; round++) {
      write();
      jest.advanceTimersByTime(30);
      write();
      expect(syncs).toHaveLength(0);
      jest.advanceTimersByTime(20);
      expect(syncs).toHaveLength(1);
      await end();
      jest.advanceTimersByTime(200);
      expect(syncs).toHaveLength(0);
    }
  });

  it('says that the disk has it only when the disk has it', async () => {
    write();
    const synced = watched(journal.synced());
    await Promise.resolve();
    expect(synced.done).toBe(false);
    await end();
    expect(synced.done).toBe(true);
  });

  it('refuses every write after a sync failed, takes it back, and never says again that the disk has anything', async () => {
    write();
    jest.advanceTimersByTime(50);
    await end(Object.assign(new Error('ENOSPC: no space left on device, fdatasync'), { code: 'ENOSPC' }));
    expect(said).toEqual([expect.stringContaining('start it again; until then it only reads')]);
    const size = log.size;
    const undone = jest.fn();
    journal.push(CHANGE, undone);
    expect(() => journal.commit()).toThrow(expect.objectContaining({ code: 14031 }));
    expect(undone).toHaveBeenCalledTimes(1);
    expect(() => journal.commit()).not.toThrow();
    expect(log.size).toBe(size);
    const synced = journal.synced();
    void end();
    await expect(synced).rejects.toMatchObject({ code: 14031 });
    expect(said).toHaveLength(1);
  });

  it('asks nothing more of the disk once it is closed: the handle may by then be of another file', async () => {
    write();
    const closed = watched(journal.close());
    while (syncs.length === 0) await Promise.resolve();
    await end();
    expect(closed.done).toBe(true);
    jest.advanceTimersByTime(200);
    expect(syncs).toHaveLength(0);
  });

  it('takes back the changes of a command newest first, and nothing of that is a change of its own', () => {
    const order: number[] = [];
    for (const n of [1, 2, 3]) {
      journal.push(CHANGE, () => {
        order.push(n);
        journal.push(CHANGE, () => order.push(-n));
      });
    }
    journal.rollBack();
    journal.commit();
    expect(order).toEqual([3, 2, 1]);
    expect(log.size).toBe(12);
  });
});
