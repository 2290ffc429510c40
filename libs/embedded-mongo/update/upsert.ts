import { ObjectId } from 'bson';
import { cloneValue, isDoc, type Doc, type Value } from '../bson/value.js';
import { isOperatorDoc } from '../query/match.js';
import { ArrayTrace } from '../query/path.js';
import { checkConflicts } from './paths.js';
import { placeAt } from './target.js';
import type { Update } from './update.js';

/** The document an upsert inserts: the equalities of the filter, then the update, `_id` first. */
export function upsertedDocument(filter: Doc, update: Update): Doc {
  const equalities: [string, Value][] = [];
  collectEqualities(filter, equalities);
  const start: Doc = new Map();
  const used = update.isReplacement ? equalities.filter(([path]) => path === '_id') : equalities;
  checkConflicts(used.map(([path]) => path.split('.')));
  for (const [path, value] of used) placeAt(start, path.split('.'), true)?.set(cloneValue(value));
  const doc = update.apply(start, { inserting: true, trace: new ArrayTrace() });
  return withIdFirst(doc);
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
      const value = equalityOf(operand);
      if (value !== undefined) found.push([key, value]);
    }
  }
}

function equalityOf(operand: Value): Value | undefined {
  if (!isOperatorDoc(operand)) return isRegex(operand) ? undefined : operand;
  const all = operand.get('$all');
  return operand.get('$eq') ?? (Array.isArray(all) && all.length === 1 ? all[0] : undefined);
}

function isRegex(operand: Value): boolean {
  return (
    typeof operand === 'object' && operand !== null && '_bsontype' in operand && operand._bsontype === 'BSONRegExp'
  );
}
