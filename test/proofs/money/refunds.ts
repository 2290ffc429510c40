import type { PaymentFacts } from '#payments';
import type { CheckoutDocument, PaymentRecord, RefundRecord } from '#product/libs/checkout/engine/checkout-document.js';
import { moneyPatch, NO_PAYMENT } from '#product/libs/checkout/payment/payment-record.js';
import { withAnotherAttempt, withRefund, withRefundFacts } from '#product/libs/checkout/after-sale/refund-record.js';
import type { Random } from '../framework/random.js';
import { anyAmount, anyCurrency } from './amounts.js';
import { refuses, same, total } from './oracle.js';

const NOW = new Date('2030-01-01T00:00:00Z');
const STATES = ['pending', 'succeeded', 'failed'] as const;
const MOVES = 10;

/** A life of payments and refunds in any order: what is promised back never exceeds what came in. */
export function checkRefunds(random: Random): true {
  const { code } = anyCurrency(random);
  const cap = 1_000_000_000_000;
  let payment = paidIn(NO_PAYMENT, 1 + Math.min(anyAmount(random), cap), code);
  for (let move = 0; move < MOVES; move += 1) {
    payment = moved(random, payment, code, move);
    agree(payment);
  }
  return true;
}

function moved(random: Random, payment: PaymentRecord, code: string, move: number): PaymentRecord {
  const { refundable, refunds } = payment;
  const dice = random.next();
  if (dice < 0.1) return paidIn(payment, random.between(1, 1_000_000), code);
  const refund = refunds.length ? random.pick(refunds) : null;
  if (dice < 0.5 || !refund) return asked(random, payment, code, move);
  if (refund.state === 'failed') {
    if (refundable > 0) return withAnotherAttempt(payment, refund);
    refuses(() => withAnotherAttempt(payment, refund), 'a refund tried again when nothing is left');
    return payment;
  }
  if (refund.state === 'succeeded') return payment;
  return withRefundFacts(payment, refund, { state: random.pick(STATES), providerId: 're' });
}

/** A part, all, or more than is left. */
function asked(random: Random, payment: PaymentRecord, currency: string, move: number): PaymentRecord {
  const { refundable } = payment;
  const amount = random.pick([1, refundable, refundable + 1, 0, -1, random.between(1, Math.max(1, refundable))]);
  const intent = {
    provider: 'stripe',
    paymentId: 'pi',
    key: `k${move}`,
    amount,
    currency,
    reason: 'requested' as const,
  };
  if (amount >= 1 && amount <= refundable) return withRefund(payment, intent, NOW);
  refuses(() => withRefund(payment, intent, NOW), `a refund of ${amount} when ${refundable} are left`);
  return payment;
}

/** The books: everything that came in is either promised back or may still be. */
function agree({ paid, refundable, refunds }: PaymentRecord): void {
  const promised = total(refunds.filter(({ state }) => state !== 'failed').map(({ amount }: RefundRecord) => amount));
  same(refundable, BigInt(paid) - promised, `what is left of ${paid} after refunds of ${promised}`);
  if (promised > BigInt(paid) || refundable < 0) same(promised, paid, 'promised back in all');
}

function paidIn(payment: PaymentRecord, amount: number, currency: string): PaymentRecord {
  const session = { id: 'ps', provider: 'stripe', key: 'k', amount, currency } as PaymentRecord['sessions'][number];
  const checkout = { payment: { ...payment, sessions: [session] } } as CheckoutDocument;
  const facts = { state: 'paid', providerId: 'cs', url: null, paymentId: 'pi', amount, currency } as PaymentFacts;
  const after = moneyPatch(checkout, { session, facts }, NOW).payment;
  same(after.paid, BigInt(payment.paid) + BigInt(amount), 'paid in all');
  return after;
}
