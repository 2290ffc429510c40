import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { recordOf } from '../testing/log-record.js';
import { LogFile } from './log-file.js';

const fs = jest.requireActual<typeof import('node:fs')>('node:fs');
let folder: string;
let log: LogFile;
/** What is open, by its handle: the name it was opened by. */
let open: Map<number, string>;
const path = (): string => join(folder, 'log');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'embedded-mongo-compaction-'));
  open = new Map();
  const { openSync, closeSync } = fs;
  jest.spyOn(fs, 'openSync').mockImplementation((file, flags) => {
    const fd = openSync(file, flags);
    open.set(fd, basename(String(file)));
    return fd;
  });
  jest.spyOn(fs, 'closeSync').mockImplementation((fd) => {
    open.delete(fd);
    closeSync(fd);
  });
  log = LogFile.open(path());
});
afterEach(async () => {
  jest.restoreAllMocks();
  await log.close().catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
});

/** Closes the log and answers what another one finds in the file. */
async function reopened(): Promise<string[]> {
  await log.close();
  log = LogFile.open(path());
  return [...log.replay(() => undefined)].map((payload) => payload.toString());
}

/** From now on no more than the files that are open. */
function refuseToOpen(): void {
  jest.spyOn(fs, 'openSync').mockImplementation(() => {
    throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
  });
}

describe('a log that is replaced', () => {
  it('has the fresh records, then what was added while they were written, then what came after', async () => {
    log.append(recordOf('older'));
    function* fresh(): Generator<Buffer> {
      yield recordOf('first');
      log.append(recordOf('meanwhile'));
      yield recordOf('second');
    }
    await log.replaceWith(fresh());
    log.append(recordOf('after'));
    expect(log.size).toBe(statSync(path()).size);
    expect(await reopened()).toEqual(['first', 'second', 'meanwhile', 'after']);
  });

  it('begins anew where a crash left a half-written one', async () => {
    writeFileSync(`${path()}.new`, Buffer.concat([recordOf('of a crash'), recordOf('torn').subarray(0, 5)]));
    await log.replaceWith([recordOf('fresh')]);
    expect(await reopened()).toEqual(['fresh']);
  });

  it('can be replaced again', async () => {
    for (const text of ['first', 'again']) {
      await log.replaceWith([recordOf(text)]);
      expect(log.isCompacting).toBe(false);
    }
    log.append(recordOf('after'));
    expect(await reopened()).toEqual(['again', 'after']);
  });

  it('lets everything else run between two records', async () => {
    let turns = 0;
    const seen: number[] = [];
    function* fresh(): Generator<Buffer> {
      for (let n = 0; n < 4; n++) {
        setImmediate(() => turns++);
        yield recordOf(`${n}`);
        seen.push(turns);
      }
    }
    await log.replaceWith(fresh());
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it('is on the disk before it has the name, with its largest part synced off the event loop; then the folder is', async () => {
    const calls: string[] = [];
    const nameOf = (fd: number): string => open.get(fd) ?? '';
    const { fdatasync, fsyncSync, renameSync, writeSync } = fs;
    jest.spyOn(fs, 'fdatasync').mockImplementation((fd, done) => {
      calls.push(`fdatasync ${nameOf(fd)}`);
      fdatasync(fd, done);
    });
    jest.spyOn(fs, 'fsyncSync').mockImplementation((fd) => {
      calls.push(`fsync ${nameOf(fd)}`);
      fsyncSync(fd);
    });
    jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      calls.push('rename');
      renameSync(from, to);
    });
    jest.spyOn(fs, 'writeSync').mockImplementation(((fd: number, bytes: Buffer, at: number) => {
      calls.push(`write ${nameOf(fd)}`);
      return writeSync(fd, bytes, at);
    }) as typeof fs.writeSync);
    function* fresh(): Generator<Buffer> {
      yield recordOf('first');
      log.append(recordOf('meanwhile'));
    }
    await log.replaceWith(fresh());
    expect(calls).toEqual([
      'write log.new',
      'write log.new',
      'write log',
      'fdatasync log.new',
      'write log.new',
      'fsync log.new',
      'rename',
      `fsync ${basename(folder)}`,
    ]);
  });

  it('leaves nothing open but itself', async () => {
    await log.replaceWith([recordOf('first')]);
    expect([...open.values()]).toEqual(['log.new']);
  });

  it('stays open until a sync of it that is under way has ended', async () => {
    let finish = (): void => undefined;
    jest.spyOn(fs, 'fdatasync').mockImplementationOnce((_fd, done) => {
      finish = (): void => done(null);
    });
    const synced = log.sync();
    const replaced = log.replaceWith([recordOf('first')]);
    while (existsSync(`${path()}.new`) || statSync(path()).size !== 12 + recordOf('first').length) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect([...open.values()]).toEqual(['log', 'log.new']);
    finish();
    await Promise.all([synced, replaced]);
    expect([...open.values()]).toEqual(['log.new']);
  });

  it('is where later writes go, even when this process may open no more files just then', async () => {
    function* fresh(): Generator<Buffer> {
      yield recordOf('first');
      refuseToOpen();
    }
    await log.replaceWith(fresh()).catch(() => undefined);
    jest.restoreAllMocks();
    log.append(recordOf('after'));
    expect(await reopened()).toContain('after');
  });

  it('is closed only after it was replaced, when that is all but done', async () => {
    const sync = fs.fdatasync;
    let finish = (): void => undefined;
    jest.spyOn(fs, 'fdatasync').mockImplementationOnce((fd, done) => {
      finish = (): void => sync(fd, done);
    });
    let asked = false;
    function* fresh(): Generator<Buffer> {
      yield recordOf('first');
      asked = true;
    }
    const replaced = log.replaceWith(fresh());
    while (!asked) await new Promise((resolve) => setImmediate(resolve));
    const closed = log.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect([...open.values()]).toEqual(['log', 'log.new']);
    finish();
    await Promise.all([replaced, closed]);
    expect(open.size).toBe(0);
    log = LogFile.open(path());
    expect(await reopened()).toEqual(['first']);
  });
});

describe('a log that could not be replaced', () => {
  it('is as it was, without a rest beside it, and takes writes and another try', async () => {
    log.append(recordOf('older'));
    function* failing(): Generator<Buffer> {
      yield recordOf('first');
      throw new Error('no room');
    }
    await expect(log.replaceWith(failing())).rejects.toThrow('no room');
    expect(readdirSync(folder)).toEqual(['log']);
    expect([...open.values()]).toEqual(['log']);
    log.append(recordOf('after'));
    expect(log.size).toBe(statSync(path()).size);
    await log.replaceWith([recordOf('fresh')]);
    expect(await reopened()).toEqual(['fresh']);
  });

  it('because it is closed first keeps its records and leaves no rest, at once', async () => {
    log.append(recordOf('older'));
    let written = 0;
    function* long(): Generator<Buffer> {
      for (; written < 2000; written++) yield recordOf('first');
    }
    const replaced = log.replaceWith(long());
    await log.close();
    expect(readdirSync(folder)).toEqual(['log']);
    expect(open.size).toBe(0);
    expect(written).toBeLessThan(10);
    await replaced;
    log = LogFile.open(path());
    expect(await reopened()).toEqual(['older']);
  });
});
