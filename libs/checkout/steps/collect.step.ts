import { Injectable } from '@nestjs/common';
import { after, storedProblem } from '@comptoir/kernel';
import { PaymentRefused, PaymentsService, type PaymentFacts } from '#payments';
import type { CheckoutDocument, SessionRecord } from '../engine/checkout-document.js';
import type { Outcome } from '../engine/engine.js';
import { moneyPatch, sessionPatch } from '../payment/payment-record.js';
import { totalOf } from '../pricing/pricing.js';
import { SessionRequests } from './session-request.js';
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
    private readonly requests: SessionRequests,
  ) {}

  async perform({ tenant, checkout, call }: StepContext): Promise<Outcome> {
    if (totalOf(checkout) === 0) return { type: 'done', patch: moneyPatch(checkout, null, call.now) };
    const session = currentSession(checkout, call.key);
    const facts = await this.tryOpen(tenant, checkout, session);
    if (facts instanceof PaymentRefused) return neverOpened(checkout, session, facts);
    return { type: 'waiting', patch: sessionPatch(checkout, session, facts) };
  }

  async undo(context: StepContext): Promise<Outcome> {
    const { checkout, call, tenant } = context;
    if (checkout.payment.paid > 0) return this.giveBack(context);
    const session = checkout.payment.sessions.find(({ key }) => key === call.key);
    if (!session || session.state === 'closed' || session.state === 'expired') return DONE;
    const provider = this.payments.get(session.provider);
    // An opening whose answer never came is asked for again: the same key finds the same session.
    const opened = session.providerId ? session : await this.tryOpen(tenant, checkout, session);
    if (opened instanceof PaymentRefused || !opened.providerId) return DONE;
    const facts = await provider.close({ providerId: opened.providerId });
    return closed(checkout, session, facts, call.now);
  }

  /** Opens the session, or finds it: the same key never opens a second one. A refusal is a result here. */
  private async tryOpen(
    tenant: StepContext['tenant'],
    checkout: CheckoutDocument,
    session: SessionRecord,
  ): Promise<PaymentFacts | PaymentRefused> {
    try {
      return await this.payments.get(session.provider).open(this.requests.build(tenant, checkout, session));
    } catch (error) {
      if (error instanceof PaymentRefused) return error;
      throw error;
    }
  }

  private async giveBack({ checkout, call }: StepContext): Promise<Outcome> {
    const { payment } = checkout;
    const session = payment.sessions.find(({ state }) => state === 'paid');
    if (!session || !payment.paymentId) return DONE;
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
  if (facts.state === 'paid') return { type: 'paid', patch: moneyPatch(checkout, { session, facts }, now) };
  if (facts.state === 'processing') {
    return { type: 'in-flight', patch: sessionPatch(checkout, session, facts), until: after(now, IN_FLIGHT_MS) };
  }
  return { type: 'done', patch: sessionPatch(checkout, session, facts) };
}

/** Nothing can be paid at a session that was refused; without this its undo would ask for it for ever. */
function neverOpened(checkout: CheckoutDocument, session: SessionRecord, refusal: PaymentRefused): Outcome {
  const sessions = checkout.payment.sessions.map((other) =>
    other.id === session.id ? { ...other, state: 'closed' as const } : other,
  );
  const patch = { payment: { ...checkout.payment, sessions } };
  return { type: 'refused', failure: { ...storedProblem(refusal), retryable: false }, patch };
}
