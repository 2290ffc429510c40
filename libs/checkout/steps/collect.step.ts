import { Injectable } from '@nestjs/common';
import { after, Problem, storedProblem } from '@comptoir/kernel';
import type { TenantContext } from '@comptoir/tenant-kit';
import { PaymentRefused, PaymentServiceError, type PaymentFacts } from '#payments';
import type { CheckoutDocument, SessionRecord, StepRecord } from '../engine/checkout-document.js';
import { waitsForBuyer } from '../engine/due-at.js';
import type { Outcome } from '../engine/engine.js';
import { currentRun } from '../engine/run.js';
import { Failover } from '../payment/failover.js';
import { isAmountOf, isStale, moneyOf, moneyPatch, neverOpened, sessionPatch } from '../payment/payment-record.js';
import { refundOf, withRefund } from '../after-sale/refund-record.js';
import { Refunder } from '../after-sale/refunder.js';
import { Till } from '../payment/till.js';
import { totalOf } from '../pricing/pricing.js';
import { DONE, type Step, type StepContext } from './step.js';

/** How long after finding money in flight it is looked at again, milliseconds. */
const IN_FLIGHT_MS = 3_600_000;

/** How long goods wait for money in flight; what arrives later is given back. */
const LONGEST_IN_FLIGHT_MS = 14 * 24 * IN_FLIGHT_MS;

/**
 * Opens the payment session and waits for the buyer. Its undo closes the till: it never says "undone" before the
 * provider said that no money can arrive any more, or that the money is given back.
 */
@Injectable()
export class CollectStep implements Step {
  constructor(
    private readonly till: Till,
    private readonly refunder: Refunder,
    private readonly failover: Failover,
  ) {}

  async perform(context: StepContext): Promise<Outcome> {
    const { tenant, checkout, call } = context;
    if (totalOf(checkout) === 0) return { type: 'done', patch: moneyPatch(checkout, null, call.now) };
    const session = currentSession(checkout, call.key);
    if (session.state === 'paid' || session.state === 'authorised') return DONE;
    if (isStale(session, call.now)) return this.startOver(tenant, checkout, session, call.now);
    const facts = await this.till.open(tenant, checkout, session);
    if (!(facts instanceof Problem)) return { type: 'waiting', patch: sessionPatch(checkout, session, facts) };
    const next = isFirst(context.step) ? this.failover.next(context, session, facts) : null;
    if (next) return next;
    if (facts instanceof PaymentRefused) return refusedAtOpening(checkout, session, facts);
    throw facts;
  }

  async undo({ checkout, call, tenant }: StepContext): Promise<Outcome> {
    const session = checkout.payment.sessions.find(({ key }) => key === call.key);
    if (!session || session.state === 'closed' || session.state === 'expired') return DONE;
    if (session.state === 'paid') return this.giveBack(checkout, session, call.now);
    const facts = await this.till.close(tenant, checkout, session);
    if (!facts) return DONE;
    const unwanted = facts.state === 'authorised' && !(isInTime(checkout) && isAmountOf(session, facts));
    const { providerId } = facts;
    const left = unwanted ? await this.till.abandon({ ...session, providerId }) : facts;
    return closed(checkout, session, left, call.now);
  }

  /** Interrupted for so long that the request would be refused now. It may have been answered: the session is closed. */
  private async startOver(
    tenant: TenantContext,
    checkout: CheckoutDocument,
    session: SessionRecord,
    now: Date,
  ): Promise<Outcome> {
    const facts = await this.till.close(tenant, checkout, session);
    if (!facts) return { type: 'lapsed', patch: neverOpened(checkout, session) };
    const outcome = closed(checkout, session, facts, now);
    if (outcome.type === 'done') return { type: 'lapsed', patch: outcome.patch ?? {} };
    // Money in flight is what the step waits for.
    return outcome.type === 'in-flight' ? { type: 'waiting', patch: outcome.patch } : outcome;
  }

  /** Everything of it that was not given back yet. Registered first; the engine saves that and asks again. */
  private async giveBack(checkout: CheckoutDocument, session: SessionRecord, now: Date): Promise<Outcome> {
    const { payment } = checkout;
    const registered = refundOf(payment, session.key);
    if (registered) return this.refunder.give(checkout, registered, now);
    if (payment.refundable === 0 || !session.paymentId) return DONE;
    const { provider, paymentId, currency, key } = session;
    const taken = { provider, paymentId, money: moneyOf(session), currency, key };
    const intent = { ...taken, amount: payment.refundable, reason: 'undone' as const };
    return { type: 'again', patch: { payment: withRefund(payment, intent, now) } };
  }
}

/** Nobody can have asked under this key before: what is refused now was never opened. */
function isFirst({ begun }: StepRecord): boolean {
  return begun === 1;
}

function currentSession(checkout: CheckoutDocument, key: string): SessionRecord {
  const session = checkout.payment.sessions.find((candidate) => candidate.key === key);
  if (!session) throw new Error(`Checkout ${checkout.id} has no session record for ${key}`);
  return session;
}

function closed(checkout: CheckoutDocument, session: SessionRecord, facts: PaymentFacts, now: Date): Outcome {
  if (facts.state === 'open') throw new PaymentServiceError();
  const arrives = facts.state === 'paid' || facts.state === 'authorised';
  if (arrives && !isAmountOf(session, facts)) return wrongAmount(session, facts);
  if (facts.state === 'authorised') return { type: 'paid', patch: sessionPatch(checkout, session, facts) };
  if (facts.state === 'paid') return { type: 'paid', patch: moneyPatch(checkout, { session, facts }, now) };
  if (facts.state === 'processing' && now < after(session.openedAt, LONGEST_IN_FLIGHT_MS)) {
    return { type: 'in-flight', patch: sessionPatch(checkout, session, facts), until: after(now, IN_FLIGHT_MS) };
  }
  return { type: 'done', patch: sessionPatch(checkout, session, facts) };
}

/**
 * Whether a promise of money is still taken up: the buyer gave it before the checkout's time was over, which is only
 * noticed now. Where it was cancelled, or failed, there is nothing left to be paid for.
 */
function isInTime(checkout: CheckoutDocument): boolean {
  return waitsForBuyer(checkout) && currentRun(checkout)?.reason === 'expired';
}

/** Neither finished nor undone without a person: the engine keeps the goods and asks again every hour. */
function wrongAmount(session: SessionRecord, facts: PaymentFacts): Outcome {
  const paid = `${facts.amount} ${facts.currency}`;
  const message = `The provider reports ${paid} for a session of ${session.amount} ${session.currency}`;
  return { type: 'refused', failure: { code: 'PAYMENT_REFUSED', message, retryable: false, fields: {} } };
}

function refusedAtOpening(checkout: CheckoutDocument, session: SessionRecord, refusal: PaymentRefused): Outcome {
  const failure = { ...storedProblem(refusal), retryable: false };
  return { type: 'refused', failure, patch: neverOpened(checkout, session) };
}
