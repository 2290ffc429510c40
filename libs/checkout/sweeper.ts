import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, type Clock } from '@comptoir/kernel';
import { InboxService } from '#payments';
import { Config } from '#platform';
import { CheckoutEngine } from './checkout-engine.js';
import { ClaimLost } from './engine/runner.js';
import { Deliveries } from './outbox/deliveries.service.js';
import { Outbox } from './outbox/outbox.service.js';

/** Documents looked at in one round. */
const BATCH = 100;

/**
 * Drives everything that nobody is waiting for: interrupted runs, expired checkouts, parked events. It runs in every
 * instance, at boot and always; leases keep instances out of each other's way.
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('sweeper');
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly engine: CheckoutEngine,
    private readonly outbox: Outbox,
    private readonly inbox: InboxService,
    private readonly deliveries: Deliveries,
    private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule(0);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  /** One round: everything that is due now. */
  async sweep(): Promise<void> {
    for (const { tenantId, id } of await this.engine.store.due(this.clock.now(), BATCH)) {
      await this.wake(tenantId, id);
    }
    await this.inbox.applyDue(BATCH);
    for (const { tenantId, id } of await this.deliveries.due(BATCH)) await this.deliveries.deliver({ tenantId }, id);
  }

  private async wake(tenantId: string, id: string): Promise<void> {
    try {
      const found = await this.engine.store.load(tenantId, id);
      if (!found?.dueAt || found.dueAt > this.clock.now()) return;
      const checkout = await this.outbox.tell(found);
      if (checkout) await this.engine.wake(checkout);
    } catch (error) {
      // Another instance was faster: it does the work.
      if (!(error instanceof ClaimLost)) this.logger.error({ msg: 'sweep failed', checkout: id, err: error });
    }
  }

  private schedule(delay: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.round = this.sweep()
        .catch((error: unknown) => this.logger.error({ msg: 'sweep failed', err: error }))
        .finally(() => this.schedule(this.config.SWEEP_INTERVAL_MS));
    }, delay);
    this.timer.unref();
  }
}
