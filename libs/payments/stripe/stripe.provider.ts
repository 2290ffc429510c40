import { Inject, Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { CLOCK, type Clock } from '@comptoir/kernel';
import { PaymentRail } from '@comptoir/tenant-kit';
import { Config, Secrets } from '#platform';
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
import { CheckoutRail } from './checkout-rail.js';
import { IntentRail } from './intent-rail.js';
import { toStripeAmount } from './stripe-amount.js';
import { asking } from './stripe-errors.js';
import { describeEvent, EVENTS_ACTED_ON, verifyStripeEvent } from './stripe-event.js';
import { refundFacts } from './stripe-facts.js';
import type { StripeRail } from './stripe-rail.js';
import { createStripe } from './stripe.client.js';

/** As many as Stripe gives at once. */
const EVENTS_PER_PAGE = 100;

/** Stripe, on the platform's account. */
@Injectable()
export class StripeProvider implements PaymentProvider {
  readonly name = 'stripe';
  readonly offeredRails = [PaymentRail.STRIPE_CHECKOUT, PaymentRail.STRIPE_INTENT];
  readonly endpoint: WebhookEndpoint;
  readonly publishableKey: string | null;
  readonly testMode: boolean;
  private readonly stripe: Stripe;
  private readonly intents: IntentRail;
  private readonly rails: Readonly<Record<PaymentRail, StripeRail>>;

  constructor(
    config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    secrets: Secrets,
  ) {
    this.stripe = createStripe(config);
    this.endpoint = {
      secrets: config.STRIPE_WEBHOOK_SECRET,
      account: '',
      live: config.STRIPE_SECRET_KEY.includes('_live_'),
    };
    this.publishableKey = config.STRIPE_PUBLISHABLE_KEY ?? null;
    this.testMode = /^(sk|rk)_test_/.test(config.STRIPE_SECRET_KEY);
    this.intents = new IntentRail(this.stripe, secrets);
    this.rails = {
      [PaymentRail.STRIPE_CHECKOUT]: new CheckoutRail(this.stripe),
      [PaymentRail.STRIPE_INTENT]: this.intents,
      [PaymentRail.STRIPE_MPP]: this.intents,
    };
  }

  open(request: OpenRequest): Promise<PaymentFacts> {
    return this.rails[request.rail].open(request);
  }

  read({ providerId }: SessionRef): Promise<PaymentFacts> {
    return this.railOf(providerId).read(providerId);
  }

  async close(session: SessionRef): Promise<PaymentFacts> {
    const found = await this.read(session);
    if (found.state !== 'open') return found;
    try {
      return await this.railOf(session.providerId).end(session.providerId);
    } catch (error) {
      // Only what is open can be ended. Between our two calls the buyer may have paid: ask, do not assume.
      if (error instanceof PaymentRefused) return this.read(session);
      throw error;
    }
  }

  async confirm(
    session: SessionRef,
    { method, returnUrl }: { method: string; returnUrl: string },
  ): Promise<PaymentFacts> {
    const found = await this.read(session);
    if (found.state !== 'open') return found;
    try {
      return await this.intents.confirm(session.providerId, method, returnUrl);
    } catch (error) {
      if (!(error instanceof PaymentRefused)) throw error;
      // Refused for what it is, or because somebody else has paid meanwhile.
      const now = await this.read(session);
      if (now.state === 'open') throw error;
      return now;
    }
  }

  redeem(session: SessionRef, { token, key }: { token: string; key: string }): Promise<PaymentFacts> {
    return this.intents.redeem(session.providerId, token, key);
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

  /** Stripe's ids say what they name. */
  private railOf(providerId: string): StripeRail {
    return this.rails[providerId.startsWith('pi_') ? PaymentRail.STRIPE_INTENT : PaymentRail.STRIPE_CHECKOUT];
  }
}
