import { after, newId } from '@comptoir/kernel';
import { PaymentRail, type Tenant } from '@comptoir/tenant-kit';
import { moneyTerms, type Chosen, type PaymentsService } from '#payments';
import type { CheckoutDocument, SessionLabel, SessionRecord } from '../engine/checkout-document.js';
import { checkoutRun, stepKey } from '../engine/run.js';
import { later, windowOf, windowsUntil, windowsWithin, type Windows } from '../engine/windows.js';
import { totalOf, totals } from '../pricing/pricing.js';
import { ENDS_BY_ITSELF } from './payment-record.js';

const MINUTE_MS = 60_000;

/** Stripe keeps a session open for at least 30 minutes; one more covers the way there and clocks that differ. */
const SHORTEST_SESSION_MS = 31 * MINUTE_MS;

/** Sessions a checkout remembers. */
const MAX_SESSIONS = 20;

/** What of a tenant goes into a payment session. */
type Selling = Pick<Tenant, 'id' | 'checkoutWindowMinutes' | 'money' | 'payment'>;

/** What a caller may say of the session that it asks for. */
export interface WantedSession {
  /** What the tenant prefers when absent; one that is open on whatever rail is returned then. */
  rail?: PaymentRail | null;
  successUrl?: string | null;
  cancelUrl?: string | null;
  /** Language of the page; one that is open stays as it is. */
  locale?: string | null;
  /** The caller's own words on it. */
  label?: SessionLabel;
}

/** What a provider is looked for: how much, in what, and to where it is delivered. */
export function paymentOf(
  { pricing, currency, shippingAddress }: CheckoutDocument,
  rail: PaymentRail | null,
): Parameters<PaymentsService['choose']>[1] {
  const total = pricing ? totals(pricing, currency).total : 0;
  return { rail, currency, amount: total === 0 ? null : total, country: shippingAddress?.country ?? null };
}

/** The session that is about to be opened, written down with the intent. One that is already written is kept. */
export function withSession(
  checkout: CheckoutDocument,
  request: Omit<WantedSession, 'rail'> & { chosen: Chosen; tenant: Selling },
  now: Date,
): CheckoutDocument {
  const run = checkoutRun(checkout);
  const collect = run.steps.find(({ does }) => does === 'collect');
  if (!collect) return checkout;
  const key = stepKey(checkout, run, collect);
  if (checkout.payment.sessions.some((session) => session.key === key)) return checkout;
  const { provider, rail, score, reasons, skipped, asked: named } = request.chosen;
  const windows = windowsWith(checkout, rail, request.tenant, now);
  const asked = { amount: totalOf(checkout), currency: checkout.currency };
  const session: SessionRecord = {
    id: newId('ps'),
    provider,
    rail,
    routing: { score, reasons, skipped, asked: named },
    key,
    money: moneyTerms(request.tenant, { ...asked, rail, takenLater: run.steps.some(({ does }) => does === 'fulfil') }),
    state: 'opening',
    ...asked,
    expiresAt: sessionEnd(rail, windows, now),
    without: { windowMs: windowOf(request.tenant), expiresAt: checkout.expiresAt, holdUntil: checkout.holdUntil },
    successUrl: request.successUrl ?? null,
    cancelUrl: request.cancelUrl ?? null,
    ...(request.locale ? { locale: request.locale } : {}),
    providerId: null,
    url: null,
    clientSecret: null,
    instructions: null,
    openedAt: now,
    paymentId: null,
    ...(request.label ? { label: request.label } : {}),
  };
  const sessions = [...checkout.payment.sessions, session].slice(-MAX_SESSIONS);
  return { ...checkout, payment: { ...checkout.payment, sessions }, ...windows };
}

/** How long the checkout waits while a session on this rail can be paid. */
function windowsWith(checkout: Windows, rail: PaymentRail, tenant: Selling, now: Date): Windows {
  const window = windowOf(tenant);
  // Money by bank transfer is in flight from the beginning: goods wait for it as they do for any money in flight.
  if (rail === PaymentRail.OFFLINE) return windowsUntil(checkout, after(now, transferLife(tenant)));
  // A window of half an hour is as long as the shortest page; one that is shorter ends that page before its time.
  const pageLife = ENDS_BY_ITSELF.has(rail) && window >= 30 * MINUTE_MS ? SHORTEST_SESSION_MS : 0;
  return windowsWithin(checkout, after(now, Math.max(window, pageLife)));
}

/** A session ends with its checkout; a hosted page has an end of its own, which may not be too near. */
function sessionEnd(rail: PaymentRail, { expiresAt }: Windows, now: Date): Date {
  return ENDS_BY_ITSELF.has(rail) ? later(expiresAt, after(now, SHORTEST_SESSION_MS)) : expiresAt;
}

function transferLife({ payment }: Selling): number {
  return (payment?.offline?.windowHours ?? 0) * 60 * MINUTE_MS;
}
