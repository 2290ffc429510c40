import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Change, ChangeLog } from './store.js';

const FILE = 'journal.jsonl';

/** An append-only file of JSON lines; one line is one committed transaction. */
export interface Journal extends ChangeLog {
  close(): void;
}

/** Reads every committed change. A last line without its end was being written when the process died: not committed. */
export function* readJournal(folder: string): Generator<Change[]> {
  const path = join(folder, FILE);
  if (!existsSync(path)) return;
  // As bytes: a long-lived journal outgrows the longest string.
  const bytes = readFileSync(path);
  let start = 0;
  for (let line = 1; ; line += 1) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0) return;
    yield parseLine(bytes.toString('utf8', start, end), path, line);
    start = end + 1;
  }
}

function parseLine(text: string, path: string, line: number): Change[] {
  try {
    return JSON.parse(text) as Change[];
  } catch (error) {
    throw new Error(`stripe-emulator: ${path} is damaged at line ${line}`, { cause: error });
  }
}

/** Replaces the file by the given changes (compaction) and opens it for appending. */
export function openJournal(folder: string, snapshot: Iterable<Change>): Journal {
  const path = join(folder, FILE);
  const fresh = `${path}.new`;
  const file = openSync(fresh, 'w', 0o600);
  let length = 0;
  for (const change of snapshot) length += writeSync(file, `${JSON.stringify([change])}\n`);
  fsyncSync(file);
  renameSync(fresh, path);
  return {
    append(changes) {
      const line = Buffer.from(`${JSON.stringify(changes)}\n`);
      try {
        writeFully(file, line, length);
      } catch (error) {
        // Half a line must not stay in front of the next one.
        ftruncateSync(file, length);
        throw error;
      }
      length += line.length;
    },
    close: () => closeSync(file),
  };
}

function writeFully(file: number, bytes: Buffer, position: number): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done, bytes.length - done, position + done);
}
