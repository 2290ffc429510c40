import { findingsIn, when, type Finding } from '../../finding.js';
import type { Checkout, Session } from '../../reading/checkout.js';
import type { OfflinePayment } from '../../reading/provider-facts.js';
import { isOver } from '../checkout/progress.js';
import { isLongAgo } from '../checkout/timers.js';

const inPayments = findingsIn('offline_payments');
const inCheckouts = findingsIn('checkouts');

/** What the seller says, against the checkout that it is about. Without `now` nobody is at work, and nothing is late. */
export function offlinePayment(payment: OfflinePayment, checkout: Checkout | undefined, now: Date | null): Finding[] {
  const session = checkout?.sessions.find(({ providerId }) => providerId === payment.key);
  return [
    ...unheard(payment, checkout, session, now),
    ...openAfterEnd(payment, checkout, session),
    ...refundsDiffer(payment, checkout),
  ];
}

/** The decision is written down before its checkout hears of it, so for a moment it may not have. */
function unheard(
  payment: OfflinePayment,
  checkout: Checkout | undefined,
  session: Session | undefined,
  now: Date | null,
): Finding[] {
  if (payment.state !== 'paid' || session?.state === 'paid') return [];
  const long = now !== null && payment.decidedAt !== null && isLongAgo(payment.decidedAt, now);
  return when(!checkout || isOver(checkout) || long, () => {
    const says = `${payment.amount} came for ${payment.checkout}, which is ${checkout?.status ?? 'not there'}.`;
    return inPayments(payment, 'OFFLINE_PAID_UNHEARD', says, { checkoutVersion: checkout?.version ?? null });
  });
}

function openAfterEnd(
  payment: OfflinePayment,
  checkout: Checkout | undefined,
  session: Session | undefined,
): Finding[] {
  // An opening whose answer was lost is not known to the checkout yet; it is asked for again before the end.
  const waited = checkout && !isOver(checkout) && (!session || session.state === 'open');
  return when(payment.state === 'open' && !waited, () => {
    const status = `${checkout?.status ?? 'not there'} (session ${session?.state ?? 'unknown'})`;
    const says = `Its seller is asked for the money of ${payment.checkout}, which is ${status}.`;
    return inPayments(payment, 'OFFLINE_OPEN_AFTER_END', says, { checkoutVersion: checkout?.version ?? null });
  });
}

/** A refund is registered by the checkout first, so it may be one ahead; it is never behind. */
function refundsDiffer(payment: OfflinePayment, checkout: Checkout | undefined): Finding[] {
  const owed = payment.refunds.reduce((sum, { amount }) => sum + amount, 0);
  const promised = (checkout?.refunds ?? []).filter(({ paymentId }) => paymentId === payment.key);
  const known = promised.filter(({ state }) => state !== 'failed').reduce((sum, { amount }) => sum + amount, 0);
  const due = promised.filter(({ state }) => state === 'due').reduce((sum, { amount }) => sum + amount, 0);
  const adds = payment.refundable === payment.amount - owed;
  return when(!adds || owed > known || owed < known - due, () => {
    const says = `${owed} are to be paid back of ${payment.amount}, ${payment.refundable} are left; promised are ${known}.`;
    return inPayments(payment, 'OFFLINE_REFUNDS_DIFFER', says, { owed, known, left: payment.refundable });
  });
}

/** No checkout is paid by an invoice or bank transfer whose seller did not say so. */
export function unsaid(checkout: Checkout, payments: ReadonlyMap<string, OfflinePayment>): Finding[] {
  const counted = checkout.sessions.filter(({ provider, state }) => provider === 'offline' && state === 'paid');
  return counted.flatMap(({ id, providerId, amount }) => {
    const payment = payments.get(providerId ?? '');
    return when(payment?.state !== 'paid' || payment.amount !== amount, () => {
      const says = `Session ${id} counts ${amount}; its seller says ${payment?.state ?? 'nothing'}.`;
      return inCheckouts(checkout, 'OFFLINE_PAID_UNSAID', says, { session: id, state: payment?.state ?? null });
    });
  });
}
