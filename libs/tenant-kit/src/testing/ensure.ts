import { canonical } from './plain.js';

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
