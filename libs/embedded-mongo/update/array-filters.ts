import { isDoc, type Doc, type Value } from '../bson/value.js';
import { CommandError } from '../errors.js';
import { compileFilter, type Predicate } from '../query/match.js';

/** The `arrayFilters` of one update, by identifier. */
export interface ArrayFilters {
  /** Whether `$[name]` covers the element; the empty name covers all. */
  accepts(name: string, element: Value): boolean;
  /** Identifiers without a filter (2) and filters without a use (9) are refused. */
  checkAllUsed(paths: readonly (readonly string[])[]): void;
}

/** Reads `[{'x.done': true}, ...]`. */
export function parseArrayFilters(value: Value | undefined): ArrayFilters {
  const filters = new Map<string, Predicate>();
  for (const filter of listOf(value)) {
    const name = identifierOf(filter);
    if (filters.has(name)) throw new CommandError(9, `Found multiple array filters with the name ${name}`);
    filters.set(name, compileFilter(filter));
  }
  return {
    accepts: (name, element) => name === '' || filters.get(name)?.(new Map([[name, element]])) === true,
    checkAllUsed: (paths) => checkAllUsed(new Set(filters.keys()), paths),
  };
}

function listOf(value: Value | undefined): Doc[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new CommandError(14, 'arrayFilters must be an array');
  return value.map((filter) => {
    if (!isDoc(filter)) throw new CommandError(14, 'each array filter must be an object');
    return filter;
  });
}

function identifierOf(filter: Doc): string {
  const names = new Set<string>();
  collectNames(filter, names);
  const [name] = names;
  if (name === undefined || names.size > 1) throw new CommandError(9, 'an array filter needs exactly one identifier');
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) throw new CommandError(2, `invalid array filter identifier: ${name}`);
  return name;
}

function collectNames(filter: Doc, names: Set<string>): void {
  for (const [key, operand] of filter) {
    if (!key.startsWith('$')) {
      names.add(key.split('.')[0] ?? '');
    } else if (Array.isArray(operand)) {
      for (const branch of operand) if (isDoc(branch)) collectNames(branch, names);
    }
  }
}

function checkAllUsed(defined: Set<string>, paths: readonly (readonly string[])[]): void {
  const used = new Set(
    paths.flat().flatMap((part) => (part.startsWith('$[') && part !== '$[]' ? [part.slice(2, -1)] : [])),
  );
  for (const name of used) {
    if (!defined.has(name)) throw new CommandError(2, `No array filter found for identifier '${name}'`);
  }
  for (const name of defined) {
    if (!used.has(name))
      throw new CommandError(9, `The array filter for identifier '${name}' was not used in the update`);
  }
}
