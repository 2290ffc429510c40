import { isDoc, type Doc, type Value } from '../bson/value.js';
import { CommandError } from '../errors.js';
import { elementAt, isArrayIndex, type ArrayTrace } from '../query/path.js';
import type { ArrayFilters } from './array-filters.js';

/** Splits and checks a path of an update. */
export function parseUpdatePath(path: string): string[] {
  if (path === '') throw new CommandError(56, 'An empty update path is not valid.');
  const parts = path.split('.');
  if (parts.includes('')) {
    throw new CommandError(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
  }
  for (const [at, part] of parts.entries()) {
    const positional = part === '$' || /^\$\[[^\]]*\]$/.test(part);
    if (part.startsWith('$') && !positional) {
      throw new CommandError(52, `The dollar ($) prefixed field '${part}' in '${path}' is not allowed.`);
    }
    if (positional && at === 0) throw new CommandError(2, `Cannot have a positional element at the start of '${path}'`);
  }
  if (parts.filter((part) => part === '$').length > 1) {
    throw new CommandError(2, `Too many positional (i.e. '$') elements found in path '${path}'`);
  }
  return parts;
}

/** Two modifiers on the same place, or on a place and something inside it, are error 40. */
export function checkConflicts(paths: readonly (readonly string[])[]): void {
  const sorted = paths.map((parts) => `${parts.join('.')}.`).sort();
  for (const [at, path] of sorted.entries()) {
    const before = sorted[at - 1];
    if (before !== undefined && path.startsWith(before)) {
      const text = path.slice(0, -1);
      throw new CommandError(40, `Updating the path '${text}' would create a conflict at '${before.slice(0, -1)}'`);
    }
  }
}

/** At one array all paths name elements by `$[...]`, or none does. */
export function checkElementNaming(paths: readonly (readonly string[])[]): void {
  const named = new Map<string, boolean>();
  for (const parts of paths) {
    for (const [at, part] of parts.entries()) {
      const parent = parts.slice(0, at).join('.');
      const filtered = part.startsWith('$[');
      if (named.get(parent) === !filtered) {
        throw new CommandError(40, `Updating the path '${parts.join('.')}' would create a conflict at '${parent}'`);
      }
      named.set(parent, filtered);
    }
  }
}

/** MongoDB applies modifiers by path, numbers by size, so that new fields appear in this order. */
export function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (const [at, part] of a.entries()) {
    const other = b[at];
    if (other === undefined) return 1;
    if (part === other) continue;
    if (isArrayIndex(part) && isArrayIndex(other)) return Number(part) - Number(other);
    return part < other ? -1 : 1;
  }
  return a.length - b.length;
}

/** Puts element numbers in place of `$`, `$[]` and `$[name]`. */
export function resolvePaths(
  doc: Doc,
  parts: readonly string[],
  filters: ArrayFilters,
  trace: ArrayTrace,
): (readonly string[])[] {
  if (!parts.some((part) => part.startsWith('$'))) return [parts];
  const found: string[][] = [];
  expand(doc, parts, [], found, filters, trace);
  return found;
}

function expand(
  value: Value | undefined,
  parts: readonly string[],
  path: string[],
  found: string[][],
  filters: ArrayFilters,
  trace: ArrayTrace,
): void {
  const [part, ...rest] = parts;
  if (part === undefined) {
    found.push(path);
  } else if (part === '$') {
    const index = String(positionOf(path, trace));
    expand(childOf(value, index), rest, [...path, index], found, filters, trace);
  } else if (part.startsWith('$[')) {
    const array = arrayAt(value, path, part);
    for (const [index, element] of array.entries()) {
      if (filters.accepts(part.slice(2, -1), element)) {
        expand(element, rest, [...path, String(index)], found, filters, trace);
      }
    }
  } else {
    expand(childOf(value, part), rest, [...path, part], found, filters, trace);
  }
}

function arrayAt(value: Value | undefined, path: readonly string[], part: string): readonly Value[] {
  if (Array.isArray(value)) return value;
  if (value === undefined) {
    throw new CommandError(
      2,
      `The path '${path.join('.')}' must exist in the document in order to apply array updates.`,
    );
  }
  throw new CommandError(2, `Cannot apply array updates to non-array element '${path.join('.')}' (${part})`);
}

function childOf(value: Value | undefined, part: string): Value | undefined {
  if (isDoc(value)) return value.get(part);
  return Array.isArray(value) ? elementAt(value, part) : undefined;
}

/**
 * Several different matched elements are refused, be they of one array or of two: MongoDB keeps one number for the whole
 * filter, that of the condition it happened to check last, and calls the result undefined.
 */
function positionOf(path: readonly string[], trace: ArrayTrace): number {
  const array = path.join('.');
  const [index] = trace.indexesOf(array);
  if (index === undefined) {
    throw new CommandError(2, 'The positional operator did not find the match needed from the query.');
  }
  if (trace.indexesBeside(array).size > 1) {
    throw new CommandError(2, `The positional operator is ambiguous for '${array}': use $elemMatch in the filter`);
  }
  return index;
}
