/** A kind does not keep a clause of the contract; the message says which call did what. */
export class ClauseBroken extends Error {
  override readonly name = 'ClauseBroken';
}

/** Goes on when `held`; otherwise the clause is broken, and `message` says how. */
export function ensure(held: boolean, message: string): asserts held {
  if (!held) throw new ClauseBroken(message);
}

/** Compares what is stored, or plain answers, by value. */
export function ensureSame(actual: unknown, expected: unknown, message: string): void {
  const [found, wanted] = [canonical(actual), canonical(expected)];
  if (found !== wanted) throw new ClauseBroken(`${message}\n  expected ${wanted}\n  found    ${found}`);
}

/** The same text for the same value, whatever the order of its keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (isRecord(each) ? sorted(each) : each)) ?? 'undefined';
}

/** Whether two runs of {@link canonical} data would be told apart after a way through the database. */
export function isPlain(value: unknown): boolean {
  if (value === null || value instanceof Date) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  if (isRecord(value)) return isPlainObject(value) && Object.values(value).every(isPlain);
  return ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
}

/** Freezes all of it: a kind that writes into what it was given breaks at once. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** Test runners run specs in a realm of their own, whose `Object.prototype` is not ours. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function sorted(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
