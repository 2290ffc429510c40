import { reviveProblem, type Problem } from '@comptoir/kernel';
import type { CheckoutDocument, FailureRecord } from '../engine/checkout-document.js';

/** The problem a failed run ended with, as the caller sees it. */
export function failureProblem(failure: FailureRecord, checkoutId: string): Problem & { checkoutId: string } {
  const problem = reviveProblem({ code: failure.code, message: failure.message, fields: failure.fields });
  return Object.assign(problem, { checkoutId });
}

/** A call that ends in a failed checkout answers with the problem; the checkout stays readable. */
export function unlessFailed(checkout: CheckoutDocument): CheckoutDocument {
  const { id, failure } = checkout;
  if (failure) throw failureProblem(failure, id);
  return checkout;
}
