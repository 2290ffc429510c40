import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '@comptoir/kernel';
import { Database, type TenantCollection } from '#platform';
import { MongoCheckoutStore } from '../checkout.store.js';
import type { CheckoutDocument, OutboxEvent } from '../engine/checkout-document.js';
import { dueAt, isOver } from '../engine/due-at.js';
import { isTellingDue } from '../engine/outbox.js';
import { DELIVERIES, type Delivery } from './delivery.collection.js';
import { SessionRows } from '../sessions/session-rows.js';
import { EVENT_CONSUMERS, type EventConsumer } from './event-consumer.js';

/**
 * Copies the events of a checkout into deliveries and writes the rows of its payment sessions, then notes that in the
 * checkout. Killed in between, it does it again.
 */
@Injectable()
export class Outbox {
  private readonly deliveries: TenantCollection<Delivery>;

  constructor(
    database: Database,
    private readonly store: MongoCheckoutStore,
    private readonly rows: SessionRows,
    @Inject(EVENT_CONSUMERS) private readonly consumers: readonly EventConsumer[],
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.deliveries = database.tenantCollection(DELIVERIES);
  }

  /** Tells what is to be told now. The checkout as it is then; null when somebody else changed it meanwhile. */
  async tell(checkout: CheckoutDocument): Promise<CheckoutDocument | null> {
    const events = isTellingDue(checkout.outbox, isOver(checkout)) ? checkout.outbox : [];
    const { untoldSessions = [] } = checkout;
    const isTold = events.length === 0 && untoldSessions.length === 0;
    if (isTold && dueAt(checkout)?.getTime() === checkout.dueAt?.getTime()) return checkout;
    await this.rows.write(checkout, untoldSessions);
    for (const event of events) await this.copy(checkout, event);
    return this.store.told(checkout, events);
  }

  private async copy(checkout: CheckoutDocument, event: OutboxEvent): Promise<void> {
    for (const { endpoint } of this.consumers.filter((consumer) => consumer.wants(event.type))) {
      const now = this.clock.now();
      await this.deliveries.insert(checkout, {
        id: `${checkout.id}.${event.seq}/${endpoint}`,
        tenantId: checkout.tenantId,
        endpoint,
        checkoutId: checkout.id,
        event,
        state: 'pending',
        tries: 0,
        error: null,
        createdAt: now,
        deliveredAt: null,
        dueAt: now,
        expiresAt: null,
      });
    }
  }
}
