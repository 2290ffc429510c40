import type Stripe from 'stripe';
import { sessionFacts } from './stripe-facts.js';

/** A page whose buyer is through with it, and whose money is not there. */
function complete(status: Stripe.PaymentIntent.Status): Stripe.Checkout.Session {
  const intent = { object: 'payment_intent', id: 'pi_1', status, capture_method: 'automatic_async' };
  const session = { object: 'checkout.session', id: 'cs_1', status: 'complete', payment_status: 'unpaid', url: null };
  const about = { amount_total: 1250, currency: 'eur', metadata: {}, payment_intent: intent };
  return { ...session, ...about } as unknown as Stripe.Checkout.Session;
}

describe('a page of Stripe’s that is complete and not paid', () => {
  it.each([
    ['processing', 'processing'],
    // A voucher that is to be paid at a counter, or an account that its owner has yet to verify.
    ['requires_action', 'processing'],
    ['requires_payment_method', 'closed'],
    ['canceled', 'closed'],
  ] as const)('with a payment that is %s is %s', (status, state) => {
    expect(sessionFacts(complete(status), '')).toMatchObject({ state, paymentId: 'pi_1' });
  });

  it('waits for its money where nothing is known of the payment', () => {
    const session = { ...complete('processing'), payment_intent: 'pi_1' };
    expect(sessionFacts(session, '')).toMatchObject({ state: 'processing', paymentId: 'pi_1' });
  });
});
