import { Injectable } from '@nestjs/common';
import { PaymentServiceError } from '#payments';
import { OrderServiceError } from '../checkout.problems.js';
import type { CheckoutDocument, FailureRecord, SessionRecord } from '../engine/checkout-document.js';
import type { Outcome } from '../engine/engine.js';
import { OrdersService } from '../orders/orders.service.js';
import { isAmountOf, moneyPatch, sessionPatch } from '../payment/payment-record.js';
import { Till } from '../payment/till.js';
import { DraftStep } from './draft.step.js';
import { DONE, type Step, type StepContext } from './step.js';

const NOT_TAKEN: FailureRecord = {
  code: 'PAYMENT_REFUSED',
  message: 'The money that was authorised could not be taken',
  retryable: false,
  fields: {},
};

/**
 * The money is there, or promised: the hold becomes a sale, and the order becomes visible. Money that was only authorised
 * is taken in between, when nothing else can stop the sale, and before the order counts as paid.
 */
@Injectable()
export class FulfilStep implements Step {
  constructor(
    private readonly orders: OrdersService,
    private readonly draft: DraftStep,
    private readonly till: Till,
  ) {}

  async perform(context: StepContext): Promise<Outcome> {
    const { tenant, checkout, port, call } = context;
    await port.fulfil(call);
    const promised = checkout.payment.sessions.find(({ state }) => state === 'authorised');
    if (promised) return this.take(checkout, promised, call.now);
    const paidAt = checkout.payment.paidAt ?? call.now;
    if (await this.orders.markPaid(tenant, checkout.id, paidAt)) return DONE;
    // Who stood still while the checkout was begun again took its draft away: nothing is paid for without an order.
    await this.draft.perform(context);
    if (!(await this.orders.markPaid(tenant, checkout.id, paidAt))) throw new OrderServiceError();
    return DONE;
  }

  async undo({ tenant, checkout, port, call }: StepContext): Promise<Outcome> {
    await port.cancel(call);
    await this.orders.cancel(tenant, checkout.id);
    return DONE;
  }

  /** Written down before the order is touched; the engine saves that and asks again. */
  private async take(checkout: CheckoutDocument, session: SessionRecord, now: Date): Promise<Outcome> {
    const facts = await this.till.capture(session);
    if (facts.state === 'authorised' || facts.state === 'processing') throw new PaymentServiceError();
    if (facts.state === 'paid' && isAmountOf(session, facts)) {
      return { type: 'again', patch: moneyPatch(checkout, { session, facts }, now) };
    }
    // It lapsed, or somebody gave it up elsewhere. What was taken in part is looked at when the till is closed.
    const patch = facts.state === 'paid' ? {} : sessionPatch(checkout, session, facts);
    return { type: 'refused', failure: NOT_TAKEN, patch };
  }
}
