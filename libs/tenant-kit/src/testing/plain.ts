/** The same text for the same value, whatever the order of its keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (isRecord(each) ? sorted(each) : each)) ?? 'undefined';
}

/** Whether a value is the same after a way through a database. */
export function isPlain(value: unknown): boolean {
  if (value === null || isDate(value)) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  if (isRecord(value)) return isPlainObject(value) && Object.values(value).every(isPlain);
  return ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
}

/** A copy as a database gives it back. Not `structuredClone`: test runners give that one another `Date`. */
export function copy<T>(value: T): T {
  if (isDate(value)) return new Date(value) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => copy(each)) as T;
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(kept.map(([name, each]) => [name, copy(each)])) as T;
}

/** Freezes all of it: a kind that writes into what it was given breaks at once. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !isDate(value)) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

export function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isDate(value);
}

/** Test runners run specs in a realm of their own, so there is more than one `Object.prototype`. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function sorted(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
