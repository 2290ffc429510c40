import { readSync } from 'node:fs';
import { payloadAt, recordLength, RECORD_HEADER } from './record.js';

const WINDOW_BYTES = 1024 * 1024;

/** The bytes of an open file from `at`, fewer at its end; into `space` where that is large enough. */
export function readBytes(fd: number, at: number, length: number, space?: Buffer): Buffer {
  const bytes = space && space.length >= length ? space : Buffer.allocUnsafeSlow(length);
  let filled = 0;
  for (let count = -1; filled < length && count !== 0; filled += count) {
    count = readSync(fd, bytes, filled, length - filled, at + filled);
  }
  return bytes.subarray(0, filled);
}

/**
 * The payloads of the whole records from `at` on, and in the end where these stop. The file is read piece by piece
 * into one place, since it may be several times what is alive: a payload is good until the next one is asked for.
 */
export function* readPayloads(fd: number, at: number, size: number): Generator<Buffer, number> {
  const space = Buffer.allocUnsafeSlow(WINDOW_BYTES);
  let start = at;
  let window: Buffer = space.subarray(0, 0);
  for (;;) {
    let payload = payloadAt(window, at - start);
    if (!payload && start + window.length < size) {
      const length = Math.max(WINDOW_BYTES, lengthAt(fd, at));
      window = readBytes(fd, at, Math.min(size - at, length), space);
      start = at;
      payload = payloadAt(window, 0);
    }
    if (!payload) return at;
    yield payload;
    at += RECORD_HEADER + payload.length;
  }
}

function lengthAt(fd: number, at: number): number {
  return recordLength(readBytes(fd, at, RECORD_HEADER));
}

/** Whether a whole record lies somewhere behind the first byte, and where. */
export function wholeRecordBehind(tail: Buffer): number | undefined {
  for (let at = 1; at + RECORD_HEADER < tail.length; at++) if (payloadAt(tail, at)) return at;
  return undefined;
}
