import type { Binary, BSONRegExp, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';

/** A decoded document. A Map keeps every key in its place, integer-like ones and `__proto__` included. */
export type Doc = Map<string, Value>;

/** What filters, sorts and indexes need of a document: its fields by name. */
export interface Fields {
  get(name: string): Value | undefined;
}

/** The three number types stay apart, so that a Long above 2^53 and `$type` survive a round trip. */
export type NumberValue = Int32 | Double | Long;

type Scalar =
  null | boolean | string | Date | NumberValue | ObjectId | Binary | BSONRegExp | Timestamp | MinKey | MaxKey;

/** Any value this server stores. */
export type Value = Scalar | Value[] | Doc;

/** BSON type numbers as `$type` knows them. */
export const TYPE = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  int: 16,
  timestamp: 17,
  long: 18,
  minKey: -1,
  maxKey: 127,
} as const;

type TypeNumber = (typeof TYPE)[keyof typeof TYPE];

/** The BSON type number of a value. */
export function typeOf(value: Value): TypeNumber {
  if (typeof value === 'string') return TYPE.string;
  if (typeof value === 'boolean') return TYPE.bool;
  if (value === null) return TYPE.null;
  if (value instanceof Map) return TYPE.object;
  if (Array.isArray(value)) return TYPE.array;
  if (value instanceof Date) return TYPE.date;
  switch (value._bsontype) {
    case 'Int32':
      return TYPE.int;
    case 'Double':
      return TYPE.double;
    case 'Long':
      return TYPE.long;
    case 'ObjectId':
      return TYPE.objectId;
    case 'Binary':
      return TYPE.binData;
    case 'BSONRegExp':
      return TYPE.regex;
    case 'Timestamp':
      return TYPE.timestamp;
    case 'MinKey':
      return TYPE.minKey;
    case 'MaxKey':
      return TYPE.maxKey;
  }
}

const TYPE_NAMES = new Map<number, string>(Object.entries(TYPE).map(([name, number]) => [number, name]));

/** The name of a value's type, for error messages. */
export function typeName(value: Value): string {
  return TYPE_NAMES.get(typeOf(value)) ?? 'unknown';
}

export function isDoc(value: Value | undefined): value is Doc {
  return value instanceof Map;
}

/** A copy whose containers may be changed; scalars are never changed, so they are shared. */
export function cloneValue(value: Value): Value {
  if (value instanceof Map) return cloneDoc(value);
  return Array.isArray(value) ? value.map(cloneValue) : value;
}

export function cloneDoc(doc: Doc): Doc {
  const copy: Doc = new Map();
  for (const [key, value] of doc) copy.set(key, cloneValue(value));
  return copy;
}
