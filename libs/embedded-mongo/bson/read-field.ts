import { decodeValueAt } from './decode.js';
import type { Value } from './value.js';

const names = new Map<string, Buffer>();
const MOST_NAMES = 10_000;

/** One field of the document at `offset`, without decoding the others: filters and indexes need few of many. */
export function readField(document: Buffer, offset: number, name: string): Value | undefined {
  const wanted = bytesOf(name);
  let at = offset + 4;
  for (let type = document[at]; type !== undefined && type !== 0; type = document[at]) {
    const start = at + 1;
    const end = document.indexOf(0, start);
    const isIt = end - start === wanted.length && sameBytes(document, start, wanted);
    if (isIt) return decodeValueAt(document, end + 1, type);
    at = end + 1 + sizeAt(document, end + 1, type);
  }
  return undefined;
}

/** Whether the document at `offset` has a field of this BSON type at its top. */
export function hasFieldOfType(document: Buffer, offset: number, wanted: number): boolean {
  let at = offset + 4;
  for (let type = document[at]; type !== undefined && type !== 0; type = document[at]) {
    if (type === wanted) return true;
    const end = document.indexOf(0, at + 1);
    at = end + 1 + sizeAt(document, end + 1, type);
  }
  return false;
}

function bytesOf(name: string): Buffer {
  const known = names.get(name);
  if (known) return known;
  const bytes = Buffer.from(name);
  if (names.size < MOST_NAMES) names.set(name, bytes);
  return bytes;
}

function sameBytes(document: Buffer, start: number, wanted: Buffer): boolean {
  for (let i = 0; i < wanted.length; i++) if (document[start + i] !== wanted[i]) return false;
  return true;
}

/** How many bytes a value takes; the document was checked when it was stored. */
function sizeAt(document: Buffer, at: number, type: number): number {
  switch (type) {
    case 0x02:
      return 4 + document.readInt32LE(at);
    case 0x03:
    case 0x04:
      return document.readInt32LE(at);
    case 0x05:
      return 5 + document.readInt32LE(at);
    case 0x07:
      return 12;
    case 0x08:
      return 1;
    case 0x0b:
      return document.indexOf(0, document.indexOf(0, at) + 1) + 1 - at;
    case 0x10:
      return 4;
    case 0x01:
    case 0x09:
    case 0x11:
    case 0x12:
      return 8;
    default:
      return 0;
  }
}
