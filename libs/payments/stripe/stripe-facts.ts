import type Stripe from 'stripe';
import type { MinorUnits } from '@comptoir/kernel';
import type { PaymentFacts, RefundFacts } from '../payment-provider.js';
import { fromStripeAmount } from './amounts/stripe-amount.js';
import { namedIn } from './rails/stripe-rail.js';

/** Reads a Checkout Session. Asserts that it is one: the SDK resolves some failures as if they were results. */
export function sessionFacts(
  session: Stripe.Checkout.Session,
  account: string,
): Omit<PaymentFacts, 'rail' | 'clientSecret'> {
  if (session.object !== 'checkout.session' || !session.id) throw new Error('Stripe did not answer with a session');
  const currency = (session.currency ?? '').toUpperCase();
  return {
    state: stateOf(session),
    providerId: session.id,
    account,
    url: session.url,
    amount: amountOf(session, currency),
    currency,
    paymentId: idOf(session.payment_intent),
    ...namedIn(session.metadata),
  };
}

/** Reads a refund. https://docs.stripe.com/refunds: bank transfers and some cards take their time. */
export function refundFacts(refund: Stripe.Refund): RefundFacts {
  if (refund.object !== 'refund' || !refund.id) throw new Error('Stripe did not answer with a refund');
  const failed = refund.status === 'failed' || refund.status === 'canceled';
  return { state: failed ? 'failed' : refund.status === 'succeeded' ? 'succeeded' : 'pending', providerId: refund.id };
}

/** `status` and `payment_status` are independent; only settled money counts as paid. */
function stateOf(session: Stripe.Checkout.Session): PaymentFacts['state'] {
  if (session.status === 'expired') return 'closed';
  if (session.status === 'open') return 'open';
  const intent = takenByHand(session);
  if (intent?.status === 'requires_capture') return 'authorised';
  if (intent?.status === 'succeeded') return 'paid';
  if (!intent && session.payment_status !== 'unpaid') return 'paid';
  // Complete and unpaid: a delayed method is on its way, or its money was refused and will not come any more. A voucher, or a
  // bank account to be verified, waits for its buyer elsewhere (`requires_action`): it is no less on its way for that.
  return REFUSED.has(intentStatus(session.payment_intent)) ? 'closed' : 'processing';
}

/** What a payment is left as whose money did not come, or was not wanted any more. */
const REFUSED: ReadonlySet<Stripe.PaymentIntent.Status> = new Set(['requires_payment_method', 'canceled']);

/** Of money that is taken by hand the payment tells more than its session, and how much was taken of it. */
function amountOf(session: Stripe.Checkout.Session, currency: string): MinorUnits {
  const intent = takenByHand(session);
  const taken = intent?.status === 'succeeded' ? intent.amount_received : session.amount_total;
  return fromStripeAmount(taken ?? 0, currency);
}

function takenByHand({ payment_intent: intent }: Stripe.Checkout.Session): Stripe.PaymentIntent | null {
  return typeof intent === 'object' && intent?.capture_method === 'manual' ? intent : null;
}

/** Only where the payment was read along with the session; without it money may still be in flight. */
function intentStatus(intent: Stripe.Checkout.Session['payment_intent']): Stripe.PaymentIntent.Status {
  return typeof intent === 'object' && intent !== null ? intent.status : 'processing';
}

function idOf(intent: string | { id: string } | null): string | null {
  return typeof intent === 'string' ? intent : (intent?.id ?? null);
}
