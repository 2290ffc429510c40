import { decodeDocument } from '../bson/decode.js';
import { encodeDocument } from '../bson/encode.js';
import { hasFieldOfType } from '../bson/read-field.js';
import { withTimestamps } from '../update/timestamps.js';
import { withIdFirst } from '../update/upsert.js';

const TIMESTAMP = 0x11;
const ID_NAME = Buffer.from('_id\0');

/** The bytes of a new document as they are stored: `_id` first and no empty Timestamp at the top. Most come like that. */
export function newDocument(bytes: Buffer): Buffer {
  const idIsFirst = bytes.compare(ID_NAME, 0, ID_NAME.length, 5, 5 + ID_NAME.length) === 0;
  if (idIsFirst && !hasFieldOfType(bytes, 0, TIMESTAMP)) return bytes;
  return encodeDocument(withIdFirst(withTimestamps(decodeDocument(bytes))));
}
