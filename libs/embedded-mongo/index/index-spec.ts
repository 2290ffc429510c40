import { BSONRegExp, Int32 } from 'bson';
import { count, isNumber, toInteger, toNumber } from '../bson/numbers.js';
import { equalValues } from '../bson/order-key.js';
import { isDoc, type Doc, type Value } from '../bson/value.js';
import { CommandError, unsupported } from '../errors.js';
import { isArrayIndex } from '../query/path.js';
import { refuseCollation } from '../query/collation.js';
import type { KeyField } from './document-keys.js';

/** An index as `createIndexes` states it. */
export interface IndexSpec {
  readonly name: string;
  readonly key: Doc;
  readonly fields: readonly KeyField[];
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly partialFilterExpression?: Doc;
  readonly expireAfterSeconds?: number;
}

const VERSION = new Int32(2);
const KNOWN_OPTIONS = new Set([
  'key',
  'name',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'background',
  'v',
  'ns',
  'collation',
]);

/** The index every collection has. */
export const ID_INDEX: IndexSpec = {
  name: '_id_',
  key: new Map<string, Value>([['_id', new Int32(1)]]),
  fields: [{ path: '_id', parts: ['_id'], descending: false }],
  unique: true,
  sparse: false,
};

/** Reads one entry of `createIndexes`. */
export function parseIndexSpec(spec: Doc): IndexSpec {
  const unknown = [...spec.keys()].find((name) => !KNOWN_OPTIONS.has(name));
  if (unknown !== undefined)
    throw new CommandError(197, `The index option '${unknown}' is not supported by embedded-mongo`);
  refuseCollation(spec.get('collation'));
  const key = spec.get('key');
  const name = spec.get('name');
  if (!isDoc(key) || key.size === 0) throw new CommandError(67, 'An index needs a key');
  if (typeof name !== 'string' || name === '') throw new CommandError(9, 'An index needs a name');
  if (name === '*') throw new CommandError(2, "The index name '*' is not valid.");
  if (name === ID_INDEX.name && !sameKey(key, ID_INDEX.key)) {
    throw new CommandError(
      2,
      `The index name '_id_' is reserved for the _id index, which must have key pattern {_id: 1}`,
    );
  }
  const partial = spec.get('partialFilterExpression');
  if (partial !== undefined && !isDoc(partial)) throw new CommandError(67, 'partialFilterExpression must be an object');
  if (partial) checkPartialFilter(partial);
  const sparse = flag(spec, 'sparse');
  if (sparse && partial) throw new CommandError(67, 'cannot mix "partialFilterExpression" and "sparse" options');
  const expires = expirySeconds(spec.get('expireAfterSeconds'), key);
  return {
    name,
    key,
    fields: [...key].map(([path, direction]) => keyField(path, direction)),
    unique: flag(spec, 'unique'),
    sparse,
    ...(partial && { partialFilterExpression: partial }),
    ...(expires !== undefined && { expireAfterSeconds: expires }),
  };
}

/** The document `listIndexes` shows and the log stores. */
export function indexDocument(spec: IndexSpec): Doc {
  const doc: Doc = new Map();
  doc.set('v', VERSION);
  doc.set('key', spec.key);
  doc.set('name', spec.name);
  if (spec.unique && spec !== ID_INDEX) doc.set('unique', true);
  if (spec.sparse) doc.set('sparse', true);
  if (spec.partialFilterExpression) doc.set('partialFilterExpression', spec.partialFilterExpression);
  if (spec.expireAfterSeconds !== undefined) doc.set('expireAfterSeconds', count(spec.expireAfterSeconds));
  return doc;
}

export function sameKey(a: Doc, b: Doc): boolean {
  return equalValues(a, b);
}

/** What tells indexes of one key apart, so that they may stand side by side; the expiry is not of it. */
export function sameIdentity(a: IndexSpec, b: IndexSpec): boolean {
  const partial = equalValues(a.partialFilterExpression ?? null, b.partialFilterExpression ?? null);
  return sameKey(a.key, b.key) && a.unique === b.unique && a.sparse === b.sparse && partial;
}

function keyField(path: string, direction: Value): KeyField {
  const number = isNumber(direction) ? toNumber(direction) : 0;
  if (typeof direction === 'string') throw unsupported(`an index of type '${direction}'`, 67);
  if (number !== 1 && number !== -1) throw new CommandError(67, `Values in an index key must be 1 or -1: ${path}`);
  const parts = path.split('.');
  if (parts.includes('') || path.includes('$')) throw unsupported(`an index on '${path}'`, 67);
  if (parts.some(isArrayIndex)) throw unsupported(`an index on the array position '${path}'`, 67);
  return { path, parts, descending: number === -1 };
}

const PARTIAL_OPERATORS = new Set(['$eq', '$gt', '$gte', '$lt', '$lte', '$exists', '$type', '$in']);

/** MongoDB takes only conditions that say what is in the index, none that say what is not. */
function checkPartialFilter(filter: Doc): void {
  for (const [name, operand] of filter) {
    if (name === '$and' || name === '$or') {
      for (const branch of Array.isArray(operand) ? operand : []) if (isDoc(branch)) checkPartialFilter(branch);
    } else if (name.startsWith('$')) {
      throw new CommandError(67, `Expression not supported in partial index: ${name}`);
    } else if (operand instanceof BSONRegExp) {
      throw new CommandError(67, `Expression not supported in partial index: a regular expression on '${name}'`);
    } else if (isDoc(operand)) {
      for (const [operator, value] of operand) {
        const supported = !operator.startsWith('$') || PARTIAL_OPERATORS.has(operator);
        if (!supported || (operator === '$exists' && value !== true)) {
          throw new CommandError(67, `Expression not supported in partial index: ${operator} on '${name}'`);
        }
      }
    }
  }
}

function flag(spec: Doc, name: string): boolean {
  const value = spec.get(name);
  if (value === undefined) return false;
  if (typeof value === 'boolean') return value;
  if (isNumber(value)) return toNumber(value) !== 0;
  throw new CommandError(14, `The index option '${name}' must be a boolean`);
}

function expirySeconds(value: Value | undefined, key: Doc): number | undefined {
  if (value === undefined) return undefined;
  const seconds = toInteger(value);
  if (seconds === undefined || seconds < 0 || seconds > 0x7fffffff)
    throw new CommandError(67, 'expireAfterSeconds must be a whole number from 0 to 2147483647');
  if (key.size !== 1 || key.has('_id')) throw new CommandError(67, 'TTL indexes are single-field indexes, not on _id');
  return seconds;
}
