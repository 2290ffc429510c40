import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, type Clock } from '@comptoir/kernel';
import { InboxService } from '#payments';
import { Config, DueWork, type DueDocument } from '#platform';
import { CheckoutEngine } from './checkout-engine.js';
import { ClaimLost } from './engine/runner.js';
import { Deliveries } from './outbox/deliveries.service.js';
import { Outbox } from './outbox/outbox.service.js';

/** Documents found by one look. */
const BATCH = 100;

/** Worked on at a time, of each sort. */
const AT_ONCE = 8;

/**
 * Drives everything that nobody is waiting for: interrupted runs, expired checkouts, parked events, receipts. It runs
 * in every instance, at boot and always; leases keep instances out of each other's way. No sort waits for another.
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('sweeper');
  private readonly sorts: Pick<DueWork<unknown>, 'start' | 'stop'>[];

  constructor(
    private readonly engine: CheckoutEngine,
    private readonly outbox: Outbox,
    inbox: InboxService,
    deliveries: Deliveries,
    config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    const common = {
      atOnce: AT_ONCE,
      pauseMs: config.SWEEP_INTERVAL_MS,
      onError: (err: unknown, key: string | null) => this.logger.error({ msg: 'sweep failed', of: key, err }),
    };
    const key = ({ tenantId, id }: DueDocument): string => `${tenantId}/${id}`;
    this.sorts = [
      new DueWork({
        ...common,
        find: () => engine.store.due(clock.now(), BATCH),
        key,
        work: (checkout) => this.wake(checkout),
      }),
      new DueWork({ ...common, find: () => inbox.due(BATCH), key: (id) => id, work: (id) => inbox.apply(id) }),
      new DueWork({
        ...common,
        find: () => deliveries.due(BATCH),
        key,
        work: (delivery) => deliveries.deliver(delivery, delivery.id),
      }),
    ];
  }

  onApplicationBootstrap(): void {
    for (const sort of this.sorts) sort.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.sorts.map((sort) => sort.stop()));
  }

  private async wake({ tenantId, id }: DueDocument): Promise<void> {
    try {
      const found = await this.engine.store.load(tenantId, id);
      if (!found?.dueAt || found.dueAt > this.clock.now()) return;
      const checkout = await this.outbox.tell(found);
      if (checkout) await this.engine.wake(checkout);
    } catch (error) {
      // Another instance was faster: it does the work.
      if (!(error instanceof ClaimLost)) throw error;
    }
  }
}
