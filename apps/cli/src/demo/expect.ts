import { isDeepStrictEqual } from 'node:util';
import { CliError } from '../cli-error.js';

/** Something did not happen as it must. */
export class DemoFailure extends CliError {
  constructor(what: string, expected: string, got: unknown) {
    super(`\n✗ ${what}\n  expected  ${expected}\n  got       ${typeof got === 'string' ? got : JSON.stringify(got)}`);
  }
}

export function expectEqual(what: string, got: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(got, expected)) throw new DemoFailure(what, JSON.stringify(expected), got);
}

export function expectThat(what: string, holds: boolean, expected: string, got: unknown): void {
  if (!holds) throw new DemoFailure(what, expected, got);
}

/** The value, which the answer must have. */
export function expectSome<T>(what: string, value: T | null | undefined): T {
  if (value === null || value === undefined) throw new DemoFailure(what, 'something', 'nothing');
  return value;
}
