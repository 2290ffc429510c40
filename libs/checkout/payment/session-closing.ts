import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '@comptoir/kernel';
import type { TenantContext } from '@comptoir/tenant-kit';
import { CheckoutEngine } from '../checkout-engine.js';
import type { CheckoutDocument, StepRecord } from '../engine/checkout-document.js';
import { tillClosed } from '../engine/engine.js';
import { checkoutRun } from '../engine/run.js';
import { ClaimLost } from '../engine/runner.js';
import { awaitedSession } from '../engine/session-facts.js';
import { PaymentObserver } from './payment-observer.js';
import { neverOpened } from './payment-record.js';
import { Till } from './till.js';

/** Closes the open session of a checkout that is about to change: nobody may pay a total that is no longer true. */
@Injectable()
export class SessionClosing {
  constructor(
    private readonly engine: CheckoutEngine,
    private readonly till: Till,
    private readonly observer: PaymentObserver,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The checkout with its session closed, or as the provider's answer left it: a session that was paid meanwhile
   * completes it. Without a session it comes back as it is.
   */
  async close(tenant: TenantContext, checkout: CheckoutDocument): Promise<CheckoutDocument> {
    const session = awaitedSession(checkout);
    const step = session && collectStep(checkout);
    if (!session || !step) return checkout;
    // Written down before the order was, which failed: nobody can have opened it.
    const facts = step.state === 'ready' ? null : await this.till.close(tenant, checkout, session);
    if (!facts) {
      const noted = { ...checkout, ...neverOpened(checkout, session) };
      return this.engine.write(checkout, tillClosed(noted, step, this.clock.now()));
    }
    await this.observer.observe(session.provider, facts);
    const now = await this.engine.store.load(checkout.tenantId, checkout.id);
    if (!now || this.engine.isLeased(now)) throw new ClaimLost(checkout.id);
    return now;
  }
}

/** Null where the money is there already, and where it is being taken back: that closes the till by itself. */
function collectStep(checkout: CheckoutDocument): StepRecord | null {
  const { direction, steps } = checkoutRun(checkout);
  const step = steps.find(({ does, state }) => does === 'collect' && state !== 'done');
  return direction === 'forward' && step ? step : null;
}
