import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../errors.js';
import { Image } from './image.js';
import { Journal } from './journal.js';
import { lockFolder } from './lock-file.js';
import { LogFile } from './log-file.js';
import { decodePayload } from './record.js';

/** An open data folder. */
interface Storage {
  readonly journal: Journal;
  readonly image: Image;
  close(): Promise<void>;
}

/** Locks the folder, replays its log and answers what it holds. Without a folder nothing is kept. */
export function openStorage(dataDir: string | undefined, say: (line: string) => void): Storage {
  const image = new Image();
  if (dataDir === undefined) {
    const journal = new Journal(undefined, say);
    return { journal, image, close: () => journal.close() };
  }
  prepareFolder(dataDir);
  const unlock = lockFolder(join(dataDir, 'embedded-mongo.lock'));
  try {
    const replay = (payload: Buffer): void => decodePayload(payload).forEach((change) => image.apply(change));
    const journal = new Journal(LogFile.open(join(dataDir, 'embedded-mongo.log'), replay, say), say);
    return { journal, image, close: () => journal.close().finally(unlock) };
  } catch (error) {
    unlock();
    throw error;
  }
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
