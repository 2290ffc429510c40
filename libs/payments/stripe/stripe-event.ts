import Stripe from 'stripe';
import { InvalidInput } from '@comptoir/kernel';
import { PaymentRail } from '@comptoir/tenant-kit';
import type { ProviderEvent } from '../payment-provider.js';
import { InvalidSignature } from '../payments.problems.js';

/** What becomes of a payment that was made. */
const AFTER_SALE = [
  'charge.refunded',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
] as const;

/** The events that say something new about a payment: only these are asked for when the list is read. */
export const EVENTS_ACTED_ON = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  // Of a payment without a page. Its creation and the steps of its buyer change nothing for us.
  'payment_intent.succeeded',
  'payment_intent.processing',
  'payment_intent.amount_capturable_updated',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  ...AFTER_SALE,
] as const;

/** How far the signature's time may be from ours, seconds. The SDK checks the past only; we check both ways. */
const TOLERANCE_S = 300;

/** Verifies the raw bytes against every current secret of the endpoint and reads the event's name. */
export function verifyStripeEvent(
  raw: Buffer,
  signature: string,
  secrets: readonly string[],
  now: Date,
): ProviderEvent {
  refuseFuture(signature, now);
  for (const secret of secrets) {
    const event = tryVerify(raw, signature, secret, now);
    if (event === null) continue;
    const described = describeEvent(event);
    // Signed, but is it an event? Another version of Stripe's events, or another sender with our secret, may not be.
    if (!described) throw InvalidInput.at('body', 'event', 'is not a v1 event of Stripe');
    return described;
  }
  throw new InvalidSignature();
}

/** What we read of an event; null when it is none of ours to read. */
export function describeEvent(event: unknown): ProviderEvent | null {
  if (!isEvent(event)) return null;
  return {
    id: event.id,
    type: event.type,
    account: event.account ?? '',
    live: event.livemode,
    createdAt: new Date(event.created * 1000),
    sessionId: sessionIn(event),
    paymentId: paymentIn(event),
  };
}

function tryVerify(raw: Buffer, signature: string, secret: string, now: Date): unknown {
  try {
    // The SDK takes the time of receipt in milliseconds.
    return Stripe.webhooks.constructEvent(raw, signature, secret, TOLERANCE_S, undefined, now.getTime());
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError || error instanceof SyntaxError) return null;
    throw new InvalidSignature();
  }
}

function refuseFuture(signature: string, now: Date): void {
  const time = Number(/(?:^|,)t=(\d+)/.exec(signature)?.[1]);
  if (!(time * 1000 <= now.getTime() + TOLERANCE_S * 1000)) throw new InvalidSignature();
}

/**
 * The session an event concerns. Every hosted session has an intent of its own, with the same names on it: what happens
 * to that one is told, and read, by its session alone.
 */
function sessionIn({ type, data: { object } }: EventShape): string | null {
  if (typeof object.id !== 'string') return null;
  if (object.object === 'checkout.session') return object.id;
  const rail = isRecord(object.metadata) && object.metadata['rail'];
  const ours = rail === PaymentRail.STRIPE_INTENT || rail === PaymentRail.STRIPE_MPP;
  return ours && object.object === 'payment_intent' && isActedOn(type) ? object.id : null;
}

/** The payment that was refunded or disputed. */
function paymentIn({ type, data: { object } }: EventShape): string | null {
  if (!AFTER_SALE.some((known) => known === type)) return null;
  const { payment_intent: payment } = object;
  return typeof payment === 'string' && payment.length <= MAX_TEXT ? payment : null;
}

function isActedOn(type: string): boolean {
  return EVENTS_ACTED_ON.some((known) => known === type);
}

interface EventShape {
  id: string;
  type: string;
  created: number;
  livemode: boolean;
  account?: string;
  data: { object: { object?: unknown; id?: unknown; metadata?: unknown; payment_intent?: unknown } };
}

const MAX_TEXT = 255;

function isEvent(value: unknown): value is EventShape {
  if (!isRecord(value) || !isRecord(value['data']) || !isRecord(value['data']['object'])) return false;
  const { id, type, created, livemode, account } = value;
  const texts = [id, type, account ?? ''];
  const named = texts.every((text) => typeof text === 'string' && text.length <= MAX_TEXT);
  return named && Number.isSafeInteger(created) && typeof livemode === 'boolean';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
