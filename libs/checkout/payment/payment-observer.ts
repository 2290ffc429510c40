import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, type Clock } from '@comptoir/kernel';
import { PaymentServiceError, type AfterSaleFacts, type PaymentFacts, type PaymentListener } from '#payments';
import { CheckoutEngine } from '../checkout-engine.js';
import type { CheckoutDocument, SessionRecord, StepRecord } from '../engine/checkout-document.js';
import { waitsForBuyer } from '../engine/due-at.js';
import { moneyThere, stamped, tillClosed, turnBack } from '../engine/engine.js';
import { checkoutRun, currentRun, dueAtOnce, refundRun, stepKey, withRun } from '../engine/run.js';
import { ClaimLost } from '../engine/runner.js';
import { isAmountOf, isNews, moneyOf, moneyPatch, sessionPatch } from './payment-record.js';
import { awaitedRefund, PromisedTwice, withAfterSale } from '../after-sale/after-sale-record.js';
import { withRefund } from '../after-sale/refund-record.js';
import { Till } from './till.js';

type Noticed = 'applied' | 'parked' | 'foreign';

/** Whose checkout facts are about, and where they were found. */
type Names = Pick<PaymentFacts, 'tenantId' | 'checkoutId' | 'account'>;

/**
 * The one function through which money is noticed: the webhook, the buyer's return, a status read and the sweeper all
 * bring what the provider said, and it decides what that means for the checkout as it is now.
 */
@Injectable()
export class PaymentObserver implements PaymentListener {
  private readonly logger = new Logger('checkout');

  constructor(
    private readonly engine: CheckoutEngine,
    private readonly till: Till,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  observe(provider: string, facts: PaymentFacts): Promise<Noticed> {
    return this.notice(
      facts,
      (session) => isOf(session, provider, facts),
      (checkout, session) => this.decide(checkout, session, facts),
    );
  }

  observeAfterSale(provider: string, facts: AfterSaleFacts): Promise<Noticed> {
    return this.notice(
      facts,
      (session) => isPaidBy(session, provider, facts),
      (checkout, session) => this.note(checkout, session, facts),
    );
  }

  /** Finds the session that facts are about, and applies them where nobody is at work on its checkout. */
  private async notice(
    facts: Names,
    isIt: (session: SessionRecord) => boolean,
    apply: (checkout: CheckoutDocument, session: SessionRecord) => Promise<void>,
  ): Promise<Noticed> {
    if (!facts.tenantId || !facts.checkoutId) return 'applied';
    const checkout = await this.engine.store.load(facts.tenantId, facts.checkoutId);
    const session = checkout?.payment.sessions.find(isIt);
    // Not there yet: the event overtook the write that it is about. Busy: whoever works on it may be about to write.
    if (!checkout || !session || this.engine.isLeased(checkout)) return 'parked';
    if (facts.account !== moneyOf(session).account) return this.foreign(checkout, session, facts);
    try {
      await apply(checkout, session);
      return 'applied';
    } catch (error) {
      if (error instanceof ClaimLost || error instanceof PromisedTwice) return 'parked';
      throw error;
    }
  }

  private async note(checkout: CheckoutDocument, session: SessionRecord, facts: AfterSaleFacts): Promise<void> {
    const awaited = awaitedRefund(checkout, facts);
    if (awaited) {
      // The run that waits for it asks now, and not when its pause is over.
      await this.engine.run(checkout, dueAtOnce(checkout, awaited.key));
      return;
    }
    const now = this.clock.now();
    const noted = { ...checkout, ...withAfterSale(checkout, session, facts, now) };
    if (!isDeepStrictEqual(noted, checkout)) await this.engine.write(checkout, stamped(noted, now));
  }

  /** Whoever owns an account can name any checkout in it: only the one that the session was opened in is believed. */
  private foreign(checkout: CheckoutDocument, { id }: SessionRecord, { account }: Names): 'foreign' {
    this.logger.error({ msg: 'payment in another account', checkout: checkout.id, session: id, account });
    return 'foreign';
  }

  private async decide(checkout: CheckoutDocument, session: SessionRecord, facts: PaymentFacts): Promise<void> {
    if (facts.state === 'paid') return this.paid(checkout, session, facts);
    if (facts.state === 'authorised') return this.authorised(checkout, session, facts);
    const step = waitingStep(checkout, session);
    if (!step) return this.neverCame(checkout, session, facts);
    const noted = { ...checkout, ...sessionPatch(checkout, session, facts) };
    if (facts.state === 'closed' && waitsForBuyer(checkout)) {
      const closed = tillClosed(noted, step, this.clock.now());
      if (facts.endsCheckout) await this.engine.run(checkout, turnBack(closed, 'cancelled'));
      else await this.engine.write(checkout, closed);
    } else if (isNews(facts.state, session.state)) {
      await this.engine.write(checkout, stamped(noted, this.clock.now()));
    }
  }

  /**
   * Money that was on its way when nobody waited for it any more does not come: nothing is left to be looked for. An
   * intent asks its buyer for other money then, and must not.
   */
  private async neverCame(checkout: CheckoutDocument, session: SessionRecord, facts: PaymentFacts): Promise<void> {
    if (session.state !== 'processing' || facts.state === 'processing') return;
    if (facts.state === 'open') {
      const ended = await this.till.end({ ...session, providerId: facts.providerId });
      if (ended.state === 'open') throw new PaymentServiceError();
      return this.decide(checkout, session, ended);
    }
    const noted = { ...checkout, ...sessionPatch(checkout, session, facts) };
    await this.engine.write(checkout, stamped(noted, this.clock.now()));
  }

  private async paid(checkout: CheckoutDocument, session: SessionRecord, facts: PaymentFacts): Promise<void> {
    if (session.state === 'paid') return;
    if (!isAmountOf(session, facts)) return this.wrongAmount(checkout, session, facts);
    const now = this.clock.now();
    const noted = { ...checkout, ...moneyPatch(checkout, { session, facts }, now) };
    const step = waitingStep(checkout, session);
    if (step && waitsForBuyer(checkout)) {
      await this.engine.run(checkout, moneyThere(noted, step, now));
    } else if (!currentRun(checkout)) {
      await this.tooLate(checkout, session, facts);
    } else {
      throw new ClaimLost(checkout.id);
    }
  }

  /** The buyer promised the money: what the sale still needs is done, and then it is taken. */
  private async authorised(checkout: CheckoutDocument, session: SessionRecord, facts: PaymentFacts): Promise<void> {
    // An answer from before it was taken comes late.
    if (session.state === 'authorised' || session.state === 'paid') return;
    const step = waitingStep(checkout, session);
    if (step && waitsForBuyer(checkout)) {
      if (!isAmountOf(session, facts)) return this.wrongAmount(checkout, session, facts);
      const noted = { ...checkout, ...sessionPatch(checkout, session, facts) };
      await this.engine.run(checkout, moneyThere(noted, step, this.clock.now()));
    } else if (!currentRun(checkout)) {
      await this.unwanted(checkout, session, facts);
    } else {
      throw new ClaimLost(checkout.id);
    }
  }

  /** The checkout is over: the promise is given up, and nothing has to go back. */
  private async unwanted(checkout: CheckoutDocument, session: SessionRecord, facts: PaymentFacts): Promise<void> {
    this.logger.warn({ msg: 'money authorised after the end', checkout: checkout.id, status: checkout.status });
    const left = await this.till.abandon({ ...session, providerId: facts.providerId });
    if (left.state === 'paid') return this.paid(checkout, session, left);
    const noted = { ...checkout, ...sessionPatch(checkout, session, left) };
    await this.engine.write(checkout, stamped(noted, this.clock.now()));
  }

  /** Nothing is sold for another amount than was asked: a person has to look. */
  private async wrongAmount(checkout: CheckoutDocument, session: SessionRecord, facts: PaymentFacts): Promise<void> {
    const needsAttention = `Provider reports ${facts.amount} ${facts.currency} for a session of ${session.amount} ${session.currency}`;
    this.logger.error({ msg: 'amount mismatch', checkout: checkout.id, session: session.id });
    await this.engine.write(checkout, stamped({ ...checkout, needsAttention }, this.clock.now()));
  }

  /** The checkout is over and its goods are free: the money goes back, and both stay on record. */
  private async tooLate(checkout: CheckoutDocument, session: SessionRecord, facts: PaymentFacts): Promise<void> {
    if (!facts.paymentId) throw new Error(`Session ${session.id} is paid but has no payment`);
    this.logger.warn({ msg: 'money arrived after the end', checkout: checkout.id, status: checkout.status });
    const now = this.clock.now();
    const { run, key } = refundRun(checkout, 'late-money');
    const { payment } = moneyPatch(checkout, { session, facts }, now);
    const { provider } = session;
    const { paymentId, amount, currency } = facts;
    const intent = { provider, paymentId, money: moneyOf(session), key, amount, currency, reason: 'late' as const };
    const registered = withRefund(payment, intent, now);
    const { paidAt, paymentId: settled } = checkout.payment;
    const noted = { ...registered, paidAt, paymentId: settled };
    await this.engine.run(checkout, { ...checkout, payment: noted, runs: withRun(checkout.runs, run) });
  }
}

/** A hosted session and its own payment carry the same names; each is noticed on its own rail alone. */
function isOf(session: SessionRecord, provider: string, { rail, sessionId }: PaymentFacts): boolean {
  return session.provider === provider && session.rail === rail && session.id === sessionId;
}

/** The session whose payment it is. Its rail says nothing here: every session has one payment behind it. */
function isPaidBy(session: SessionRecord, provider: string, { sessionId, paymentId }: AfterSaleFacts): boolean {
  return session.provider === provider && session.id === sessionId && session.paymentId === paymentId;
}

/** The step that this very session would finish; null for a session of an earlier attempt. */
function waitingStep(checkout: CheckoutDocument, session: SessionRecord): StepRecord | null {
  const run = currentRun(checkout);
  if (!run) return null;
  const step = checkoutRun(checkout).steps.find(({ does }) => does === 'collect');
  if (!step || (step.state !== 'waiting' && step.state !== 'started')) return null;
  return stepKey(checkout, run, step) === session.key ? step : null;
}
