import {
  closeSync,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { payloadAt, RECORD_HEADER } from './record.js';

const HEADER = Buffer.from('EMBMONGO\u0001\0\0\0', 'latin1');

/** The append-only file. Bytes are with the operating system when `append` returns, on the disk after `sync`. */
export class LogFile {
  private syncing: Promise<void> | undefined;
  private waiting: Promise<void> | undefined;
  private compaction: Promise<void> | undefined;
  /** While a fresh log is written: what was appended to this one meanwhile. */
  private tail: Buffer[] | undefined;
  private closing = false;

  private constructor(
    private fd: number,
    private readonly path: string,
    private length: number,
  ) {}

  /** Opens or makes the log, hands each payload to `replay` and cuts off a torn tail. */
  static open(path: string, replay: (payload: Buffer) => void, say: (line: string) => void): LogFile {
    const fd = openSync(path, 'a+');
    const content = readFileSync(path);
    if (content.length < HEADER.length && HEADER.subarray(0, content.length).equals(content)) {
      ftruncateSync(fd, 0);
      writeFully(fd, HEADER);
      return new LogFile(fd, path, HEADER.length);
    }
    checkHeader(content, path);
    const end = replayAll(content, replay);
    if (end < content.length) {
      refuseHole(content, end, path);
      say(`embedded-mongo: cut ${content.length - end} bytes of an unfinished write off the end of ${path}`);
      ftruncateSync(fd, end);
    }
    return new LogFile(fd, path, end);
  }

  get size(): number {
    return this.length;
  }

  get isCompacting(): boolean {
    return this.compaction !== undefined;
  }

  /** Adds a whole record or, when that fails, nothing. */
  append(record: Buffer): void {
    try {
      writeFully(this.fd, record);
    } catch (error) {
      ftruncateSync(this.fd, this.length);
      throw error;
    }
    this.length += record.length;
    this.tail?.push(record);
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
   * Records are after-images, so replaying what was appended meanwhile over the snapshot gives the present.
   */
  replaceWith(records: Iterable<Buffer>): Promise<void> {
    this.compaction ??= this.writeFresh(records).finally(() => {
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

  private async writeFresh(records: Iterable<Buffer>): Promise<void> {
    const path = `${this.path}.new`;
    const fd = openSync(path, 'w');
    this.tail = [];
    let done = false;
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
      renameSync(path, this.path);
      done = true;
      this.length = length;
    } finally {
      closeSync(fd);
      if (!done) rmSync(path, { force: true });
    }
    await this.moveTo(openSync(this.path, 'a'));
  }

  private async moveTo(fd: number): Promise<void> {
    const old = this.fd;
    this.fd = fd;
    this.tail = undefined;
    syncFolder(dirname(this.path));
    await this.syncing;
    closeSync(old);
  }
}

function write(fd: number, records: readonly Buffer[]): number {
  for (const record of records) writeFully(fd, record);
  return records.reduce((sum, { length }) => sum + length, 0);
}

function checkHeader(content: Buffer, path: string): void {
  if (content.subarray(0, HEADER.length).equals(HEADER)) return;
  throw new Error(
    `${path} was not written by this version of embedded-mongo (format 1): move the data folder away or choose another dataDir`,
  );
}

function replayAll(content: Buffer, replay: (payload: Buffer) => void): number {
  let at = HEADER.length;
  for (let payload = payloadAt(content, at); payload; payload = payloadAt(content, at)) {
    replay(payload);
    at += RECORD_HEADER + payload.length;
  }
  return at;
}

/** A whole record behind the damage means that this is no torn tail: cutting would lose acknowledged writes. */
function refuseHole(content: Buffer, end: number, path: string): void {
  for (let at = end + 1; at + RECORD_HEADER < content.length; at++) {
    if (!payloadAt(content, at)) continue;
    throw new Error(
      `${path} is damaged at byte ${end} and holds whole records behind the damage (byte ${at}): ` +
        'restore the data folder from a copy, or move it away to start empty',
    );
  }
}

function writeFully(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

function syncFile(fd: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fdatasync(fd, (error) => (error ? reject(error) : resolve()));
  });
}

function syncFolder(path: string): void {
  const fd = openSync(path, 'r');
  fsyncSync(fd);
  closeSync(fd);
}
