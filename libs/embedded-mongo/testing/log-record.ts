import { crc32 } from 'node:zlib';

/** A whole record of the log around this payload. */
export function recordOf(payload: string | Uint8Array): Buffer {
  const record = Buffer.concat([Buffer.alloc(8), Buffer.from(payload)]);
  record.writeUInt32LE(record.length - 8, 0);
  record.writeUInt32LE(crc32(record.subarray(8)), 4);
  return record;
}
