import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, storedProblem, type Clock } from '@comptoir/kernel';
import { CheckoutStatus } from '@comptoir/tenant-kit';
import { Config } from '#platform';
import { CheckoutBusy, SagaTimeout } from './checkout.problems.js';
import { MongoCheckoutStore } from './checkout.store.js';
import type { CheckoutDocument, FailureRecord } from './engine/checkout-document.js';
import { isAtWork } from './engine/due-at.js';
import { whenDue } from './engine/engine.js';
import { begin, ClaimLost, run, type Engine } from './engine/runner.js';
import { StepEffects } from './steps/step-effects.js';

/** Why a run is given up that was interrupted until its checkout's time was over. */
const TOO_LATE: FailureRecord = { ...storedProblem(new SagaTimeout()), retryable: true };

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

  /** Does what is due on a checkout: finishes what was interrupted, ends what took or waited too long. */
  async wake(checkout: CheckoutDocument): Promise<CheckoutDocument> {
    const due = whenDue(checkout, TOO_LATE, this.clock.now());
    return due ? this.run(checkout, due) : checkout;
  }

  /** The checkout once nobody is at work on it. Work that was interrupted is finished first. */
  async idle(checkout: CheckoutDocument): Promise<CheckoutDocument> {
    if (this.isLeased(checkout)) throw new CheckoutBusy();
    if (!isAtWork(checkout)) return checkout;
    const finished = await busyIfLost(this.wake(checkout));
    if (finished.status === CheckoutStatus.in_progress) throw new CheckoutBusy();
    return finished;
  }
}

/** Where somebody else changed the checkout first, a caller is told to come again. */
export async function busyIfLost<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ClaimLost) throw new CheckoutBusy();
    throw error;
  }
}
