import { CheckoutStatus } from '@comptoir/tenant-kit';
import type { CheckoutDocument } from './checkout-document.js';
import { currentRun } from './run.js';

/**
 * Folds every timer of a checkout into one instant: when somebody must look at it again. Null means that nothing more
 * happens by itself.
 */
export function dueAt(checkout: CheckoutDocument): Date | null {
  const run = currentRun(checkout);
  if (checkout.lease) return checkout.lease.until;
  if (run && isAtWork(checkout)) return run.retryAt ?? checkout.updatedAt;
  if (waitsForBuyer(checkout)) return checkout.expiresAt;
  return null;
}

export function waitsForBuyer(checkout: CheckoutDocument): boolean {
  return checkout.status === CheckoutStatus.pending || checkout.status === CheckoutStatus.payment_pending;
}

/** A run is unfinished and does not wait for the buyer. */
export function isAtWork(checkout: CheckoutDocument): boolean {
  const run = currentRun(checkout);
  return run !== null && (!waitsForBuyer(checkout) || run.direction === 'undo');
}
