import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '@comptoir/kernel';
import { Database, type TenantCollection } from '#platform';
import { MongoCheckoutStore } from '../checkout.store.js';
import type { CheckoutDocument, OutboxEvent } from '../engine/checkout-document.js';
import { dueAt, isOver } from '../engine/due-at.js';
import { isTellingDue } from '../engine/outbox.js';
import { DELIVERIES, type Delivery } from './delivery.collection.js';
import { EVENT_CONSUMERS, type EventConsumer } from './event-consumer.js';

/** Copies the events of a checkout into deliveries, then takes them out of the checkout. Killed in between, it copies again. */
@Injectable()
export class Outbox {
  private readonly deliveries: TenantCollection<Delivery>;

  constructor(
    database: Database,
    private readonly store: MongoCheckoutStore,
    @Inject(EVENT_CONSUMERS) private readonly consumers: readonly EventConsumer[],
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.deliveries = database.tenantCollection(DELIVERIES);
  }

  /** Tells what is to be told now. The checkout as it is then; null when somebody else changed it meanwhile. */
  async tell(checkout: CheckoutDocument): Promise<CheckoutDocument | null> {
    const events = isTellingDue(checkout.outbox, isOver(checkout)) ? checkout.outbox : [];
    if (events.length === 0 && dueAt(checkout)?.getTime() === checkout.dueAt?.getTime()) return checkout;
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
