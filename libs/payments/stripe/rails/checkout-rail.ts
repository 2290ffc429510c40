import type Stripe from 'stripe';
import { PaymentRail } from '@comptoir/tenant-kit';
import type { Secrets } from '#platform';
import type { OpenRequest, PaymentFacts } from '../../payment-provider.js';
import { toStripeAmount } from '../amounts/stripe-amount.js';
import type { StripeDesk } from '../stripe-desks.js';
import { asking } from '../stripe-errors.js';
import { sessionFacts } from '../stripe-facts.js';
import { collected } from '../stripe-money.js';
import { stripeLocale } from '../stripe-locale.js';
import { metadataOf, type StripeRail } from './stripe-rail.js';
import { READING } from '../stripe.client.js';

/** Checkout Sessions, on three rails: Stripe's page on its own, the same inside a page of the caller, or Stripe's form there. */
export class CheckoutRail implements StripeRail {
  constructor(private readonly secrets: Secrets) {}

  async open({ account, stripe, options }: StripeDesk, request: OpenRequest): Promise<PaymentFacts> {
    const params = sessionParams(request);
    const call = { ...options, idempotencyKey: request.key };
    return this.facts(await asking(() => stripe.checkout.sessions.create(params, call)), account);
  }

  async read({ account, stripe, options }: StripeDesk, id: string): Promise<PaymentFacts> {
    const params = { expand: ['payment_intent'] };
    const call = { ...options, ...READING };
    return this.facts(await asking(() => stripe.checkout.sessions.retrieve(id, params, call)), account);
  }

  async end({ account, stripe, options }: StripeDesk, id: string): Promise<PaymentFacts> {
    return this.facts(await asking(() => stripe.checkout.sessions.expire(id, {}, options)), account);
  }

  private facts(session: Stripe.Checkout.Session, account: string): PaymentFacts {
    const facts = sessionFacts(session, account);
    const rail = ownRail(session.ui_mode);
    const shown = facts.state === 'open' && rail !== PaymentRail.STRIPE_CHECKOUT;
    const secret = shown ? session.client_secret : null;
    return { ...facts, rail, clientSecret: secret && this.secrets.seal('client-secret', secret) };
  }
}

/** How Stripe calls each of these rails. https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-ui_mode */
const UI_MODES = {
  [PaymentRail.STRIPE_CHECKOUT]: 'hosted_page',
  [PaymentRail.STRIPE_EMBEDDED]: 'embedded_page',
  [PaymentRail.STRIPE_ELEMENTS]: 'elements',
} as const;

type CheckoutRails = keyof typeof UI_MODES;

function isCheckoutRail(rail: PaymentRail): rail is CheckoutRails {
  return rail in UI_MODES;
}

/** Session metadata does not reach the payment, so it is given to both. */
function sessionParams(request: OpenRequest): Stripe.Checkout.SessionCreateParams {
  const { rail, returnUrl, cancelUrl } = request;
  if (!isCheckoutRail(rail)) throw new Error(`${rail} is no rail of sessions`);
  const metadata = metadataOf(request);
  const hosted = rail === PaymentRail.STRIPE_CHECKOUT;
  // A form inside a page of the seller speaks as that page has it speak.
  const locale = request.locale && stripeLocale(request.locale);
  return {
    mode: 'payment',
    ui_mode: UI_MODES[rail],
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
    ...(locale && rail !== PaymentRail.STRIPE_ELEMENTS ? { locale } : {}),
    expires_at: Math.floor(request.expiresAt.getTime() / 1000),
    ...(hosted ? { success_url: returnUrl, cancel_url: cancelUrl } : { return_url: returnUrl }),
  };
}

/** Which of our rails a session is on. One that nobody told us of is a page of Stripe's that was made elsewhere. */
function ownRail(mode: Stripe.Checkout.Session['ui_mode']): PaymentRail {
  if (mode === 'embedded_page') return PaymentRail.STRIPE_EMBEDDED;
  return mode === 'elements' ? PaymentRail.STRIPE_ELEMENTS : PaymentRail.STRIPE_CHECKOUT;
}
