import Stripe from 'stripe';
import type { ProviderEvent } from '../payment-provider.js';
import { InvalidSignature } from '../payments.problems.js';

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
    if (event) return describe(event);
  }
  throw new InvalidSignature();
}

function tryVerify(raw: Buffer, signature: string, secret: string, now: Date): Stripe.Event | null {
  try {
    const receivedAt = Math.floor(now.getTime() / 1000);
    return Stripe.webhooks.constructEvent(raw, signature, secret, TOLERANCE_S, undefined, receivedAt);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError || error instanceof SyntaxError) return null;
    throw new InvalidSignature();
  }
}

function refuseFuture(signature: string, now: Date): void {
  const time = Number(/(?:^|,)t=(\d+)/.exec(signature)?.[1]);
  if (!(time * 1000 <= now.getTime() + TOLERANCE_S * 1000)) throw new InvalidSignature();
}

function describe(event: Stripe.Event): ProviderEvent {
  const { object } = event.data;
  const isSession = 'object' in object && object.object === 'checkout.session' && 'id' in object;
  return {
    id: event.id,
    type: event.type,
    account: event.account ?? '',
    createdAt: new Date(event.created * 1000),
    sessionId: isSession ? String(object.id) : null,
  };
}
