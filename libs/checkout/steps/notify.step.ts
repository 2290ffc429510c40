import { Injectable } from '@nestjs/common';
import type { Outcome } from '../engine/engine.js';
import { withEvent } from '../engine/outbox.js';
import { DONE, type Step, type StepContext } from './step.js';

/** Has the receipt sent: the event is stored with the step's own outcome, so it is neither lost nor sent too early. */
@Injectable()
export class NotifyStep implements Step {
  perform({ checkout, call }: StepContext): Promise<Outcome> {
    if (!checkout.email) return Promise.resolve(DONE);
    const { outbox, eventSeq } = withEvent(checkout, 'checkout.confirmed', call.now);
    return Promise.resolve({ type: 'done', patch: { outbox, eventSeq } });
  }

  /** A mail cannot be taken back. */
  undo(): Promise<Outcome> {
    return Promise.resolve(DONE);
  }
}
