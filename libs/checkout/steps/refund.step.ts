import { Injectable } from '@nestjs/common';
import type { Outcome } from '../engine/engine.js';
import { refundOf } from '../after-sale/refund-record.js';
import { Refunder } from '../after-sale/refunder.js';
import { DONE, type Step, type StepContext } from './step.js';

/** Gives back what the run was begun for: money that arrived too late, or a part of what a seller returns. */
@Injectable()
export class RefundStep implements Step {
  constructor(private readonly refunder: Refunder) {}

  async perform({ checkout, call }: StepContext): Promise<Outcome> {
    const refund = refundOf(checkout.payment, call.key);
    if (!refund) throw new Error(`Checkout ${checkout.id} has no refund registered for ${call.key}`);
    // What a seller asked for and the provider refused is over: its amount is free for another try of theirs.
    if (refund.reason === 'requested' && refund.state === 'failed') return DONE;
    const outcome = await this.refunder.give(checkout, refund, call.now);
    if (refund.reason !== 'requested' || outcome.type !== 'refused') return outcome;
    return { type: 'done', patch: outcome.patch ?? {} };
  }

  /** A refund cannot be taken back. */
  undo(): Promise<Outcome> {
    return Promise.resolve(DONE);
  }
}
