import { Injectable } from '@nestjs/common';
import { after, storedProblem } from '@comptoir/kernel';
import { PaymentRefused, PaymentServiceError, PaymentsService, type PaymentFacts } from '#payments';
import type { CheckoutDocument, SessionRecord } from '../engine/checkout-document.js';
import type { Outcome } from '../engine/engine.js';
import { isAmountOf, moneyPatch, neverOpened, sessionPatch } from '../payment/payment-record.js';
import { totalOf } from '../pricing/pricing.js';
import { Till } from '../payment/till.js';
import { DONE, type Step, type StepContext } from './step.js';

/** How long after finding money in flight it is looked at again, milliseconds. */
const IN_FLIGHT_MS = 3_600_000;

/**
 * Opens the payment session and waits for the buyer. Its undo closes the till: it never says "undone" before the
 * provider said that no money can arrive any more, or that the money is given back.
 */
@Injectable()
export class CollectStep implements Step {
  constructor(
    private readonly payments: PaymentsService,
    private readonly till: Till,
  ) {}

  async perform({ tenant, checkout, call }: StepContext): Promise<Outcome> {
    if (totalOf(checkout) === 0) return { type: 'done', patch: moneyPatch(checkout, null, call.now) };
    const session = currentSession(checkout, call.key);
    const facts = await this.till.open(tenant, checkout, session);
    if (facts instanceof PaymentRefused) return refusedAtOpening(checkout, session, facts);
    return { type: 'waiting', patch: sessionPatch(checkout, session, facts) };
  }

  async undo(context: StepContext): Promise<Outcome> {
    const { checkout, call, tenant } = context;
    if (checkout.payment.paid > 0) return this.giveBack(context);
    const session = checkout.payment.sessions.find(({ key }) => key === call.key);
    if (!session || session.state === 'closed' || session.state === 'expired') return DONE;
    const facts = await this.till.close(tenant, checkout, session);
    if (!facts) return DONE;
    return closed(checkout, session, facts, call.now);
  }

  private async giveBack({ checkout, call }: StepContext): Promise<Outcome> {
    const { payment } = checkout;
    const session = payment.sessions.find(({ state }) => state === 'paid');
    if (!session || !payment.paymentId || payment.refundable === 0) return DONE;
    const amount = payment.refundable;
    await this.payments.get(session.provider).refund({
      paymentId: payment.paymentId,
      amount,
      currency: session.currency,
      key: `${call.key}:refund`,
      reason: 'requested_by_customer',
    });
    return { type: 'done', patch: { payment: { ...payment, refundable: 0 } } };
  }
}

function currentSession(checkout: CheckoutDocument, key: string): SessionRecord {
  const session = checkout.payment.sessions.find((candidate) => candidate.key === key);
  if (!session) throw new Error(`Checkout ${checkout.id} has no session record for ${key}`);
  return session;
}

function closed(checkout: CheckoutDocument, session: SessionRecord, facts: PaymentFacts, now: Date): Outcome {
  if (facts.state === 'open') throw new PaymentServiceError();
  if (facts.state === 'paid' && !isAmountOf(session, facts)) return wrongAmount(session, facts);
  if (facts.state === 'paid') return { type: 'paid', patch: moneyPatch(checkout, { session, facts }, now) };
  if (facts.state === 'processing') {
    return { type: 'in-flight', patch: sessionPatch(checkout, session, facts), until: after(now, IN_FLIGHT_MS) };
  }
  return { type: 'done', patch: sessionPatch(checkout, session, facts) };
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
