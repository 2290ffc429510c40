import { reasonOf } from '../errors.js';
import type { Change, ChangeSink } from './change.js';
import type { LogFile } from './log-file.js';
import { encodeRecord } from './record.js';

const SYNC_EVERY_MS = 50;
const COMPACT_FACTOR = 4;
const COMPACT_FROM_BYTES = 4 * 1024 * 1024;
const SNAPSHOT_BATCH = 500;

/** Collects the changes of the running command and writes them as one record. Without a log it keeps nothing. */
export class Journal implements ChangeSink {
  private pending: Change[] = [];
  private timer: NodeJS.Timeout | undefined;
  private failure: Error | undefined;

  constructor(
    private readonly log: LogFile | undefined,
    private readonly say: (line: string) => void,
  ) {}

  push(change: Change): void {
    if (this.log) this.pending.push(change);
  }

  /** Writes what the command changed; after this a crash of the process loses nothing. */
  commit(): void {
    if (this.failure) throw this.failure;
    if (!this.log || this.pending.length === 0) return;
    const changes = this.pending;
    this.pending = [];
    try {
      this.log.append(encodeRecord(changes));
    } catch (error) {
      throw this.fail(error);
    }
    this.timer ??= setTimeout(() => this.syncNow(), SYNC_EVERY_MS).unref();
  }

  /** Resolves when everything committed so far is on the disk. */
  async synced(): Promise<void> {
    try {
      await this.log?.sync();
    } catch (error) {
      throw this.fail(error);
    }
  }

  compactIfDue(liveBytes: number, snapshot: () => Iterable<Change>): void {
    const limit = Math.max(liveBytes * COMPACT_FACTOR, COMPACT_FROM_BYTES);
    if (!this.log || this.failure || this.log.size < limit) return;
    this.log.replaceWith(recordsOf(snapshot())).catch((error: unknown) => this.fail(error));
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.log?.close();
  }

  private syncNow(): void {
    this.timer = undefined;
    // A failure is kept by `fail` and answers every later command.
    this.synced().catch(() => undefined);
  }

  /** Memory is now ahead of the disk: from here on every command is refused, loudly. */
  private fail(error: unknown): Error {
    this.failure ??= new Error(
      `embedded-mongo cannot write its log (${reasonOf(error)}): free the disk and start it again`,
    );
    this.say(this.failure.message);
    return this.failure;
  }
}

function* recordsOf(changes: Iterable<Change>): Generator<Buffer> {
  let batch: Change[] = [];
  for (const change of changes) {
    batch.push(change);
    if (batch.length === SNAPSHOT_BATCH) {
      yield encodeRecord(batch);
      batch = [];
    }
  }
  if (batch.length > 0) yield encodeRecord(batch);
}
