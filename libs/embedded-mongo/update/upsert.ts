import { BSONRegExp, ObjectId } from 'bson';
import { compareKeys, equalValues, orderKey } from '../bson/order-key.js';
import { cloneValue, isDoc, type Doc, type Value } from '../bson/value.js';
import { CommandError } from '../errors.js';
import { isOperatorDoc } from '../query/match.js';
import { ArrayTrace } from '../query/path.js';
import { placeAt } from './target.js';
import type { Update } from './update.js';

/** The document an upsert inserts: the equalities of the filter, then the update, `_id` first. */
export function upsertedDocument(filter: Doc, update: Update): Doc {
  const equalities: [string, Value][] = [];
  collectEqualities(filter, equalities);
  const start: Doc = new Map();
  const used = update.isReplacement ? equalities.filter(([path]) => isOfId(path)) : equalities;
  const part = used.find(([path]) => update.isReplacement && path !== '_id');
  if (part) throw new CommandError(111, `cannot infer query fields to set, '${part[0]}' is only a part of '_id'`);
  refuseContradictions(used.map(([path]) => path));
  // MongoDB keeps them in a map by path (EqualityMatches), so the new fields come in this order and not in the filter's.
  for (const [path, value] of used.toSorted(([a], [b]) => compareKeys(a, b)))
    placeAt(start, path.split('.'), true)?.set(cloneValue(value));
  // Kept apart: the update may change what it starts from.
  const hasId = start.has('_id');
  const asked = cloneValue(start.get('_id') ?? null);
  const doc = withIdFirst(update.apply(start, { inserting: true, trace: new ArrayTrace() }));
  if (hasId && !equalValues(asked, doc.get('_id') ?? null)) {
    throw new CommandError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
  }
  return doc;
}

function isOfId(path: string): boolean {
  return path === '_id' || path.startsWith('_id.');
}

/** Two values for one place, or for a place and something inside it, leave open what to insert. */
function refuseContradictions(paths: readonly string[]): void {
  for (const [at, path] of paths.entries()) {
    const other = paths.find((one, index) => index !== at && (one === path || one.startsWith(`${path}.`)));
    if (other !== undefined) {
      throw new CommandError(54, `cannot infer query fields to set, '${path}' and '${other}' are both matched`);
    }
  }
}

/** Every stored document has its `_id` as the first field; one is made when it is missing. */
export function withIdFirst(doc: Doc): Doc {
  const id = doc.get('_id');
  if (id !== undefined && doc.keys().next().value === '_id') return doc;
  const ordered: Doc = new Map([['_id', id ?? new ObjectId()]]);
  for (const [name, value] of doc) ordered.set(name, value);
  return ordered;
}

function collectEqualities(filter: Doc, found: [string, Value][]): void {
  for (const [key, operand] of filter) {
    if (key === '$and' || (key === '$or' && Array.isArray(operand) && operand.length === 1)) {
      for (const branch of Array.isArray(operand) ? operand : []) if (isDoc(branch)) collectEqualities(branch, found);
    } else if (!key.startsWith('$')) {
      for (const value of equalitiesOf(operand)) found.push([key, value]);
    }
  }
}

/** The values a condition demands: `$in` with one value is an equality, `$all` is one per value. */
function equalitiesOf(operand: Value): readonly Value[] {
  if (!isOperatorDoc(operand)) return operand instanceof BSONRegExp ? [] : [operand];
  const equal = operand.get('$eq');
  const all = operand.get('$all');
  const oneOf = operand.get('$in');
  return [
    ...(equal === undefined ? [] : [equal]),
    ...(Array.isArray(all) ? all : []),
    ...(Array.isArray(oneOf) && new Set(oneOf.map(orderKey)).size === 1 ? oneOf.slice(0, 1) : []),
  ].filter((value) => value === equal || !(value instanceof BSONRegExp || isOperatorDoc(value)));
}
