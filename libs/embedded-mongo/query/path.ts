import { isDoc, type Fields, type Value } from '../bson/value.js';

/** A test on one value found at a path; undefined means "missing". */
export type Test = (value: Value | undefined) => boolean;

/**
 * How an array at the end of a path is offered to a test: `whole` as itself, `expand` each element and then itself,
 * `elements` its elements only.
 */
export type LeafMode = 'whole' | 'expand' | 'elements';

/** Which element of which array made a filter match; the positional operator `$` reads it. */
export class ArrayTrace {
  private readonly indexes = new Map<string, Set<number>>();

  note(parts: readonly string[], length: number, index: number): void {
    const path = parts.slice(0, length).join('.');
    const known = this.indexes.get(path);
    if (known) known.add(index);
    else this.indexes.set(path, new Set([index]));
  }

  indexesOf(path: string): readonly number[] {
    return [...(this.indexes.get(path) ?? [])];
  }

  /** The elements that matched in all arrays but those inside the elements of the array at `path`. */
  indexesBeside(path: string): ReadonlySet<number> {
    const outside = [...this.indexes].filter(([other]) => !other.startsWith(`${path}.`));
    return new Set(outside.flatMap(([, indexes]) => [...indexes]));
  }
}

/** Whether `test` holds for some value at the path, with MongoDB's implicit traversal of arrays. */
export function somePathValue(
  doc: Fields,
  parts: readonly string[],
  mode: LeafMode,
  test: Test,
  trace?: ArrayTrace,
): boolean {
  const last = parts.length - 1;

  function leaf(value: Value | undefined, length: number): boolean {
    if (mode !== 'whole' && Array.isArray(value)) {
      for (const [index, element] of value.entries()) {
        if (test(element)) {
          trace?.note(parts, length, index);
          return true;
        }
      }
    }
    return mode !== 'elements' && test(value);
  }

  function inDoc(container: Fields, at: number): boolean {
    const value = container.get(parts[at] ?? '');
    if (at === last) return leaf(value, at + 1);
    if (isDoc(value)) return inDoc(value, at + 1);
    if (Array.isArray(value)) return inArray(value, at + 1);
    return mode !== 'elements' && test(undefined);
  }

  function inArray(array: Value[], at: number): boolean {
    if (atIndex(array, at)) return true;
    for (const [index, element] of array.entries()) {
      if (isDoc(element) && inDoc(element, at)) {
        trace?.note(parts, at, index);
        return true;
      }
    }
    return false;
  }

  /** A numeric part of a path also addresses an element; an array found so is offered whole, not element by element. */
  function atIndex(array: Value[], at: number): boolean {
    const element = elementAt(array, parts[at] ?? '');
    if (element === undefined) return false;
    if (at === last) return mode === 'elements' ? leaf(element, at + 1) : test(element);
    return isDoc(element) ? inDoc(element, at + 1) : Array.isArray(element) && inArray(element, at + 1);
  }

  return inDoc(doc, 0);
}

/**
 * Every value at the path, the elements of an array one by one. A number names an element of an array, and then nothing
 * else: `$lookup` and `distinct` read so, filters do not (document_path_support.cpp).
 */
export function valuesAlong(value: Value | undefined, parts: readonly string[]): readonly Value[] {
  const [name, ...rest] = parts;
  if (name === undefined) return value === undefined ? [] : Array.isArray(value) ? value : [value];
  if (Array.isArray(value)) {
    if (isArrayIndex(name)) return valuesAlong(elementAt(value, name), rest);
    return value.filter(isDoc).flatMap((item) => valuesAlong(item, parts));
  }
  return isDoc(value) ? valuesAlong(value.get(name), rest) : [];
}

export function isArrayIndex(part: string): boolean {
  return /^(0|[1-9]\d*)$/.test(part);
}

export function elementAt(array: readonly Value[], part: string): Value | undefined {
  return isArrayIndex(part) ? array[Number(part)] : undefined;
}
