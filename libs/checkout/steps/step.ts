import type { CheckoutPort, TenantContext } from '@comptoir/tenant-kit';
import type { CheckoutCall } from '@comptoir/tenant-kit';
import type { CheckoutDocument, StepRecord } from '../engine/checkout-document.js';
import type { Outcome } from '../engine/engine.js';

/** Everything a step may use. */
export interface StepContext {
  readonly tenant: TenantContext;
  readonly checkout: CheckoutDocument;
  readonly step: StepRecord;
  readonly port: CheckoutPort;
  /** What the kind is called with. */
  readonly call: CheckoutCall;
}

/** One platform step: an effect and the way back. Both may be called again with the same key. */
export interface Step {
  perform(context: StepContext): Promise<Outcome>;
  undo(context: StepContext): Promise<Outcome>;
}

export const DONE: Outcome = { type: 'done' };
