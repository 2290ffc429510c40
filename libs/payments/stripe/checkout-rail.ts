import type Stripe from 'stripe';
import type { OpenRequest, PaymentFacts } from '../payment-provider.js';
import { toStripeAmount } from './stripe-amount.js';
import type { StripeDesk } from './stripe-desks.js';
import { asking } from './stripe-errors.js';
import { sessionFacts } from './stripe-facts.js';
import { collected } from './stripe-money.js';
import { metadataOf, type StripeRail } from './stripe-rail.js';
import { READING } from './stripe.client.js';

/** Hosted Checkout Sessions: the buyer pays on Stripe's page. */
export class CheckoutRail implements StripeRail {
  async open({ account, stripe, options }: StripeDesk, request: OpenRequest): Promise<PaymentFacts> {
    const params = sessionParams(request);
    const call = { ...options, idempotencyKey: request.key };
    return sessionFacts(await asking(() => stripe.checkout.sessions.create(params, call)), account);
  }

  async read({ account, stripe, options }: StripeDesk, id: string): Promise<PaymentFacts> {
    const params = { expand: ['payment_intent'] };
    const call = { ...options, ...READING };
    return sessionFacts(await asking(() => stripe.checkout.sessions.retrieve(id, params, call)), account);
  }

  async end({ account, stripe, options }: StripeDesk, id: string): Promise<PaymentFacts> {
    return sessionFacts(await asking(() => stripe.checkout.sessions.expire(id, {}, options)), account);
  }
}

/** Session metadata does not reach the payment, so it is given to both. */
function sessionParams(request: OpenRequest): Stripe.Checkout.SessionCreateParams {
  const metadata = metadataOf(request);
  return {
    mode: 'payment',
    ui_mode: 'hosted_page',
    client_reference_id: request.checkoutId,
    metadata,
    payment_intent_data: { metadata, ...collected(request) },
    line_items: request.lines.map((line) => ({
      quantity: line.quantity,
      price_data: {
        currency: request.currency.toLowerCase(),
        unit_amount: toStripeAmount(line.unitAmount, request.currency),
        product_data: { name: line.name },
      },
    })),
    ...(request.email ? { customer_email: request.email } : {}),
    expires_at: Math.floor(request.expiresAt.getTime() / 1000),
    success_url: request.returnUrl,
    cancel_url: request.cancelUrl,
  };
}
