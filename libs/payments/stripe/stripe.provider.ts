import { Inject, Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { CLOCK, type Clock } from '@comptoir/kernel';
import { Config } from '#platform';
import type {
  EventsPage,
  EventsRequest,
  OpenRequest,
  PaymentFacts,
  PaymentProvider,
  ProviderEvent,
  RefundFacts,
  RefundRequest,
  SessionRef,
  WebhookEndpoint,
} from '../payment-provider.js';
import { InvalidSignature, PaymentRefused } from '../payments.problems.js';
import { toStripeAmount } from './stripe-amount.js';
import { asking } from './stripe-errors.js';
import { describeEvent, EVENTS_ACTED_ON, verifyStripeEvent } from './stripe-event.js';
import { refundFacts, sessionFacts } from './stripe-facts.js';
import { createStripe } from './stripe.client.js';

/** As many as Stripe gives at once. */
const EVENTS_PER_PAGE = 100;

/** Hosted Checkout Sessions on the platform's account. */
@Injectable()
export class StripeProvider implements PaymentProvider {
  readonly name = 'stripe';
  readonly endpoint: WebhookEndpoint;
  private readonly stripe: Stripe;

  constructor(
    config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.stripe = createStripe(config);
    this.endpoint = {
      secrets: config.STRIPE_WEBHOOK_SECRET,
      account: '',
      live: config.STRIPE_SECRET_KEY.includes('_live_'),
    };
  }

  async open(request: OpenRequest): Promise<PaymentFacts> {
    const params = sessionParams(request);
    return sessionFacts(
      await asking(() => this.stripe.checkout.sessions.create(params, { idempotencyKey: request.key })),
    );
  }

  async read({ providerId }: SessionRef): Promise<PaymentFacts> {
    return sessionFacts(
      await asking(() => this.stripe.checkout.sessions.retrieve(providerId, { expand: ['payment_intent'] })),
    );
  }

  async close(session: SessionRef): Promise<PaymentFacts> {
    const found = await this.read(session);
    if (found.state !== 'open') return found;
    try {
      return sessionFacts(await asking(() => this.stripe.checkout.sessions.expire(session.providerId)));
    } catch (error) {
      // Only open sessions can be expired. Between our two calls the buyer may have paid: ask, do not assume.
      if (error instanceof PaymentRefused) return this.read(session);
      throw error;
    }
  }

  async refund({ paymentId, amount, currency, key, reason }: RefundRequest): Promise<RefundFacts> {
    return refundFacts(
      await asking(() =>
        this.stripe.refunds.create(
          { payment_intent: paymentId, amount: toStripeAmount(amount, currency), reason },
          { idempotencyKey: key },
        ),
      ),
    );
  }

  async readRefund({ providerId }: { providerId: string }): Promise<RefundFacts> {
    return refundFacts(await asking(() => this.stripe.refunds.retrieve(providerId)));
  }

  verify(
    raw: Buffer,
    headers: Record<string, string | string[] | undefined>,
    secrets: readonly string[],
  ): ProviderEvent {
    const signature = headers['stripe-signature'];
    if (typeof signature !== 'string') throw new InvalidSignature();
    return verifyStripeEvent(raw, signature, secrets, this.clock.now());
  }

  async events({ account, since, after }: EventsRequest): Promise<EventsPage> {
    const params = {
      created: { gte: Math.floor(since.getTime() / 1000) },
      types: [...EVENTS_ACTED_ON],
      limit: EVENTS_PER_PAGE,
      ...(after ? { starting_after: after } : {}),
    };
    const list = await asking(() => this.stripe.events.list(params, account ? { stripeAccount: account } : {}));
    if (list.object !== 'list') throw new Error('Stripe did not answer with a list');
    const events = list.data.map((event) => describeEvent(event)).filter((event) => event !== null);
    return { events, next: list.has_more ? (list.data.at(-1)?.id ?? null) : null };
  }
}

/** Session metadata does not reach the payment, so it is given to both. */
function sessionParams(request: OpenRequest): Stripe.Checkout.SessionCreateParams {
  const metadata = { tenant: request.tenant.tenantId, checkout: request.checkoutId, session: request.sessionId };
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
