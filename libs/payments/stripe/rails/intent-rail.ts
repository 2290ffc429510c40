import type Stripe from 'stripe';
import { PaymentRail } from '@comptoir/tenant-kit';
import type { Secrets } from '#platform';
import type { OpenRequest, PaymentFacts } from '../../payment-provider.js';
import { fromStripeAmount, toStripeAmount } from '../amounts/stripe-amount.js';
import type { StripeDesk } from '../stripe-desks.js';
import { asking } from '../stripe-errors.js';
import { collected } from '../stripe-money.js';
import { metadataOf, namedIn, type StripeRail } from './stripe-rail.js';
import { READING } from '../stripe.client.js';

/** Stripe's version that knows shared payment tokens; they are in preview. */
const TOKENS_VERSION = '2026-07-29.preview';

/**
 * PaymentIntents, on two rails. The buyer pays on a page of the caller, which has the client secret; or a machine pays
 * with a shared payment token, which we redeem. An intent does not end by itself: the checkout's own time ends it.
 */
export class IntentRail implements StripeRail {
  constructor(private readonly secrets: Secrets) {}

  async open(desk: StripeDesk, request: OpenRequest): Promise<PaymentFacts> {
    const params = intentParams(request);
    const call = { ...desk.options, idempotencyKey: request.key };
    return this.facts(await asking(() => desk.stripe.paymentIntents.create(params, call)), desk);
  }

  async read(desk: StripeDesk, id: string): Promise<PaymentFacts> {
    const call = { ...desk.options, ...READING };
    return this.facts(await asking(() => desk.stripe.paymentIntents.retrieve(id, {}, call)), desk);
  }

  async end(desk: StripeDesk, id: string): Promise<PaymentFacts> {
    return this.facts(await asking(() => desk.stripe.paymentIntents.cancel(id, {}, desk.options)), desk);
  }

  /** What the page of a buyer would do. */
  async confirm(
    desk: StripeDesk,
    id: string,
    { method, returnUrl }: { method: string; returnUrl: string },
  ): Promise<PaymentFacts> {
    const params = { payment_method: method, return_url: returnUrl };
    return this.facts(await asking(() => desk.stripe.paymentIntents.confirm(id, params, desk.options)), desk);
  }

  /**
   * Pays with a token that a machine was granted for this sale. One that was spent, is too small, or for somebody else
   * is refused by Stripe. https://docs.stripe.com/agentic-commerce/concepts/shared-payment-tokens
   */
  async redeem(desk: StripeDesk, id: string, { token, key }: { token: string; key: string }): Promise<PaymentFacts> {
    // The SDK's types do not know the parameter, so the request is made without them and its answer looked at below.
    const params = { payment_method_data: { shared_payment_granted_token: token } };
    const call = { ...desk.options, apiVersion: TOKENS_VERSION, idempotencyKey: key };
    const path = `/v1/payment_intents/${encodeURIComponent(id)}/confirm`;
    const intent: unknown = await asking(() => desk.stripe.rawRequest('POST', path, params, call));
    if (!isIntent(intent)) throw new Error('Stripe did not answer with a payment');
    return this.facts(intent, desk);
  }

  /** Reads an intent. Asserts that it is one: the SDK resolves some failures as if they were results. */
  private facts(intent: Stripe.PaymentIntent, { account, publishableKey }: StripeDesk): PaymentFacts {
    if (intent.object !== 'payment_intent' || !intent.id) throw new Error('Stripe did not answer with a payment');
    const currency = intent.currency.toUpperCase();
    const state = stateOf(intent.status);
    const rail =
      intent.metadata['rail'] === PaymentRail.STRIPE_MPP ? PaymentRail.STRIPE_MPP : PaymentRail.STRIPE_INTENT;
    const secret = state === 'open' && rail === PaymentRail.STRIPE_INTENT ? intent.client_secret : null;
    return {
      state,
      rail,
      providerId: intent.id,
      account,
      url: null,
      clientSecret: secret && this.secrets.seal('client-secret', secret),
      ...(publishableKey === undefined ? {} : { publishableKey }),
      amount: fromStripeAmount(state === 'paid' ? intent.amount_received : intent.amount, currency),
      currency,
      paymentId: intent.id,
      ...namedIn(intent.metadata),
    };
  }
}

/**
 * A declined card and one that wants the buyer's confirmation (3-D Secure) leave the intent open. Money that is only
 * authorised is not ours: nothing but `succeeded` is.
 */
const STATES: ReadonlyMap<string, PaymentFacts['state']> = new Map([
  ['requires_payment_method', 'open'],
  ['requires_confirmation', 'open'],
  ['requires_action', 'open'],
  ['requires_capture', 'authorised'],
  ['processing', 'processing'],
  ['succeeded', 'paid'],
  ['canceled', 'closed'],
]);

/** A status that nobody told us of is no answer: nothing is paid and nothing freed because of it. */
function stateOf(status: string): PaymentFacts['state'] {
  const state = STATES.get(status);
  if (!state) throw new Error(`Stripe answered with a payment that is ${status}`);
  return state;
}

function isIntent(answer: unknown): answer is Stripe.PaymentIntent {
  return typeof answer === 'object' && answer !== null && 'object' in answer && answer.object === 'payment_intent';
}

function intentParams(request: OpenRequest): Stripe.PaymentIntentCreateParams {
  // A machine is told to pay by card: what else a token may stand for needs a browser, or is answered days later.
  const methods =
    request.rail === PaymentRail.STRIPE_MPP
      ? { allowed_payment_method_types: ['card'] }
      : { automatic_payment_methods: { enabled: true } };
  return {
    amount: toStripeAmount(request.amount, request.currency),
    currency: request.currency.toLowerCase(),
    ...methods,
    metadata: metadataOf(request),
    ...collected(request),
    ...(request.email ? { receipt_email: request.email } : {}),
  };
}
