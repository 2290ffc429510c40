import { isNumber, toInteger } from '../bson/numbers.js';
import { compareKeys } from '../bson/order-key.js';
import { isDoc, type Fields, type Value } from '../bson/value.js';
import { CommandError, unsupported } from '../errors.js';
import { documentKeys, type KeyField } from '../index/document-keys.js';
import { isArrayIndex } from './path.js';

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
  const byNumber = fields.some(({ parts }) => parts.some(isArrayIndex));
  const keyed = items.map((item) => {
    if (byNumber) refuseTwoArrays(docOf(item), fields);
    return { item, key: sortKey(docOf(item), fields) };
  });
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
    throw parallelArrays();
  }
}

/** To MongoDB a path that names an element by its number goes through the array all the same. */
function refuseTwoArrays(doc: Fields, fields: readonly KeyField[]): void {
  const arrays = new Set(fields.map(({ parts }) => arrayOnTheWay(doc, parts)));
  arrays.delete(undefined);
  if (arrays.size > 1) throw parallelArrays();
}

/** The path of the first array that a path comes to. */
function arrayOnTheWay(doc: Fields, parts: readonly string[]): string | undefined {
  let value: Value | undefined;
  for (const [at, part] of parts.entries()) {
    value = at === 0 ? doc.get(part) : isDoc(value) ? value.get(part) : undefined;
    if (Array.isArray(value)) return parts.slice(0, at + 1).join('.');
  }
  return undefined;
}

function parallelArrays(): CommandError {
  return new CommandError(2, 'cannot sort with keys that are parallel arrays');
}
