import {
  closeSync,
  fdatasync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readBytes, readPayloads, wholeRecordBehind } from './log-reader.js';

const HEADER = Buffer.from('EMBMONGO\u0001\0\0\0', 'latin1');

/** The append-only file. Bytes are with the operating system when `append` returns, on the disk after `sync`. */
export class LogFile {
  private syncing: Promise<void> | undefined;
  private waiting: Promise<void> | undefined;
  private compaction: Promise<void> | undefined;
  /** While a fresh log is written: what was appended to this one meanwhile. */
  private tail: Buffer[] | undefined;
  /** A part of a record may stand behind the last whole one. */
  private hasRest = false;
  private closing = false;

  private constructor(
    private fd: number,
    private readonly path: string,
    private length: number,
  ) {}

  /** Opens or makes the log. */
  static open(path: string): LogFile {
    const fd = openSync(path, 'a+');
    const { size } = fstatSync(fd);
    const header = readBytes(fd, 0, HEADER.length);
    if (size < HEADER.length && HEADER.subarray(0, size).equals(header)) {
      ftruncateSync(fd, 0);
      writeFully(fd, HEADER);
      return new LogFile(fd, path, HEADER.length);
    }
    if (!header.equals(HEADER)) {
      closeSync(fd);
      throw new Error(
        `${path} was not written by this version of embedded-mongo (format 1): move the data folder away or choose another dataDir`,
      );
    }
    return new LogFile(fd, path, size);
  }

  /** The payloads of all records, each good until the next one is asked for; at the end it cuts off a torn tail. */
  *replay(say: (line: string) => void): Generator<Buffer> {
    const end = yield* readPayloads(this.fd, HEADER.length, this.length);
    if (end === this.length) return;
    this.refuseHole(end);
    say(`embedded-mongo: cut ${this.length - end} bytes of an unfinished write off the end of ${this.path}`);
    ftruncateSync(this.fd, end);
    this.length = end;
  }

  get size(): number {
    return this.length;
  }

  get isCompacting(): boolean {
    return this.compaction !== undefined;
  }

  /** Adds a whole record or, when that fails, nothing: no later one comes to stand behind a part of it. */
  append(record: Buffer): void {
    if (this.hasRest) this.cutRest();
    try {
      writeFully(this.fd, record);
    } catch (error) {
      this.hasRest = true;
      this.cutRest();
      throw error;
    }
    this.length += record.length;
    this.tail?.push(record);
  }

  private cutRest(): void {
    ftruncateSync(this.fd, this.length);
    this.hasRest = false;
  }

  /** Resolves when all that was appended before the call is on the disk; callers that wait together share one sync. */
  sync(): Promise<void> {
    if (!this.syncing) {
      this.syncing = syncFile(this.fd).finally(() => {
        this.syncing = undefined;
      });
      return this.syncing;
    }
    this.waiting ??= this.syncing.then(() => {
      this.waiting = undefined;
      return this.sync();
    });
    return this.waiting;
  }

  /**
   * Puts a fresh log in the place of this one: written beside it in slices while commands go on, synced, renamed.
   * Records are after-images, so replaying what was appended meanwhile over the snapshot gives the present. One at a time.
   */
  replaceWith(records: Iterable<Buffer>): Promise<void> {
    this.compaction = this.writeFresh(records).finally(() => {
      this.compaction = undefined;
      this.tail = undefined;
    });
    return this.compaction;
  }

  async close(): Promise<void> {
    this.closing = true;
    // Whoever started it hears of its failure.
    await this.compaction?.catch(() => undefined);
    await this.sync();
    closeSync(this.fd);
  }

  /** A whole record behind the damage means that this is no torn tail: cutting would lose acknowledged writes. */
  private refuseHole(end: number): void {
    const behind = wholeRecordBehind(readBytes(this.fd, end, this.length - end));
    if (behind === undefined) return;
    throw new Error(
      `${this.path} is damaged at byte ${end} and holds whole records behind the damage (byte ${end + behind}): ` +
        'restore the data folder from a copy, or move it away to start empty',
    );
  }

  private async writeFresh(records: Iterable<Buffer>): Promise<void> {
    const path = `${this.path}.new`;
    rmSync(path, { force: true });
    const fd = openSync(path, 'a');
    const old = this.fd;
    this.tail = [];
    try {
      let length = write(fd, [HEADER]);
      for (const record of records) {
        length += write(fd, [record]);
        await nextTurn();
        if (this.closing) return;
      }
      await syncFile(fd);
      length += write(fd, this.tail);
      fsyncSync(fd);
      this.takePlace(path, fd, length);
    } finally {
      if (this.fd === old) {
        closeSync(fd);
        rmSync(path, { force: true });
      } else {
        // Whoever asked for this sync hears of its failure.
        await this.syncing?.catch(() => undefined);
        closeSync(old);
      }
    }
  }

  /** The folder is opened first: once the fresh log has the name, nothing may keep the next write from it. */
  private takePlace(path: string, fd: number, length: number): void {
    const folder = openSync(dirname(this.path), 'r');
    try {
      renameSync(path, this.path);
      this.fd = fd;
      this.length = length;
      this.hasRest = false;
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }
}

function write(fd: number, records: readonly Buffer[]): number {
  for (const record of records) writeFully(fd, record);
  return records.reduce((sum, { length }) => sum + length, 0);
}

function writeFully(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

function syncFile(fd: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fdatasync(fd, (error) => (error ? reject(error) : resolve()));
  });
}
