import { after } from '@comptoir/kernel';
import type { PaymentFacts } from '#payments';
import { moneyPatch, sessionPatch } from '../../payment/payment-record.js';
import type { CheckoutDocument, SessionRecord, StepRecord } from '../checkout-document.js';
import type { Outcome } from '../engine.js';
import { currentRun, stepKey } from '../run.js';
import { failureOf, PRICING } from './documents.fixture.js';
import type { ProviderSession, World } from './world.fixture.js';

const DONE: Outcome = { type: 'done' };

const IN_FLIGHT_MS = 3_600_000;

/** What the provider says of a session. */
export function factsOf({ key, state, amount }: ProviderSession): PaymentFacts {
  const ids = { tenantId: 'shop', checkoutId: 'chk', sessionId: key };
  return { state, providerId: key, url: `https://pay/${key}`, amount, currency: 'EUR', paymentId: key, ...ids };
}

/** The platform's steps done to a {@link World}: they keep the promises that the engine relies on. */
export class FakeSteps {
  constructor(private readonly world: World) {}

  perform(checkout: CheckoutDocument, step: StepRecord): Outcome {
    switch (step.does) {
      case 'validate':
        return { type: 'done', patch: { pricing: PRICING } };
      case 'hold':
        return this.world.hold() ? DONE : { type: 'refused', failure: failureOf(false) };
      case 'draft':
        this.world.draft();
        return DONE;
      case 'collect':
        return this.open(checkout, step);
      case 'fulfil':
        this.world.fulfil();
        return DONE;
      case 'refund':
        return this.giveBack(checkout, step);
      case 'notify':
      case 'own':
        return DONE;
    }
  }

  undo(checkout: CheckoutDocument, step: StepRecord): Outcome {
    if (step.does === 'collect') return this.close(checkout, step);
    if (step.does === 'hold') this.world.release();
    if (step.does === 'draft') this.world.discard();
    if (step.does === 'fulfil') this.world.unfulfil();
    return DONE;
  }

  private open(checkout: CheckoutDocument, step: StepRecord): Outcome {
    const session = sessionOf(checkout, step);
    if (!session) throw new Error('A session is opened that was never written down');
    const opened = this.world.open(session.key, session.expiresAt);
    if (!opened) return { type: 'refused', failure: failureOf(false) };
    // A repeated request is answered as the first one was.
    return { type: 'waiting', patch: sessionPatch(checkout, session, { ...factsOf(opened), state: 'open' }) };
  }

  private close(checkout: CheckoutDocument, step: StepRecord): Outcome {
    if (checkout.payment.paid > 0) return this.giveBack(checkout, step);
    const session = sessionOf(checkout, step);
    if (!session || session.state === 'closed') return DONE;
    if (!this.world.open(session.key, session.expiresAt)) return DONE;
    const now = this.world.now();
    const facts = factsOf(this.world.close(session.key));
    if (facts.state === 'paid') return { type: 'paid', patch: moneyPatch(checkout, { session, facts }, now) };
    const patch = sessionPatch(checkout, session, facts);
    if (facts.state === 'processing') return { type: 'in-flight', patch, until: after(now, IN_FLIGHT_MS) };
    return { type: 'done', patch };
  }

  private giveBack(checkout: CheckoutDocument, step: StepRecord): Outcome {
    const { payment } = checkout;
    const run = currentRun(checkout);
    if (!payment.paymentId || !run || payment.refundable === 0) return DONE;
    this.world.refund(payment.paymentId, payment.refundable, `${stepKey(checkout, run, step)}:refund`);
    return { type: 'done', patch: { payment: { ...payment, refundable: 0 } } };
  }
}

function sessionOf(checkout: CheckoutDocument, step: StepRecord): SessionRecord | null {
  const run = currentRun(checkout);
  return checkout.payment.sessions.find(({ key }) => run && key === stepKey(checkout, run, step)) ?? null;
}
