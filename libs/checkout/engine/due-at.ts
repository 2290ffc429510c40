import { CheckoutStatus } from '@comptoir/tenant-kit';
import type { CheckoutDocument } from './checkout-document.js';
import { isTellingDue } from './outbox.js';
import { currentRun } from './run.js';
import { TERMINAL } from './transitions.js';

/**
 * Folds every timer of a checkout into one instant: when somebody must look at it again. Null means that nothing more
 * happens by itself.
 */
export function dueAt(checkout: CheckoutDocument): Date | null {
  if (checkout.lease) return checkout.lease.until;
  if (isTellingDue(checkout.outbox, isOver(checkout)) || checkout.untoldSessions?.length) return checkout.updatedAt;
  if (isAtWork(checkout)) return currentRun(checkout)?.retryAt ?? checkout.updatedAt;
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

/** Nothing more happens by itself, but that those who listen are told. */
export function isOver(checkout: CheckoutDocument): boolean {
  return TERMINAL.has(checkout.status) && currentRun(checkout) === null;
}
