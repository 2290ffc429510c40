import { Injectable } from '@nestjs/common';
import { KindRegistry } from '#tenants';
import type { Outcome } from '../engine/engine.js';
import { DONE, type Step, type StepContext } from './step.js';

/** A step that the kind brought itself. */
@Injectable()
export class OwnStep implements Step {
  constructor(private readonly kinds: KindRegistry) {}

  async perform({ checkout, step, port, call }: StepContext): Promise<Outcome> {
    const { plan } = this.kinds.get(checkout.kind).definition;
    const own = plan.find(({ name }) => name === step.name);
    if (!own?.run) throw new Error(`Kind ${checkout.kind} has no step ${step.name} of its own`);
    await own.run(port as never, call);
    return DONE;
  }

  /** Own steps run after the money is there and are never undone. */
  undo(): Promise<Outcome> {
    return Promise.resolve(DONE);
  }
}
