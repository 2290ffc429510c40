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
    const session = payment.sessions.find(({ refund }) => refund === 'due');
    if (!session?.paymentId) return DONE;
    const { provider, currency, amount, paymentId } = session;
    await this.payments.get(provider).refund({ paymentId, amount, currency, key: call.key, reason: 'duplicate' });
    const sessions = payment.sessions.map((one) => (one === session ? { ...one, refund: 'done' as const } : one));
    return { type: 'done', patch: { payment: { ...payment, sessions } } };
  }

  /** A refund cannot be taken back. */
  undo(): Promise<Outcome> {
    return Promise.resolve(DONE);
  }
}
