import { newId } from '@comptoir/kernel';
import type { AfterSaleFacts } from '#payments';
import type { CheckoutDocument, PaymentRecord, RefundRecord, SessionRecord } from '../engine/checkout-document.js';
import { withRefundFacts } from './refund-record.js';

type Found = AfterSaleFacts['refunds'][number];

/** A refund that somebody else made of money that is promised to the same buyer already: to be looked at later. */
export class PromisedTwice extends Error {}

/**
 * What the provider's books say of a payment, written down: refunds that were made elsewhere, one of ours that failed
 * after it had succeeded, disputes. What our own runs are at is theirs to write.
 */
export function withAfterSale(
  checkout: CheckoutDocument,
  session: SessionRecord,
  facts: AfterSaleFacts,
  now: Date,
): Pick<CheckoutDocument, 'payment' | 'needsAttention'> {
  let { payment, needsAttention } = checkout;
  for (const found of facts.refunds) {
    const known = recordOf(payment, found);
    if (!known && found.key === null) payment = withElsewhere(payment, session, facts, found, now);
    if (known && isNews(known, found)) {
      if (known.state === 'failed' && known.amount > payment.refundable) throw new PromisedTwice();
      payment = withRefundFacts(payment, known, found);
    }
    if (known?.state === 'succeeded' && found.state === 'failed') {
      needsAttention = `A refund of ${found.amount} ${facts.currency} came back from the buyer's bank: give it back in another way`;
    }
  }
  return { payment: withDispute(payment, facts.dispute), needsAttention };
}

/** The refund that a run waits for and that has got its answer; null where none has. */
export function awaitedRefund({ payment }: CheckoutDocument, facts: AfterSaleFacts): RefundRecord | null {
  const answered = facts.refunds.filter(({ state }) => state !== 'pending').map((found) => recordOf(payment, found));
  return answered.find((known) => known && known.reason !== 'elsewhere' && known.state === 'pending') ?? null;
}

/** Ours by the provider's name of it; or by our own, where its answer is still on its way. */
function recordOf({ refunds }: PaymentRecord, { providerId, key }: Found): RefundRecord | undefined {
  return (
    refunds.find((record) => record.providerId === providerId) ??
    refunds.find((record) => key !== null && key === `${record.key}:${record.attempt}`)
  );
}

/** A run writes what it waits for itself; everything else is written here: also one that we took for refused. */
function isNews({ reason, state, providerId }: RefundRecord, found: Found): boolean {
  if (state === found.state) return false;
  const wasMade = state === 'failed' && providerId === null;
  return reason === 'elsewhere' || wasMade || (state === 'succeeded' && found.state === 'failed');
}

function withElsewhere(
  payment: PaymentRecord,
  { provider, money }: SessionRecord,
  { paymentId, currency }: AfterSaleFacts,
  { providerId, amount, state }: Found,
  now: Date,
): PaymentRecord {
  if (state === 'failed') return payment;
  if (amount > payment.refundable) throw new PromisedTwice();
  const record: RefundRecord = {
    id: newId('ref'),
    provider,
    paymentId,
    ...(money && { money }),
    key: `elsewhere:${providerId}`,
    attempt: 1,
    amount,
    currency,
    reason: 'elsewhere',
    state,
    providerId,
    createdAt: now,
  };
  return { ...payment, refundable: payment.refundable - amount, refunds: [...payment.refunds, record] };
}

function withDispute(payment: PaymentRecord, dispute: AfterSaleFacts['dispute']): PaymentRecord {
  return dispute === 'none' ? payment : { ...payment, dispute };
}
