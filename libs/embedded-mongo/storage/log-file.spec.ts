import fc from 'fast-check';
import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { LogFile } from './log-file.js';

const MEBIBYTE = 1024 * 1024;

let dataDir: string;
const path = (): string => join(dataDir, 'log');

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'embedded-mongo-log-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** A record whose payload has this length and content of its own. */
function recordOf(length: number, seed: number): Buffer {
  const record = Buffer.alloc(8 + length, seed % 251);
  record.writeUInt32LE(length, 0);
  record.writeUInt32LE(crc32(record.subarray(8)), 4);
  return record;
}

/** Writes a log of these payload lengths; answers where each record ends in the file. */
async function written(lengths: readonly number[]): Promise<number[]> {
  rmSync(path(), { force: true });
  const log = LogFile.open(path());
  const ends = lengths.map((length, seed) => {
    log.append(recordOf(length, seed));
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
});
