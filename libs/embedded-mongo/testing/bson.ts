import { serialize, type Document } from 'bson';
import { decodeDocument } from '../bson/decode.js';
import { isDoc, type Doc, type Value } from '../bson/value.js';

/** A document as the server sees it, from a literal; numbers become int or double as a driver would send them. */
export function doc(literal: Document): Doc {
  return decodeDocument(bytes(literal));
}

/** The same as a driver sends it. */
export function bytes(literal: Document): Buffer {
  return Buffer.from(serialize(literal));
}

/** One value as the server sees it. */
export function value(literal: unknown): Value {
  return doc({ v: literal }).get('v') ?? null;
}

/** Back to plain JavaScript, for comparisons in specs. */
export function plain(stored: Value): unknown {
  if (isDoc(stored)) return Object.fromEntries([...stored].map(([name, inner]) => [name, plain(inner)]));
  if (Array.isArray(stored)) return stored.map(plain);
  if (typeof stored === 'object' && stored !== null && '_bsontype' in stored) {
    return stored._bsontype === 'Int32' || stored._bsontype === 'Double' ? stored.value : stored;
  }
  return stored;
}
