import type { EventType, OutboxEvent } from '../engine/checkout-document.js';

/** Somebody who is told of events. */
export interface EventConsumer {
  /** Names it for good: part of the id of each delivery. */
  readonly endpoint: string;
  wants(type: EventType): boolean;
  /** Throws when it did not work: it is tried again later. The same delivery may come twice, under the same id. */
  deliver(event: OutboxEvent, deliveryId: string): Promise<void>;
}

/** Injection token of the list of consumers. */
export const EVENT_CONSUMERS = Symbol.for('comptoir.event-consumers');
