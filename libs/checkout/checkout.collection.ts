import { defineCollection } from '#platform';
import type { CheckoutDocument } from './engine/checkout-document.js';

/** Checkouts. The sweeper's index is the only one in the product that does not start with the tenant. */
export const CHECKOUTS = defineCollection<CheckoutDocument>({
  name: 'checkouts',
  fields: {
    version: Number,
    kind: String,
    ownerId: String,
    status: String,
    subject: Object,
    currency: String,
    email: String,
    shippingAddress: Object,
    shippingChoice: Object,
    pricing: Object,
    runs: [Object],
    payment: Object,
    failure: Object,
    needsAttention: String,
    outbox: [Object],
    eventSeq: Number,
    untoldSessions: [String],
    lease: Object,
    expiresAt: Date,
    holdUntil: Date,
    dueAt: Date,
    createdAt: Date,
    updatedAt: Date,
  },
  indexes: [
    { keys: { dueAt: 1 } },
    { keys: { tenantId: 1, ownerId: 1, createdAt: -1 } },
    {
      keys: { tenantId: 1, createdAt: -1 },
      options: { partialFilterExpression: { needsAttention: { $type: 'string' } } },
    },
  ],
});
