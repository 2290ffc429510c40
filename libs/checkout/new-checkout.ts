import { after, newId } from '@comptoir/kernel';
import {
  CheckoutStatus,
  PaymentRail,
  type Address,
  type PlanStep,
  type Subject,
  type Tenant,
} from '@comptoir/tenant-kit';
import { moneyTerms, PLATFORM_MONEY, type Chosen, takesAtOnce, type MoneyTerms, type PaymentsService } from '#payments';
import type { CheckoutDocument, Run, SessionRecord } from './engine/checkout-document.js';
import { checkoutRun, newRun, planSteps, stepKey } from './engine/run.js';
import { ENDS_BY_ITSELF, NO_PAYMENT } from './payment/payment-record.js';
import { totalOf, totals } from './pricing/pricing.js';

/** Goods stay held this long at most after a checkout began: its window can move, but never past it. */
const LONGEST_MS = 24 * 3_600_000;

const MINUTE_MS = 60_000;

/** Stripe keeps a session open for at least 30 minutes; one more covers the way there and clocks that differ. */
const SHORTEST_SESSION_MS = 31 * MINUTE_MS;

/** Sessions a checkout remembers. */
const MAX_SESSIONS = 20;

/** What of a tenant goes into a payment session. */
type Selling = Pick<Tenant, 'id' | 'checkoutWindowMinutes' | 'money' | 'payment'>;

export interface CheckoutStart {
  id: string;
  tenant: Tenant;
  kind: string;
  ownerId: string;
  subject: Subject;
  currency: string;
  email: string | null;
  shippingAddress: Address | null;
}

/** A checkout as it is first written: waiting, with a run whose first step is still to come. */
export function newCheckout(start: CheckoutStart, plan: readonly PlanStep[], now: Date): CheckoutDocument {
  const { tenant, ...given } = start;
  return {
    ...given,
    tenantId: tenant.id,
    version: 1,
    status: CheckoutStatus.pending,
    shippingChoice: null,
    pricing: null,
    runs: [newRun(1, 'checkout', planSteps(plan))],
    payment: NO_PAYMENT,
    failure: null,
    needsAttention: null,
    outbox: [],
    eventSeq: 0,
    lease: null,
    ...windows(tenant, now),
    dueAt: now,
    createdAt: now,
    updatedAt: now,
  };
}

/** How long a checkout that begins, or begins again, waits for its buyer and holds its goods. */
export function windows(tenant: Tenant, now: Date): Pick<CheckoutDocument, 'expiresAt' | 'holdUntil'> {
  return { expiresAt: after(now, tenant.checkoutWindowMinutes * MINUTE_MS), holdUntil: after(now, LONGEST_MS) };
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
  request: Pick<SessionRecord, 'successUrl' | 'cancelUrl' | 'locale' | 'label'> & { chosen: Chosen; tenant: Selling },
  now: Date,
): CheckoutDocument {
  const run = checkoutRun(checkout);
  const collect = run.steps.find(({ does }) => does === 'collect');
  if (!collect) return checkout;
  const key = stepKey(checkout, run, collect);
  if (checkout.payment.sessions.some((session) => session.key === key)) return checkout;
  const { provider, rail, score, reasons, skipped, asked: named } = request.chosen;
  const window = request.tenant.checkoutWindowMinutes * MINUTE_MS;
  const sessionEnd = after(now, sessionLife(rail, window, request.tenant));
  const asked = { amount: totalOf(checkout), currency: checkout.currency };
  const session: SessionRecord = {
    id: newId('ps'),
    provider,
    rail,
    routing: { score, reasons, skipped, asked: named },
    key,
    money: termsOf(rail, request.tenant, asked, run),
    state: 'opening',
    ...asked,
    expiresAt: sessionEnd,
    successUrl: request.successUrl,
    cancelUrl: request.cancelUrl,
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
  const opened = { ...checkout, payment: { ...checkout.payment, sessions } };
  // Money by bank transfer is in flight from the beginning: goods wait for it as they do for any money in flight.
  if (rail === PaymentRail.OFFLINE) {
    return { ...opened, expiresAt: sessionEnd, holdUntil: later(checkout.holdUntil, sessionEnd) };
  }
  const expiresAt = earlier(checkout.holdUntil, window < 30 * MINUTE_MS ? after(now, window) : sessionEnd);
  return { ...opened, expiresAt };
}

/**
 * What is paid offline goes to the tenant, and through no account. In a plan without the step that would take it later,
 * all money is taken at once.
 */
function termsOf(
  rail: PaymentRail,
  tenant: Selling,
  asked: Parameters<typeof moneyTerms>[1],
  { steps }: Pick<Run, 'steps'>,
): MoneyTerms {
  if (rail === PaymentRail.OFFLINE) return PLATFORM_MONEY;
  const { capture, ...atOnce } = moneyTerms(tenant, asked);
  const later = !takesAtOnce(tenant, rail) && steps.some(({ does }) => does === 'fulfil');
  return later && capture ? { ...atOnce, capture } : atOnce;
}

/** How long a session can be paid, milliseconds. A hosted page has an end of its own; any other has ours. */
function sessionLife(rail: PaymentRail, window: number, { payment }: Selling): number {
  if (ENDS_BY_ITSELF.has(rail)) return Math.max(window, SHORTEST_SESSION_MS);
  return rail === PaymentRail.OFFLINE ? (payment?.offline?.windowHours ?? 0) * 60 * MINUTE_MS : window;
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
