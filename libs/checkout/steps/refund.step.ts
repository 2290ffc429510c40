import { Injectable } from '@nestjs/common';
import { PaymentsService } from '#payments';
import type { Outcome } from '../engine/engine.js';
import { DONE, type Step, type StepContext } from './step.js';

/** Gives back money that arrived after its checkout was over. */
@Injectable()
export class RefundStep implements Step {
  constructor(private readonly payments: PaymentsService) {}

  async perform({ checkout, call }: StepContext): Promise<Outcome> {
    const { payment } = checkout;
    const session = payment.sessions.find(({ state }) => state === 'paid');
    if (!session || !payment.paymentId) throw new Error(`Checkout ${checkout.id} has no payment to give back`);
    const { provider, currency } = session;
    const { paymentId, paid } = payment;
    await this.payments.get(provider).refund({ paymentId, amount: paid, currency, key: call.key, reason: 'duplicate' });
    return { type: 'done', patch: { payment: { ...payment, refundable: 0 } } };
  }

  /** A refund cannot be taken back. */
  undo(): Promise<Outcome> {
    return Promise.resolve(DONE);
  }
}
