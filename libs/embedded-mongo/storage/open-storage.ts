import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../errors.js';
import type { Change } from './change.js';
import { Journal } from './journal.js';
import { lockFolder } from './lock-file.js';
import { LogFile } from './log-file.js';
import { decodePayload } from './record.js';

/** An open data folder. */
interface Storage {
  readonly journal: Journal;
  /** All that its log holds; read it to the end before the first write. */
  readonly changes: Iterable<Change>;
  close(): Promise<void>;
}

/** Locks the folder and opens its log. Without a folder nothing is kept. */
export function openStorage(dataDir: string | undefined, say: (line: string) => void): Storage {
  if (dataDir === undefined) {
    const journal = new Journal(undefined, say);
    return { journal, changes: [], close: () => journal.close() };
  }
  prepareFolder(dataDir);
  const unlock = lockFolder(join(dataDir, 'embedded-mongo.lock'));
  try {
    const log = LogFile.open(join(dataDir, 'embedded-mongo.log'));
    const journal = new Journal(log, say);
    return { journal, changes: changesOf(log, say), close: () => journal.close().finally(unlock) };
  } catch (error) {
    unlock();
    throw error;
  }
}

function* changesOf(log: LogFile, say: (line: string) => void): Generator<Change> {
  for (const payload of log.replay(say)) yield* decodePayload(payload);
}

function prepareFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(
      `embedded-mongo cannot write to its data folder ${dataDir} (${reasonOf(error)}): make it writable or choose another dataDir`,
      { cause: error },
    );
  }
}
