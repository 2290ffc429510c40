import type { Address, Pricing } from '@comptoir/tenant-kit';
import { defineCollection } from '#platform';

/** What was bought. Its id is the checkout's, so one checkout can never make two. */
export interface OrderDocument {
  id: string;
  tenantId: string;
  kind: string;
  ownerId: string;
  /** `created` before the money is there; buyers see it from `paid` on. */
  status: 'created' | 'paid' | 'cancelled';
  currency: string;
  pricing: Pricing;
  email: string | null;
  shippingAddress: Address | null;
  /** Facts of the kind. */
  details: Record<string, unknown>;
  createdAt: Date;
  paidAt: Date | null;
}

export const ORDERS = defineCollection<OrderDocument>({
  name: 'orders',
  fields: {
    kind: String,
    ownerId: String,
    status: String,
    currency: String,
    pricing: Object,
    email: String,
    shippingAddress: Object,
    details: Object,
    createdAt: Date,
    paidAt: Date,
  },
  indexes: [{ keys: { tenantId: 1, ownerId: 1, createdAt: -1 } }, { keys: { tenantId: 1, createdAt: -1 } }],
});
