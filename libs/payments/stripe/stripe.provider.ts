import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '@comptoir/kernel';
import { PaymentRail } from '@comptoir/tenant-kit';
import { Config, Secrets } from '#platform';
import { isHandle } from '#tenants';
import { PaymentKeysService } from '../keys/payment-keys.service.js';
import { accountName } from '../money/money-terms.js';
import type {
  AfterSaleFacts,
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
import { readAfterSale, REFUND_KEY } from './stripe-after-sale.js';
import { abandon, capture } from './rails/authorisation.js';
import { CheckoutRail } from './rails/checkout-rail.js';
import { IntentRail } from './rails/intent-rail.js';
import { toStripeAmount } from './amounts/stripe-amount.js';
import { whyNoSuchAmount } from './amounts/stripe-limits.js';
import { StripeDesks } from './stripe-desks.js';
import { asking } from './stripe-errors.js';
import { describeEvent, EVENTS_ACTED_ON, verifyStripeEvent } from './stripe-event.js';
import { refundFacts } from './stripe-facts.js';
import { givenBack } from './stripe-money.js';
import type { StripeRail } from './rails/stripe-rail.js';

/** As many as Stripe gives at once. */
const EVENTS_PER_PAGE = 100;

/** Stripe, in whatever account a session belongs to. */
@Injectable()
export class StripeProvider implements PaymentProvider {
  readonly name = 'stripe';
  readonly offeredRails = [
    PaymentRail.STRIPE_CHECKOUT,
    PaymentRail.STRIPE_EMBEDDED,
    PaymentRail.STRIPE_ELEMENTS,
    PaymentRail.STRIPE_INTENT,
    PaymentRail.STRIPE_MPP,
  ];
  readonly endpoint: WebhookEndpoint;
  readonly publishableKey: string | null;
  readonly testMode: boolean;
  private readonly connect: WebhookEndpoint;
  private readonly desks: StripeDesks;
  private readonly intents: IntentRail;
  private readonly rails: Readonly<Record<Exclude<PaymentRail, PaymentRail.OFFLINE>, StripeRail>>;

  constructor(
    config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    secrets: Secrets,
    private readonly keys: PaymentKeysService,
  ) {
    this.desks = new StripeDesks(config, keys);
    const live = config.STRIPE_SECRET_KEY.includes('_live_');
    this.endpoint = { secrets: config.STRIPE_WEBHOOK_SECRET, account: '', live };
    this.connect = { secrets: config.STRIPE_CONNECT_WEBHOOK_SECRET, account: null, live };
    this.publishableKey = config.STRIPE_PUBLISHABLE_KEY ?? null;
    this.testMode = /^(sk|rk)_test_/.test(config.STRIPE_SECRET_KEY);
    this.intents = new IntentRail(secrets);
    const sessions = new CheckoutRail(secrets);
    this.rails = {
      [PaymentRail.STRIPE_CHECKOUT]: sessions,
      [PaymentRail.STRIPE_EMBEDDED]: sessions,
      [PaymentRail.STRIPE_ELEMENTS]: sessions,
      [PaymentRail.STRIPE_INTENT]: this.intents,
      [PaymentRail.STRIPE_MPP]: this.intents,
    };
  }

  async otherEndpoints(id: string): Promise<readonly WebhookEndpoint[]> {
    if (id === 'connect') return this.connect.secrets.length > 0 ? [this.connect] : [];
    if (!isHandle(id)) return [];
    const keys = await this.keys.all({ tenantId: id });
    const { live } = this.endpoint;
    return keys
      .filter(({ webhookSecrets }) => webhookSecrets.length > 0)
      .map(({ account, webhookSecrets }) => ({
        account: accountName(id, account, true),
        secrets: webhookSecrets,
        live,
      }));
  }

  whyNot({ amount, currency }: Pick<OpenRequest, 'amount' | 'currency'>): string | null {
    return whyNoSuchAmount(amount, currency);
  }

  async open(request: OpenRequest): Promise<PaymentFacts> {
    if (request.rail === PaymentRail.OFFLINE) throw new PaymentRefused('Stripe collects nothing offline');
    return this.rails[request.rail].open(await this.desks.of(request.money.account), request);
  }

  async read({ account, providerId }: SessionRef): Promise<PaymentFacts> {
    return this.railOf(providerId).read(await this.desks.of(account), providerId);
  }

  async close(session: SessionRef): Promise<PaymentFacts> {
    const found = await this.read(session);
    if (found.state !== 'open') return found;
    try {
      return await this.railOf(session.providerId).end(await this.desks.of(session.account), session.providerId);
    } catch (error) {
      // Only what is open can be ended. Between our two calls the buyer may have paid: ask, do not assume.
      if (error instanceof PaymentRefused) return this.read(session);
      throw error;
    }
  }

  async capture({ account, providerId }: SessionRef, key: string): Promise<PaymentFacts> {
    return capture(this.railOf(providerId), await this.desks.of(account), providerId, key);
  }

  async abandon({ account, providerId }: SessionRef): Promise<PaymentFacts> {
    return abandon(this.railOf(providerId), await this.desks.of(account), providerId);
  }

  async confirm(session: SessionRef, payment: { method: string; returnUrl: string }): Promise<PaymentFacts> {
    const found = await this.read(session);
    if (found.state !== 'open') return found;
    try {
      return await this.intents.confirm(await this.desks.of(session.account), session.providerId, payment);
    } catch (error) {
      if (!(error instanceof PaymentRefused)) throw error;
      // Refused for what it is, or because somebody else has paid meanwhile.
      const now = await this.read(session);
      if (now.state === 'open') throw error;
      return now;
    }
  }

  async redeem({ account, providerId }: SessionRef, payment: { token: string; key: string }): Promise<PaymentFacts> {
    return this.intents.redeem(await this.desks.of(account), providerId, payment);
  }

  async refund({ paymentId, money, amount, currency, key, reason }: RefundRequest): Promise<RefundFacts> {
    const { stripe, options } = await this.desks.of(money.account);
    const params = {
      payment_intent: paymentId,
      amount: toStripeAmount(amount, currency),
      reason,
      metadata: { [REFUND_KEY]: key },
      ...givenBack(money),
    };
    return refundFacts(await asking(() => stripe.refunds.create(params, { ...options, idempotencyKey: key })));
  }

  async readRefund({ account, providerId }: SessionRef): Promise<RefundFacts> {
    const { stripe, options } = await this.desks.of(account);
    return refundFacts(await asking(() => stripe.refunds.retrieve(providerId, {}, options)));
  }

  async readAfterSale({ paymentId, account }: { paymentId: string; account: string }): Promise<AfterSaleFacts> {
    return readAfterSale(await this.desks.of(account), paymentId);
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
    const { stripe, options } = await this.desks.of(account);
    const list = await asking(() => stripe.events.list(params, options));
    if (list.object !== 'list') throw new Error('Stripe did not answer with a list');
    // What is listed happened in the account that was asked, whether it says so or not.
    const events = list.data.flatMap((event) => describeEvent(event) ?? []).map((event) => ({ ...event, account }));
    return { events, next: list.has_more ? (list.data.at(-1)?.id ?? null) : null };
  }

  /** Stripe's ids say what they name. */
  private railOf(providerId: string): StripeRail {
    return this.rails[providerId.startsWith('pi_') ? PaymentRail.STRIPE_INTENT : PaymentRail.STRIPE_CHECKOUT];
  }
}
