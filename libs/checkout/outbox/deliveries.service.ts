import { Inject, Injectable, Logger } from '@nestjs/common';
import { after, CLOCK, type Clock } from '@comptoir/kernel';
import {
  Database,
  type DueCollection,
  type DueDocument,
  type Page,
  type PageRequest,
  type TenantCollection,
  type TenantRef,
} from '#platform';
import { DELIVERIES, type Delivery } from './delivery.collection.js';
import { EVENT_CONSUMERS, type EventConsumer } from './event-consumer.js';

const KEPT_MS = 30 * 24 * 3_600_000;

/** Tries, over about a day, after which a delivery is set aside for a person. */
const MAX_TRIES = 30;

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 3_600_000;

/** How long one process has a delivery for itself, milliseconds: longer than any consumer may take. */
const CLAIM_MS = 60_000;

/** Brings events to those who listen, again and again until they took them. */
@Injectable()
export class Deliveries {
  private readonly logger = new Logger('outbox');
  private readonly deliveries: TenantCollection<Delivery>;
  private readonly timers: DueCollection;

  constructor(
    database: Database,
    @Inject(EVENT_CONSUMERS) private readonly consumers: readonly EventConsumer[],
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.deliveries = database.tenantCollection(DELIVERIES);
    this.timers = database.dueCollection(DELIVERIES);
  }

  async due(limit: number): Promise<DueDocument[]> {
    return this.timers.due(this.clock.now(), limit);
  }

  /** Tries one delivery, unless another process has it. */
  async deliver(tenant: TenantRef, id: string): Promise<void> {
    const now = this.clock.now();
    const guard = { state: 'pending', dueAt: { $lte: now } };
    const claim = { $set: { dueAt: after(now, CLAIM_MS) }, $inc: { tries: 1 } };
    const claimed = await this.deliveries.update(tenant, id, guard, claim);
    if (!claimed) return;
    try {
      await this.consumer(claimed.endpoint).deliver(claimed.event, claimed.id);
      await this.close(claimed, { state: 'delivered', deliveredAt: now, expiresAt: after(now, KEPT_MS), error: null });
    } catch (error) {
      this.logger.warn({ msg: 'delivery failed', delivery: id, tries: claimed.tries, err: error });
      await this.postpone(claimed, String(error));
    }
  }

  /** Deliveries of one tenant in one state, newest first. */
  list(tenant: TenantRef, state: Delivery['state'], page: PageRequest): Promise<Page<Delivery>> {
    return this.deliveries.newest(tenant, { state }, page);
  }

  /** Gives a dead delivery its tries back. False when there is no dead one of this id. */
  async replay(tenant: TenantRef, id: string): Promise<boolean> {
    const change = { $set: { state: 'pending', tries: 0, dueAt: this.clock.now() } };
    return this.deliveries.change(tenant, id, { state: 'dead' }, change);
  }

  private async postpone(delivery: Delivery, error: string): Promise<void> {
    if (delivery.tries >= MAX_TRIES) return this.close(delivery, { state: 'dead', error });
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (delivery.tries - 1)) * (0.75 + Math.random() / 2);
    const change = { $set: { dueAt: after(this.clock.now(), pause), error } };
    await this.deliveries.change(delivery, delivery.id, { tries: delivery.tries }, change);
  }

  private async close(delivery: Delivery, change: Partial<Delivery>): Promise<void> {
    const guard = { tries: delivery.tries };
    await this.deliveries.change(delivery, delivery.id, guard, { $set: { ...change, dueAt: null } });
  }

  private consumer(endpoint: string): EventConsumer {
    const consumer = this.consumers.find((one) => one.endpoint === endpoint);
    if (!consumer) throw new Error(`Nobody listens at ${endpoint} any more`);
    return consumer;
  }
}
