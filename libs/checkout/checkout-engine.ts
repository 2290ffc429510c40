import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '@comptoir/kernel';
import { Config } from '#platform';
import { MongoCheckoutStore } from './checkout.store.js';
import type { CheckoutDocument } from './engine/checkout-document.js';
import { isAtWork, waitsForBuyer } from './engine/due-at.js';
import { turnBack } from './engine/engine.js';
import { begin, ClaimLost, run, type Engine } from './engine/runner.js';
import { StepEffects } from './steps/step-effects.js';

/** The engine with its real store, effects and clock. */
@Injectable()
export class CheckoutEngine implements Engine {
  readonly leaseMs: number;

  constructor(
    readonly store: MongoCheckoutStore,
    readonly effects: StepEffects,
    @Inject(CLOCK) readonly clock: Clock,
    config: Config,
  ) {
    this.leaseMs = config.LEASE_MS;
  }

  /** Writes a new checkout and works on it; null when it exists already. */
  begin(fresh: CheckoutDocument): Promise<CheckoutDocument | null> {
    return begin(this, fresh);
  }

  /** Claims `from` as changed to `to` and works on it. */
  run(from: CheckoutDocument, to: CheckoutDocument): Promise<CheckoutDocument> {
    return run(this, from, to);
  }

  /** One change without any work. */
  async write(from: CheckoutDocument, to: CheckoutDocument): Promise<CheckoutDocument> {
    const saved = await this.store.save(from, to);
    if (!saved) throw new ClaimLost(from.id);
    return saved;
  }

  /** Whether somebody is at work on it, as far as leases tell. */
  isLeased(checkout: CheckoutDocument): boolean {
    return checkout.lease !== null && checkout.lease.until > this.clock.now();
  }

  /** Does what is due on a checkout: finishes what was interrupted, expires what waited too long. */
  async wake(checkout: CheckoutDocument): Promise<void> {
    if (!checkout.dueAt || checkout.dueAt > this.clock.now()) return;
    if (isAtWork(checkout)) {
      await this.run(checkout, checkout);
    } else if (waitsForBuyer(checkout) && checkout.expiresAt <= this.clock.now()) {
      await this.run(checkout, turnBack(checkout, 'expired'));
    }
  }
}
