import type { PaymentFacts } from '../../payment-provider.js';
import { PaymentRefused } from '../../payments.problems.js';
import type { StripeDesk } from '../stripe-desks.js';
import { asking } from '../stripe-errors.js';
import type { StripeRail } from './stripe-rail.js';

/**
 * What becomes of money that was only authorised, on whatever rail: the payment behind a session is captured and
 * cancelled like any other. https://docs.stripe.com/payments/place-a-hold-on-a-payment-method
 */
export function capture(rail: StripeRail, desk: StripeDesk, id: string, key: string): Promise<PaymentFacts> {
  return decide(rail, desk, id, (payment) =>
    desk.stripe.paymentIntents.capture(payment, {}, { ...desk.options, idempotencyKey: key }),
  );
}

/** The buyer's bank lets go of the money. Cancelled before, or captured, it stays what it is. */
export function abandon(rail: StripeRail, desk: StripeDesk, id: string): Promise<PaymentFacts> {
  return decide(rail, desk, id, (payment) => desk.stripe.paymentIntents.cancel(payment, {}, desk.options));
}

/** Believes neither an answer nor a refusal: what the session is afterwards is read. */
async function decide(
  rail: StripeRail,
  desk: StripeDesk,
  id: string,
  act: (payment: string) => Promise<unknown>,
): Promise<PaymentFacts> {
  const found = await rail.read(desk, id);
  const { paymentId } = found;
  if (found.state !== 'authorised' || !paymentId) return found;
  let refusal: PaymentRefused | null = null;
  try {
    await asking(() => act(paymentId));
  } catch (error) {
    if (!(error instanceof PaymentRefused)) throw error;
    refusal = error;
  }
  const now = await rail.read(desk, id);
  // Refused although it is as it was: nobody else was faster, and asking again would end the same.
  if (refusal && now.state === 'authorised') throw refusal;
  return now;
}
