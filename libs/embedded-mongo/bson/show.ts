import { isDoc, type Value } from './value.js';

/** A value as MongoDB's error messages write it. */
export function show(value: Value): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (Array.isArray(value)) return `[ ${value.map(show).join(', ')} ]`;
  if (isDoc(value)) return `{ ${[...value].map(([name, inner]) => `${name}: ${show(inner)}`).join(', ')} }`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (value._bsontype === 'ObjectId') return `ObjectId('${value.toHexString()}')`;
  if (value._bsontype === 'Int32' || value._bsontype === 'Double') return String(value.value);
  return value._bsontype === 'Long' ? value.toString() : value._bsontype;
}
