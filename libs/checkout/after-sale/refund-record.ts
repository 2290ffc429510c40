import { newId, sum, type MinorUnits } from '@comptoir/kernel';
import type { RefundFacts } from '#payments';
import type { PaymentRecord, RefundRecord } from '../engine/checkout-document.js';

/** What a refund is registered with; the rest follows. */
export type RefundIntent = Pick<
  RefundRecord,
  'provider' | 'paymentId' | 'money' | 'key' | 'amount' | 'currency' | 'reason'
> & {
  id?: string;
};

/** Registers a refund before it is asked for: from here on nobody else can promise the same money. */
export function withRefund(payment: PaymentRecord, intent: RefundIntent, now: Date): PaymentRecord {
  const record: RefundRecord = {
    id: newId('ref'),
    attempt: 1,
    ...intent,
    state: 'due',
    providerId: null,
    createdAt: now,
  };
  return { ...payment, refundable: lessened(payment, intent.amount), refunds: [...payment.refunds, record] };
}

/** What may still be refunded of one payment: another one of the same checkout is given back on its own. */
export function leftOf({ sessions, refunds }: PaymentRecord, paymentId: string): MinorUnits {
  const paid = sessions.filter((session) => session.paymentId === paymentId && session.state === 'paid');
  const promised = refunds.filter((refund) => refund.paymentId === paymentId && refund.state !== 'failed');
  return sum(paid.map(({ amount }) => amount)) - sum(promised.map(({ amount }) => amount));
}

/** The same refund once more, after the provider refused it. */
export function withAnotherAttempt(payment: PaymentRecord, record: RefundRecord): PaymentRecord {
  const amount = Math.min(record.amount, payment.refundable);
  const again = { ...record, amount, attempt: record.attempt + 1, state: 'due' as const, providerId: null };
  return { ...payment, refundable: lessened(payment, amount), refunds: replaced(payment, again) };
}

/** What the provider says of a refund, written down. One that failed gives its amount back; until it turns out to be made. */
export function withRefundFacts(payment: PaymentRecord, record: RefundRecord, facts: RefundFacts): PaymentRecord {
  const promised = (state: RefundFacts['state'] | 'due'): MinorUnits => (state === 'failed' ? 0 : record.amount);
  const changed = { ...record, state: facts.state, providerId: facts.providerId ?? record.providerId };
  return {
    ...payment,
    refundable: payment.refundable + promised(record.state) - promised(facts.state),
    refunds: replaced(payment, changed),
  };
}

/** The refund that a step gives, if it was registered. */
export function refundOf(payment: PaymentRecord, key: string): RefundRecord | null {
  return payment.refunds.find((refund) => refund.key === key) ?? null;
}

/** All refunds of a checkout in one word: what is under way goes first, then what went wrong. */
export function refundState({ refunds }: PaymentRecord): 'none' | 'pending' | 'succeeded' | 'failed' {
  const states = new Set(refunds.map(({ state }) => state));
  if (states.has('due') || states.has('pending')) return 'pending';
  if (refunds.at(-1)?.state === 'failed') return 'failed';
  return states.has('succeeded') ? 'succeeded' : 'none';
}

function lessened({ refundable }: PaymentRecord, amount: MinorUnits): MinorUnits {
  if (amount < 1 || amount > refundable) throw new Error(`A refund of ${amount} is more than the ${refundable} left`);
  return refundable - amount;
}

function replaced({ refunds }: PaymentRecord, changed: RefundRecord): RefundRecord[] {
  return refunds.map((other) => (other.id === changed.id ? changed : other));
}
