import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordOf } from '../testing/log-record.js';
import { LogFile } from './log-file.js';

const MEBIBYTE = 1024 * 1024;
const fs = jest.requireActual<typeof import('node:fs')>('node:fs');

let dataDir: string;
const path = (): string => join(dataDir, 'log');

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'embedded-mongo-log-'));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Writes a log of these payload lengths; answers where each record ends in the file. */
async function written(lengths: readonly number[]): Promise<number[]> {
  rmSync(path(), { force: true });
  const log = LogFile.open(path());
  const ends = lengths.map((length, seed) => {
    log.append(recordOf(Buffer.alloc(length, seed)));
    return log.size;
  });
  await log.close();
  return ends;
}

/** What a reopened log plays back, and what it said. */
async function reopened(): Promise<{ lengths: number[]; said: string[] }> {
  const said: string[] = [];
  const log = LogFile.open(path());
  try {
    const payloads = [...log.replay((line) => said.push(line))].map((payload) => payload.length);
    return { lengths: payloads, said };
  } finally {
    await log.close();
  }
}

/** Lengths that end before, at and behind the end of the pieces in which the file is read. */
const length = fc.oneof(
  fc.integer({ min: 5, max: 400 }),
  fc.integer({ min: MEBIBYTE - 600, max: MEBIBYTE + 600 }),
  fc.constant(3 * MEBIBYTE),
);

describe('a reopened log', () => {
  it('plays back every record, however the records lie across the pieces that are read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(length, { maxLength: 6 }), async (lengths) => {
        await written(lengths);
        expect(await reopened()).toEqual({ lengths, said: [] });
      }),
      { numRuns: 60 },
    );
  });

  it('that was cut anywhere plays back the records before the cut and is as long as they are', async () => {
    const lengths = fc.array(length, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(lengths, fc.double({ min: 0, max: 1, noNaN: true }), async (given, share) => {
        const ends = await written(given);
        const cut = 12 + Math.floor(share * ((ends.at(-1) ?? 12) - 12));
        truncateSync(path(), cut);
        const whole = ends.filter((end) => end <= cut);
        const { lengths: played, said } = await reopened();
        expect(played).toEqual(given.slice(0, whole.length));
        expect(statSync(path()).size).toBe(whole.at(-1) ?? 12);
        expect(said).toHaveLength(cut === (whole.at(-1) ?? 12) ? 0 : 1);
      }),
      { numRuns: 60 },
    );
  });

  it('is read piece by piece into one mebibyte, and one record that is longer into a place of its own', async () => {
    const lengths = [...Array<number>(9).fill(MEBIBYTE / 2), 3 * MEBIBYTE, ...Array<number>(9).fill(MEBIBYTE / 2)];
    await written(lengths);
    const places = new Map<unknown, number>();
    const read = fs.readSync;
    jest.spyOn(fs, 'readSync').mockImplementation(((fd: number, into: Buffer, ...rest: [number, number, number]) => {
      // A header is read before its record, to know how long that is.
      if (into.length > 12) places.set(into.buffer, into.buffer.byteLength);
      return read(fd, into, ...rest);
    }) as typeof fs.readSync);
    expect((await reopened()).lengths).toEqual(lengths);
    expect([...places.values()].sort((a, b) => a - b)).toEqual([MEBIBYTE, 3 * MEBIBYTE + 8]);
  });

  it('is read to its end when the system hands out few bytes at a time', async () => {
    const lengths = [300, 2000, 5, 800];
    await written(lengths);
    const read = fs.readSync;
    jest
      .spyOn(fs, 'readSync')
      .mockImplementation(((fd: number, into: Buffer, at: number, count: number, from: number) =>
        read(fd, into, at, Math.min(count, 100), from)) as typeof fs.readSync);
    expect(await reopened()).toEqual({ lengths, said: [] });
  });

  it('that was cut takes the next record where the cut was, also after one that the disk refused', async () => {
    await written([100, 100]);
    truncateSync(path(), 150);
    const log = LogFile.open(path());
    expect([...log.replay(() => undefined)]).toHaveLength(1);
    expect(log.size).toBe(120);
    const write = fs.writeSync;
    jest.spyOn(fs, 'writeSync').mockImplementation(((fd: number, bytes: Buffer, at: number) => {
      if (at > 0) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      return write(fd, bytes, at, 10);
    }) as typeof fs.writeSync);
    expect(() => log.append(recordOf(Buffer.alloc(50)))).toThrow('ENOSPC');
    jest.restoreAllMocks();
    log.append(recordOf(Buffer.alloc(70)));
    expect(log.size).toBe(statSync(path()).size);
    await log.close();
    expect(await reopened()).toEqual({ lengths: [100, 70], said: [] });
  });

  it('takes nothing behind the rest of a record that the disk refused and would not cut off', async () => {
    const log = LogFile.open(path());
    log.append(recordOf('first'));
    const { writeSync } = fs;
    const broken = () => {
      throw new Error('EIO: i/o error');
    };
    const written = jest.spyOn(fs, 'writeSync');
    written.mockImplementationOnce(((fd: number, bytes: Buffer) => writeSync(fd, bytes, 0, 5)) as typeof writeSync);
    written.mockImplementationOnce(broken);
    jest.spyOn(fs, 'ftruncateSync').mockImplementationOnce(broken).mockImplementationOnce(broken);
    for (const text of ['second', 'third']) expect(() => log.append(recordOf(text))).toThrow('EIO');
    log.append(recordOf('fourth!'));
    await log.close();
    expect(await reopened()).toEqual({ lengths: ['first', 'fourth!'].map(({ length }) => length), said: [] });
  });

  it('of which not even the beginning was written whole is a new one', async () => {
    await written([]);
    const beginning = readFileSync(path());
    for (let length = 0; length < beginning.length; length++) {
      writeFileSync(path(), beginning.subarray(0, length));
      const log = LogFile.open(path());
      log.append(recordOf('first'));
      await log.close();
      expect(await reopened()).toEqual({ lengths: [5], said: [] });
    }
  });

  it('of another format is refused, left as it is and not kept open', () => {
    const close = jest.spyOn(fs, 'closeSync');
    for (const content of ['EMB?', 'EMBMONGO\u0002\0\0\0', 'something else entirely']) {
      writeFileSync(path(), content, 'latin1');
      close.mockClear();
      expect(() => LogFile.open(path())).toThrow(/not written by this version/);
      expect(close).toHaveBeenCalledTimes(1);
      expect(readFileSync(path(), 'latin1')).toBe(content);
    }
  });
});
