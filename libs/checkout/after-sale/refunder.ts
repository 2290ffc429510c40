import { Injectable } from '@nestjs/common';
import { after, storedProblem } from '@comptoir/kernel';
import { PaymentRefused, PaymentsService, type RefundFacts } from '#payments';
import type { CheckoutDocument, FailureRecord, RefundRecord } from '../engine/checkout-document.js';
import type { Outcome } from '../engine/engine.js';
import { moneyOf } from '../payment/payment-record.js';
import { leftOf, withAnotherAttempt, withRefundFacts } from './refund-record.js';

/** How often a refund that takes its time is looked at, milliseconds. */
const PENDING_MS = 3_600_000;

/** A provider knows a key for a day at least; well before that its books are asked first, milliseconds. */
const KEY_HELD_MS = 20 * 3_600_000;

const NOT_TAKEN: FailureRecord = {
  code: 'PAYMENT_REFUSED',
  message: 'The payment provider could not give the money back',
  retryable: false,
  fields: {},
};

/** Gives back money whose refund was registered, under the key that was registered. */
@Injectable()
export class Refunder {
  constructor(private readonly payments: PaymentsService) {}

  /** Asks for a refund, or how it fares. One that failed is registered anew, and the same step is asked again. */
  async give(checkout: CheckoutDocument, record: RefundRecord, now: Date): Promise<Outcome> {
    if (record.state === 'succeeded') return { type: 'done' };
    if (record.state === 'failed') {
      const amount = Math.min(record.amount, leftOf(checkout.payment, record.paymentId));
      // Somebody else has given it back meanwhile.
      if (amount === 0) return { type: 'done' };
      return { type: 'again', patch: { payment: withAnotherAttempt(checkout.payment, { ...record, amount }) } };
    }
    const facts = await this.ask(record, now);
    const failure = facts instanceof PaymentRefused ? { ...storedProblem(facts), retryable: false } : NOT_TAKEN;
    const known: RefundFacts = facts instanceof PaymentRefused ? { state: 'failed', providerId: null } : facts;
    const patch = { payment: withRefundFacts(checkout.payment, record, known) };
    if (known.state === 'failed') return { type: 'refused', failure, patch };
    if (known.state === 'pending') return { type: 'in-flight', patch, until: after(now, PENDING_MS) };
    return { type: 'done', patch };
  }

  private async ask(record: RefundRecord, now: Date): Promise<RefundFacts | PaymentRefused> {
    const { paymentId, amount, currency, providerId } = record;
    const provider = this.payments.get(record.provider);
    const reason = record.reason === 'late' ? 'duplicate' : 'requested_by_customer';
    const key = `${record.key}:${record.attempt}`;
    const money = moneyOf(record);
    try {
      if (providerId) return await provider.readRefund({ providerId, account: money.account });
      const given = after(record.createdAt, KEY_HELD_MS) < now ? await this.given(record, key) : null;
      return given ?? (await provider.refund({ paymentId, money, amount, currency, key, reason }));
    } catch (error) {
      if (error instanceof PaymentRefused) return error;
      throw error;
    }
  }

  /** What came of an earlier call, where the provider may have forgotten its key; null where nothing did. */
  private async given(record: RefundRecord, key: string): Promise<RefundFacts | null> {
    const { account } = moneyOf(record);
    const { refunds } = await this.payments
      .get(record.provider)
      .readAfterSale({ paymentId: record.paymentId, account });
    return refunds.find((refund) => refund.key === key) ?? null;
  }
}
