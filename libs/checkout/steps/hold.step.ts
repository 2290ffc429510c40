import { Injectable } from '@nestjs/common';
import { DONE, type Step, type StepContext } from './step.js';
import type { Outcome } from '../engine/engine.js';

/** Sets the goods aside for this checkout. */
@Injectable()
export class HoldStep implements Step {
  async perform({ port, call }: StepContext): Promise<Outcome> {
    await port.hold(call);
    return DONE;
  }

  async undo({ port, call }: StepContext): Promise<Outcome> {
    await port.release(call);
    return DONE;
  }
}
