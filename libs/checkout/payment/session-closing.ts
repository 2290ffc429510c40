import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '@comptoir/kernel';
import type { TenantContext } from '@comptoir/tenant-kit';
import { CheckoutEngine } from '../checkout-engine.js';
import type { CheckoutDocument } from '../engine/checkout-document.js';
import { tillClosed } from '../engine/engine.js';
import { ClaimLost } from '../engine/runner.js';
import { PaymentObserver, waitingStep } from './payment-observer.js';
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
    const session = checkout.payment.sessions.at(-1);
    const step = session && waitingStep(checkout, session);
    if (!session || !step) return checkout;
    const facts = await this.till.close(tenant, checkout, session);
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
