import type Stripe from 'stripe';
import type { AfterSaleFacts } from '../payment-provider.js';
import { fromStripeAmount } from './amounts/stripe-amount.js';
import type { StripeDesk } from './stripe-desks.js';
import { asking } from './stripe-errors.js';
import { refundFacts } from './stripe-facts.js';
import { namedIn } from './rails/stripe-rail.js';
import { READING } from './stripe.client.js';

/** As many refunds or disputes of one payment as are looked at. */
const MOST = 100;

/** Under which name our own key stands on a refund, so that it is told from one that somebody made elsewhere. */
export const REFUND_KEY = 'comptoir_key';

/** What Stripe's books say of a payment since it was made. */
export async function readAfterSale(desk: StripeDesk, paymentId: string): Promise<AfterSaleFacts> {
  const { account, stripe, options } = desk;
  const call = { ...options, ...READING };
  const of = { payment_intent: paymentId, limit: MOST };
  const intent = await asking(() => stripe.paymentIntents.retrieve(paymentId, {}, call));
  if (intent.object !== 'payment_intent') throw new Error('Stripe did not answer with a payment');
  const refunds = await asking(() => stripe.refunds.list(of, call));
  const disputes = await asking(() => stripe.disputes.list(of, call));
  if (refunds.object !== 'list' || disputes.object !== 'list') throw new Error('Stripe did not answer with a list');
  return {
    paymentId: intent.id,
    account,
    currency: intent.currency.toUpperCase(),
    ...namedIn(intent.metadata),
    refunds: refunds.data.map((refund) => ({
      ...refundFacts(refund),
      providerId: refund.id,
      amount: fromStripeAmount(refund.amount, refund.currency.toUpperCase()),
      key: refund.metadata?.[REFUND_KEY] ?? null,
    })),
    dispute: disputeState(disputes.data),
  };
}

/** All disputes of a payment in one word: one that goes on first, then one that was lost. https://docs.stripe.com/disputes */
function disputeState(disputes: readonly Stripe.Dispute[]): AfterSaleFacts['dispute'] {
  const states = new Set(disputes.map(({ status }) => ENDS.get(status) ?? 'open'));
  if (states.has('open')) return 'open';
  if (states.has('lost')) return 'lost';
  return states.has('won') ? 'won' : 'none';
}

const ENDS: ReadonlyMap<string, 'won' | 'lost'> = new Map([
  ['won', 'won'],
  ['warning_closed', 'won'],
  ['prevented', 'won'],
  ['lost', 'lost'],
]);
