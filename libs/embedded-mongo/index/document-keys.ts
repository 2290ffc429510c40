import { invertKey, orderKey, TAG } from '../bson/order-key.js';
import { isDoc, type Fields, type Value } from '../bson/value.js';
import { CommandError } from '../errors.js';
import { elementAt } from '../query/path.js';

/** One field of an index or sort. */
export interface KeyField {
  readonly path: string;
  readonly parts: readonly string[];
  readonly descending: boolean;
}

/** The keys of one document under an index. */
interface DocumentKeys {
  readonly keys: readonly string[];
  /** Which fields (by position) went through an array. */
  readonly arrays: readonly number[];
}

/** How far one field has been followed: the value reached and the parts still to go. */
interface Walk {
  readonly value: Value | undefined;
  readonly rest: readonly string[];
  /** An element of the last array: it is a key as it stands, even when it is an array itself. */
  readonly done: boolean;
  /** The array at the end of the path has no elements: its key is "undefined". */
  readonly empty?: true;
}

const NO_ARRAYS: readonly number[] = [];

/**
 * Makes the keys: one, or one per element when a field holds an array (two different arrays are refused: 171). Without
 * those of which every field is missing, when `sparse`.
 */
export function documentKeys(doc: Fields, fields: readonly KeyField[], sparse = false): DocumentKeys {
  const walks = walksOf(doc, fields);
  if (!walks.some(({ value }) => Array.isArray(value))) {
    return { keys: sparse && isMissing(walks) ? [] : [rowKey(walks, fields)], arrays: NO_ARRAYS };
  }
  const arrays = new Set<number>();
  const rows: Walk[][] = [];
  expandArrays(walks, arrays, rows);
  const keys = (sparse ? rows.filter((row) => !isMissing(row)) : rows).map((row) => rowKey(row, fields));
  return { keys: keys.length > 1 ? [...new Set(keys)] : keys, arrays: [...arrays] };
}

function isMissing(row: readonly Walk[]): boolean {
  return row.every(({ value }) => value === undefined);
}

/** The values that make up one key of a document: of an array the one element it is about. */
export function valuesOfKey(doc: Fields, fields: readonly KeyField[], key: string): (Value | undefined)[] {
  const rows: Walk[][] = [];
  expandArrays(walksOf(doc, fields), new Set(), rows);
  const found = rows.find((row) => rowKey(row, fields) === key) ?? [];
  return found.map(({ value }) => value);
}

/** Reads each top field once: an array that two fields go through must be one and the same object here. */
function walksOf(doc: Fields, fields: readonly KeyField[]): Walk[] {
  if (fields.length === 1 || doc instanceof Map) return fields.map((field) => follow(doc, field.parts));
  const read = new Map<string, Value | undefined>();
  for (const { parts } of fields) {
    const name = parts[0] ?? '';
    if (!read.has(name)) read.set(name, doc.get(name));
  }
  return fields.map((field) => follow(read, field.parts));
}

function expandArrays(walks: Walk[], arrays: Set<number>, rows: Walk[][]): void {
  const first = walks.find((walk) => !walk.done && Array.isArray(walk.value));
  if (!first || !Array.isArray(first.value)) {
    rows.push(walks);
    return;
  }
  const array = first.value;
  for (const [position, walk] of walks.entries()) {
    if (walk.done || !Array.isArray(walk.value)) continue;
    if (walk.value !== array) throw new CommandError(171, 'cannot index parallel arrays');
    arrays.add(position);
  }
  if (array.length === 0) rows.push(walks.map((walk) => (walk.value === array ? emptyArray(walk) : walk)));
  for (const element of array) {
    const next = walks.map((walk) => (!walk.done && walk.value === array ? step(element, walk.rest) : walk));
    expandArrays(next, arrays, rows);
  }
}

function step(element: Value, rest: readonly string[]): Walk {
  if (rest.length === 0) return { value: element, rest, done: true };
  return isDoc(element) ? follow(element, rest) : { value: undefined, rest: [], done: true };
}

/** An empty array at the end of a path stays (its key is "undefined"); in the middle it means missing. */
function emptyArray(walk: Walk): Walk {
  return walk.rest.length === 0 ? { ...walk, done: true, empty: true } : { value: undefined, rest: [], done: true };
}

function follow(doc: Fields, parts: readonly string[]): Walk {
  let value = doc.get(parts[0] ?? '');
  for (let at = 1; at < parts.length; at++) {
    const part = parts[at] ?? '';
    if (isDoc(value)) {
      value = value.get(part);
    } else if (Array.isArray(value)) {
      const element = elementAt(value, part);
      if (element === undefined) return { value, rest: parts.slice(at), done: false };
      // An array in an array that a number names at the end of a path is the key as a whole.
      if (Array.isArray(element) && at === parts.length - 1) return wholeArray(element);
      value = element;
    } else {
      return { value: undefined, rest: [], done: false };
    }
  }
  return { value, rest: [], done: false };
}

function wholeArray(array: Value[]): Walk {
  return array.length === 0
    ? { value: array, rest: [], done: true, empty: true }
    : { value: array, rest: [], done: true };
}

function rowKey(row: readonly Walk[], fields: readonly KeyField[]): string {
  let key = '';
  for (const [position, walk] of row.entries()) {
    const part = walkKey(walk);
    key += fields[position]?.descending ? invertKey(part) : part;
  }
  // Reading a character makes V8 put the joined pieces into one flat string: a third of the memory of an index.
  key.charCodeAt(0);
  return key;
}

function walkKey(walk: Walk): string {
  if (walk.value === undefined) return TAG.null;
  if (walk.empty) return TAG.undefined;
  return orderKey(walk.value);
}
