import { isNumber, toInteger } from '../bson/numbers.js';
import { compareKeys } from '../bson/order-key.js';
import { isDoc, type Fields, type Value } from '../bson/value.js';
import { CommandError, unsupported } from '../errors.js';
import { documentKeys, type KeyField } from '../index/document-keys.js';

/** Reads `{a: 1, b: -1}`. */
export function parseSort(spec: Value | undefined): KeyField[] {
  if (spec === undefined) return [];
  if (!isDoc(spec)) throw new CommandError(14, 'a sort has to be a document');
  return [...spec].map(([path, direction]) => {
    if (isDoc(direction)) throw unsupported(`sort by ${[...direction.keys()].join()}`);
    const number = toInteger(direction);
    if (number !== 1 && number !== -1) {
      throw new CommandError(isNumber(direction) ? 15975 : 15974, `a sort direction has to be 1 or -1: ${path}`);
    }
    if (path === '' || path.split('.').includes('')) throw new CommandError(15998, 'a sort path has an empty part');
    if (path.startsWith('$')) throw unsupported(`sort by '${path}'`);
    return { path, parts: path.split('.'), descending: number === -1 };
  });
}

/** A stable sort; each document's key is made once. */
export function sortBy<T>(items: readonly T[], fields: readonly KeyField[], docOf: (item: T) => Fields): T[] {
  if (fields.length === 0) return [...items];
  const keyed = items.map((item) => ({ item, key: sortKey(docOf(item), fields) }));
  keyed.sort((a, b) => compareKeys(a.key, b.key));
  return keyed.map(({ item }) => item);
}

/** Of the keys an array gives, the one that sorts first stands for the document. */
function sortKey(doc: Fields, fields: readonly KeyField[]): string {
  const keys = keysOf(doc, fields);
  return keys.reduce((least, key) => (key < least ? key : least));
}

function keysOf(doc: Fields, fields: readonly KeyField[]): readonly string[] {
  try {
    return documentKeys(doc, fields).keys;
  } catch (error) {
    if (!(error instanceof CommandError) || error.code !== 171) throw error;
    throw new CommandError(2, 'cannot sort with keys that are parallel arrays');
  }
}
