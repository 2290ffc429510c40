import { invertKey } from '../bson/order-key.js';

/** A place between index keys: before all that begins with `key`, or after all of it. */
export interface Bound {
  readonly key: string;
  readonly after: boolean;
}

/** No key begins with this unit: neither a type tag nor an inverted one reaches it. */
const TOP = '\uffff';

/** The bound as a string to compare keys with, below the equal fields in `prefix`. */
export function boundPosition(bound: Bound, prefix = ''): string {
  const key = prefix + bound.key;
  return bound.after ? afterAllOf(key) : key;
}

/** The same place in a descending field. */
export function invertBound(bound: Bound): Bound {
  return { key: invertKey(bound.key), after: !bound.after };
}

/** The least string that is greater than everything that begins with `key`. */
function afterAllOf(key: string): string {
  let end = key.length;
  while (end > 0 && key.charCodeAt(end - 1) === 0xffff) end--;
  if (end === 0) return TOP;
  return key.slice(0, end - 1) + String.fromCharCode(key.charCodeAt(end - 1) + 1);
}
