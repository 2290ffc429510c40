import { defineCollection } from '#platform';
import type { OutboxEvent } from '../engine/checkout-document.js';

/** One event on its way to one of those who listen. */
export interface Delivery {
  /** `<checkout>.<seq>/<endpoint>`: an event is on its way to an endpoint once, however often it is told. */
  id: string;
  tenantId: string;
  endpoint: string;
  checkoutId: string;
  event: OutboxEvent;
  /** `dead` was tried too often: it stays until somebody looks after it. */
  state: 'pending' | 'delivered' | 'dead';
  tries: number;
  /** Why the last try failed: for those who read the database, never shown to a caller. */
  error: string | null;
  createdAt: Date;
  deliveredAt: Date | null;
  /** When it is tried next; null once it is over. */
  dueAt: Date | null;
  /** Delivered ones go after 30 days. */
  expiresAt: Date | null;
}

export const DELIVERIES = defineCollection<Delivery>({
  name: 'deliveries',
  fields: {
    endpoint: String,
    checkoutId: String,
    event: Object,
    state: String,
    tries: Number,
    error: String,
    createdAt: Date,
    deliveredAt: Date,
    dueAt: Date,
    expiresAt: Date,
  },
  indexes: [
    { keys: { dueAt: 1 } },
    { keys: { tenantId: 1, state: 1, createdAt: -1 } },
    { keys: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } },
  ],
});
