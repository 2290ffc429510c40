import type { CheckoutCall } from './ports/checkout.port.js';

/** What the platform can do in a step. */
export type PlatformStep = 'validate' | 'hold' | 'draft' | 'collect' | 'fulfil' | 'notify';

/**
 * When a step runs: `start` right away, `pay` when the buyer asks for a payment session, `settle` once the money is
 * there. Between phases the checkout waits for its buyer.
 */
export type Phase = 'start' | 'pay' | 'settle';

/** One step of a kind's plan. */
export interface PlanStep {
  /** Shown to clients, such as `reserve-stock`. */
  readonly name: string;
  readonly phase: Phase;
  /** What the platform does, or `own` for a step of the kind itself. */
  readonly does: PlatformStep | 'own';
  /** Method of the kind's checkout port that an own step calls. */
  readonly run?: (port: never, call: CheckoutCall) => Promise<void>;
}

const PHASES: Record<PlatformStep, Phase> = {
  validate: 'start',
  hold: 'start',
  draft: 'pay',
  collect: 'pay',
  fulfil: 'settle',
  notify: 'settle',
};

/** A step that the platform does, under the name the kind gives it. */
export function platformStep(does: PlatformStep, name: string): PlanStep {
  return { name, does, phase: PHASES[does] };
}

/**
 * A step of the kind's own. It must be safe to repeat and is never undone, so it belongs where nothing is taken back
 * any more (`settle`, the default), or does nothing that would have to be.
 */
export function ownStep<Port>(
  name: string,
  run: (port: Port, call: CheckoutCall) => Promise<void>,
  phase: Phase = 'settle',
): PlanStep {
  return { name, does: 'own', phase, run: run as PlanStep['run'] & {} };
}
