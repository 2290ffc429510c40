import { CommandError, isCode, reasonOf } from '../errors.js';
import type { Change, ChangeSink } from './change.js';
import type { LogFile } from './log-file.js';
import { encodeRecord } from './record.js';

const SYNC_EVERY_MS = 50;
const COMPACT_FACTOR = 4;
const COMPACT_FROM_BYTES = 4 * 1024 * 1024;
const SNAPSHOT_BATCH = 500;

interface Pending {
  readonly change: Change;
  readonly undo: () => void;
}

/**
 * Collects the changes of the running command and writes them as one record. What cannot be written is taken back,
 * so memory is never ahead of the log. Without a log it only knows how to take back.
 */
export class Journal implements ChangeSink {
  private pending: Pending[] = [];
  private timer: NodeJS.Timeout | undefined;
  private failure: CommandError | undefined;
  private compactFrom = COMPACT_FROM_BYTES;

  constructor(
    private readonly log: LogFile | undefined,
    private readonly say: (line: string) => void,
  ) {}

  push(change: Change, undo: () => void): void {
    this.pending.push({ change, undo });
  }

  /** Writes what the command changed; after this a crash of the process loses nothing. */
  commit(): void {
    if (this.pending.length === 0) return;
    if (this.failure) {
      this.rollBack();
      throw this.failure;
    }
    if (this.log) this.write(this.log);
    this.pending = [];
  }

  /** Takes back what the command changed, newest first. */
  rollBack(): void {
    const undone = this.pending.toReversed();
    this.pending = [];
    for (const { undo } of undone) undo();
    // Taking back reports changes of its own, which are as void as what they take back.
    this.pending = [];
  }

  /**
   * Resolves when everything committed so far is on the disk. Never again after a failure: the kernel forgets what it
   * could not write, so the next sync would succeed and mean nothing.
   */
  async synced(): Promise<void> {
    if (this.failure) throw this.failure;
    try {
      await this.log?.sync();
    } catch (error) {
      throw this.fail(error);
    }
  }

  /** Starts a fresh log beside the old one once that has grown past four times what is alive. */
  compactIfDue(liveBytes: number, snapshot: () => Iterable<Change>): void {
    const log = this.log;
    if (!log || this.failure || log.isCompacting || log.size < Math.max(liveBytes * COMPACT_FACTOR, this.compactFrom)) {
      return;
    }
    log.replaceWith(recordsOf(snapshot())).then(
      () => {
        this.compactFrom = COMPACT_FROM_BYTES;
      },
      (error: unknown) => {
        // The old log is whole and stays in use; a full disk gets another chance when it has grown some more.
        this.compactFrom = log.size + COMPACT_FROM_BYTES;
        this.say(`embedded-mongo cannot compact its log (${reasonOf(error)}): it goes on with the long one`);
      },
    );
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.log?.close();
  }

  private write(log: LogFile): void {
    try {
      log.append(encodeRecord(this.pending.map(({ change }) => change)));
    } catch (error) {
      this.rollBack();
      throw refusal(error);
    }
    this.timer ??= setTimeout(() => this.syncNow(), SYNC_EVERY_MS).unref();
  }

  private syncNow(): void {
    this.timer = undefined;
    // A failure is kept by `fail` and answers every later write.
    this.synced().catch(() => undefined);
  }

  /** The disk lost what it had taken: from here on every write is refused, loudly; reads go on. */
  private fail(error: unknown): CommandError {
    if (this.failure) return this.failure;
    this.failure = new CommandError(
      isCode(error, 'ENOSPC') ? 14031 : 1,
      `embedded-mongo cannot sync its log (${reasonOf(error)}): free the disk and start it again; until then it only reads`,
    );
    this.say(this.failure.message);
    return this.failure;
  }
}

/** The log could not take the record and is as before: the write is refused and may succeed later. */
function refusal(error: unknown): CommandError {
  if (isCode(error, 'ENOSPC') || isCode(error, 'EDQUOT') || isCode(error, 'EFBIG')) {
    return new CommandError(
      14031,
      `the disk is full (${reasonOf(error)}): nothing was written; free some space and repeat`,
    );
  }
  return new CommandError(1, `embedded-mongo cannot write its log (${reasonOf(error)}): nothing was written`);
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
