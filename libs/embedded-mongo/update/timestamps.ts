import { Timestamp } from 'bson';
import type { Doc } from '../bson/value.js';

let last = { t: 0, i: 0 };

/** The present as a Timestamp that no other one of this server equals. */
export function currentTimestamp(): Timestamp {
  const t = Math.floor(Date.now() / 1000);
  last = t > last.t ? { t, i: 1 } : { t: last.t, i: last.i + 1 };
  return new Timestamp(last);
}

/** MongoDB puts the present in the place of an empty Timestamp at the top of a new or replacing document. */
export function withTimestamps(doc: Doc): Doc {
  for (const [name, value] of doc) {
    if (name !== '_id' && value instanceof Timestamp && value.isZero()) doc.set(name, currentTimestamp());
  }
  return doc;
}
