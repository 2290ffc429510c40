import { show } from '../bson/show.js';
import { isDoc, type Doc, type Value } from '../bson/value.js';
import { CommandError } from '../errors.js';
import { isArrayIndex } from '../query/path.js';

const MAX_PADDING = 1_500_000;

/** One writable place in a document. */
interface Place {
  get(): Value | undefined;
  set(value: Value): void;
  remove(): void;
}

/**
 * Finds the place a path names. With `create` the missing parents are made; without it a missing parent gives
 * undefined. A scalar in the way is error 28 in both cases.
 */
export function placeAt(root: Doc, parts: readonly string[], create: boolean): Place | undefined {
  let container: Doc | Value[] = root;
  for (const [at, part] of parts.slice(0, -1).entries()) {
    const place = placeIn(container, part, parts);
    let next = place.get();
    if (next === undefined) {
      if (!create) return undefined;
      next = new Map();
      place.set(next);
    }
    if (!isDoc(next) && !Array.isArray(next)) throw notViable(parts, at + 1, next);
    container = next;
  }
  return placeIn(container, parts.at(-1) ?? '', parts);
}

function placeIn(container: Doc | Value[], part: string, parts: readonly string[]): Place {
  return Array.isArray(container) ? elementPlace(container, part, parts) : fieldPlace(container, part);
}

function fieldPlace(doc: Doc, name: string): Place {
  return {
    get: () => doc.get(name),
    set: (value) => void doc.set(name, value),
    remove: () => void doc.delete(name),
  };
}

function elementPlace(array: Value[], part: string, parts: readonly string[]): Place {
  if (!isArrayIndex(part)) {
    throw new CommandError(28, `Cannot create field '${part}' in an array (path '${parts.join('.')}')`);
  }
  const index = Number(part);
  return {
    get: () => array[index],
    set: (value) => {
      if (index > array.length + MAX_PADDING) throw new CommandError(2, `can't backfill an array to index ${index}`);
      while (array.length < index) array.push(null);
      array[index] = value;
    },
    /** Removing an element would move its followers: MongoDB leaves null in its place. */
    remove: () => {
      if (index < array.length) array[index] = null;
    },
  };
}

function notViable(parts: readonly string[], at: number, found: Value): CommandError {
  return new CommandError(
    28,
    `Cannot create field '${parts[at] ?? ''}' in element {${parts[at - 1] ?? ''}: ${show(found)}} (path '${parts.join('.')}')`,
  );
}
