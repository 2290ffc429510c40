import type { Long } from 'bson';
import type { Doc, Value } from './value.js';

/**
 * The first unit of a key: MongoDB's order of types. `undefined` exists only as the index key of an empty array.
 */
export const TAG = {
  minKey: '\u0001',
  undefined: '\u0002',
  null: '\u0005',
  number: '\u000a',
  string: '\u000f',
  object: '\u0014',
  array: '\u0019',
  binData: '\u001e',
  objectId: '\u0023',
  bool: '\u0028',
  date: '\u002d',
  timestamp: '\u002f',
  regex: '\u0032',
  maxKey: '\u007f',
} as const;

const END = '\0';
const scratch = new DataView(new ArrayBuffer(8));

/**
 * One string per value such that comparing strings is comparing values in MongoDB's order, and equal strings mean
 * equal values. Every comparison, sort, unique check and index in this server rests on this one definition.
 */
export function orderKey(value: Value): string {
  if (typeof value === 'string') return TAG.string + textKey(value);
  if (typeof value === 'boolean') return TAG.bool + (value ? '\u0002' : '\u0001');
  if (value === null) return TAG.null;
  if (value instanceof Map) return TAG.object + objectKey(value);
  if (Array.isArray(value)) return TAG.array + value.map(orderKey).join('') + END;
  if (value instanceof Date) return TAG.date + doubleKey(value.getTime());
  switch (value._bsontype) {
    case 'Int32':
    case 'Double':
      return TAG.number + doubleKey(value.value) + '\u8000';
    case 'Long':
      return TAG.number + longKey(value);
    case 'ObjectId':
      return TAG.objectId + Buffer.from(value.id).toString('latin1');
    case 'Binary':
      return TAG.binData + binaryKey(value.buffer.subarray(0, value.position), value.sub_type);
    case 'BSONRegExp':
      return TAG.regex + textKey(value.pattern) + textKey(value.options);
    case 'Timestamp':
      return TAG.timestamp + unitsOf(value.high) + unitsOf(value.low);
    case 'MinKey':
      return TAG.minKey;
    case 'MaxKey':
      return TAG.maxKey;
  }
}

/** A key that sorts the other way round, for descending fields. */
export function invertKey(key: string): string {
  let inverted = '';
  for (let i = 0; i < key.length; i++) inverted += String.fromCharCode(0xffff - key.charCodeAt(i));
  return inverted;
}

/** The start that the keys of all strings beginning with `prefix` share. */
export function stringPrefixKey(prefix: string): string {
  return TAG.string + escapeText(prefix);
}

/** -1, 0 or 1 in MongoDB's order. */
export function compareValues(a: Value, b: Value): number {
  return compareKeys(orderKey(a), orderKey(b));
}

export function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function equalValues(a: Value, b: Value): boolean {
  return orderKey(a) === orderKey(b);
}

/** Field by field: type, then name, then value; so the order of keys matters, as in MongoDB. */
function objectKey(doc: Doc): string {
  let key = '';
  for (const [name, value] of doc) {
    const inner = orderKey(value);
    key += inner.charAt(0) + textKey(name) + inner.slice(1);
  }
  return key + END;
}

function textKey(text: string): string {
  return escapeText(text) + END + END;
}

function escapeText(text: string): string {
  const escaped = text.includes('\0') ? text.replaceAll('\0', '\0\u0001') : text;
  return /[\ud800-\uffff]/.test(escaped) ? utf8Order(escaped) : escaped;
}

/** MongoDB compares UTF-8 bytes. JavaScript compares UTF-16 units, which puts surrogates before U+E000..U+FFFF. */
function utf8Order(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const moved = unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
    out += String.fromCharCode(moved);
  }
  return out;
}

/** Four units that sort like the number; NaN before all numbers, -0 equal to 0. */
function doubleKey(value: number): string {
  if (Number.isNaN(value)) return '\0\0\0\0';
  scratch.setFloat64(0, value === 0 ? 0 : value);
  const flip = value < 0 ? 0xffff : 0;
  return String.fromCharCode(
    scratch.getUint16(0) ^ (value < 0 ? 0xffff : 0x8000),
    scratch.getUint16(2) ^ flip,
    scratch.getUint16(4) ^ flip,
    scratch.getUint16(6) ^ flip,
  );
}

/** A Long above 2^53 is not a double; the rounding rest (at most 512) goes into a fifth unit. */
function longKey(value: Long): string {
  const rounded = value.toNumber();
  const rest = Number.isSafeInteger(rounded) ? 0 : Number(value.toBigInt() - BigInt(rounded));
  return doubleKey(rounded) + String.fromCharCode(0x8000 + rest);
}

function binaryKey(bytes: Uint8Array, subtype: number): string {
  return unitsOf(bytes.length) + String.fromCharCode(subtype) + Buffer.from(bytes).toString('latin1');
}

function unitsOf(int32: number): string {
  return String.fromCharCode(int32 >>> 16, int32 & 0xffff);
}
