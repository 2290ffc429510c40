import { reviveProblem, type Problem } from '@comptoir/kernel';
import type { FailureRecord } from '../engine/checkout-document.js';

/** The problem a failed run ended with, as the caller sees it. */
export function failureProblem(failure: FailureRecord, checkoutId: string): Problem & { checkoutId: string } {
  const problem = reviveProblem({ code: failure.code, message: failure.message, fields: failure.fields });
  return Object.assign(problem, { checkoutId });
}
