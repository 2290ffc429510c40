import type Stripe from 'stripe';
import type { OpenRequest, PaymentFacts } from '../payment-provider.js';
import { toStripeAmount } from './stripe-amount.js';
import { asking } from './stripe-errors.js';
import { sessionFacts } from './stripe-facts.js';
import { metadataOf, type StripeRail } from './stripe-rail.js';
import { READING } from './stripe.client.js';

/** Hosted Checkout Sessions: the buyer pays on Stripe's page. */
export class CheckoutRail implements StripeRail {
  constructor(private readonly stripe: Stripe) {}

  async open(request: OpenRequest): Promise<PaymentFacts> {
    const params = sessionParams(request);
    return sessionFacts(
      await asking(() => this.stripe.checkout.sessions.create(params, { idempotencyKey: request.key })),
    );
  }

  async read(id: string): Promise<PaymentFacts> {
    return sessionFacts(
      await asking(() => this.stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] }, READING)),
    );
  }

  async end(id: string): Promise<PaymentFacts> {
    return sessionFacts(await asking(() => this.stripe.checkout.sessions.expire(id)));
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
    payment_intent_data: { metadata },
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
