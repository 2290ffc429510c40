import { Problem } from '@comptoir/kernel';
import type { PaymentStage } from './payment-stage.fixture.js';

/** One sentence of what every provider keeps, and the attempt to catch it breaking that. */
export type Clause = (stage: PaymentStage) => Promise<void>;

/** What {@link Clause}s are found broken with, beside the provider's own errors. */
export class ClauseBroken extends Error {
  override readonly name = 'ClauseBroken';
}

export function same(found: unknown, wanted: unknown, what: string): void {
  const [one, other] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (one !== other) throw new ClauseBroken(`${what}: ${one}, wanted ${other}`);
}

/** What a call failed with; a clause is broken where it did not. */
export async function failure(call: Promise<unknown>, what: string): Promise<unknown> {
  let answer: unknown;
  try {
    answer = await call;
  } catch (error) {
    return error;
  }
  throw new ClauseBroken(`${what}: answered ${JSON.stringify(answer)}`);
}

/** Whoever hears this believes that nothing happened. */
export function isClear(error: unknown): boolean {
  return error instanceof Problem && !error.retryable;
}
