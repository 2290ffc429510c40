import { Injectable } from '@nestjs/common';
import { checkedPricing } from '../pricing/pricing.js';
import { DONE, type Step, type StepContext } from './step.js';
import type { Outcome } from '../engine/engine.js';

/** Asks the kind whether the subject can be checked out, and freezes its prices. */
@Injectable()
export class ValidateStep implements Step {
  async perform({ port, call, checkout }: StepContext): Promise<Outcome> {
    await port.validate(call);
    return { type: 'done', patch: { pricing: checkedPricing(await port.price(call), checkout.currency) } };
  }

  /** Nothing was done. */
  undo(): Promise<Outcome> {
    return Promise.resolve(DONE);
  }
}
