import { sum } from '@comptoir/kernel';
import { PaymentRail } from '@comptoir/tenant-kit';
import { PLATFORM_MONEY, type MoneyTerms, type PaymentFacts } from '#payments';
import type { CheckoutDocument, PaymentRecord, SessionRecord, SessionState } from '../engine/checkout-document.js';

const STATES: Record<PaymentFacts['state'], SessionState> = {
  open: 'open',
  processing: 'processing',
  authorised: 'authorised',
  paid: 'paid',
  closed: 'closed',
};

export const NO_PAYMENT: PaymentRecord = {
  sessions: [],
  refunds: [],
  paymentId: null,
  paid: 0,
  refundable: 0,
  paidAt: null,
  readAt: null,
};

/** Whose money it is, by what was written down when the session was opened. */
export function moneyOf({ money }: Pick<SessionRecord, 'money'>): MoneyTerms {
  return money ?? PLATFORM_MONEY;
}

/** Whether what was paid, or promised, is what the session asked for. */
export function isAmountOf(session: SessionRecord, facts: PaymentFacts): boolean {
  return facts.amount === session.amount && facts.currency === session.currency;
}

/** Rails whose sessions have an end at the provider, half an hour away at least. */
export const ENDS_BY_ITSELF: ReadonlySet<PaymentRail> = new Set([
  PaymentRail.STRIPE_CHECKOUT,
  PaymentRail.STRIPE_EMBEDDED,
  PaymentRail.STRIPE_ELEMENTS,
]);

/** Stripe opens no session that would end sooner than this; a quarter of a minute covers the way there. */
const SHORTEST_LIFE_MS = 30 * 60_000 + 15_000;

/**
 * An opening without an answer, so long ago that the same request would be refused: its end is too near. An intent has
 * no end of its own, so its request can always be repeated.
 */
export function isStale({ state, rail, expiresAt }: SessionRecord, now: Date): boolean {
  if (!ENDS_BY_ITSELF.has(rail)) return false;
  return state === 'opening' && expiresAt.getTime() - now.getTime() < SHORTEST_LIFE_MS;
}

/** Money is on its way, or did not come after all and another attempt may be made. */
export function isNews(found: PaymentFacts['state'], known: SessionState): boolean {
  return (found === 'processing' && known !== 'processing') || (found === 'open' && known === 'processing');
}

/** What the provider said of a session, written down. */
export function sessionPatch(
  checkout: CheckoutDocument,
  session: SessionRecord,
  facts: PaymentFacts,
): Pick<CheckoutDocument, 'payment'> {
  const { providerId, url, clientSecret, instructions = null, paymentId, publishableKey } = facts;
  const key = publishableKey === undefined ? {} : { publishableKey };
  const shown = { url, clientSecret, instructions, ...key };
  const changed = { ...session, providerId, ...shown, paymentId, state: STATES[facts.state] };
  const sessions = checkout.payment.sessions.map((other) => (other.id === session.id ? changed : other));
  return { payment: { ...checkout.payment, sessions } };
}

/** Settled money, written down. Without facts there was nothing to pay. */
export function moneyPatch(
  checkout: CheckoutDocument,
  paid: { session: SessionRecord; facts: PaymentFacts } | null,
  now: Date,
): Pick<CheckoutDocument, 'payment'> {
  if (!paid) return { payment: { ...checkout.payment, paidAt: now } };
  const { payment } = sessionPatch(checkout, paid.session, paid.facts);
  const { amount, paymentId } = paid.facts;
  const paidSoFar = { paid: sum([payment.paid, amount]), refundable: sum([payment.refundable, amount]) };
  return { payment: { ...payment, ...paidSoFar, paymentId, paidAt: now } };
}

/** Nothing can be paid at a session that the provider refused; without this its closing would ask for it for ever. */
export function neverOpened(checkout: CheckoutDocument, session: SessionRecord): Pick<CheckoutDocument, 'payment'> {
  const sessions = checkout.payment.sessions.map((other) =>
    other.id === session.id ? { ...other, state: 'closed' as const } : other,
  );
  return { payment: { ...checkout.payment, sessions } };
}
