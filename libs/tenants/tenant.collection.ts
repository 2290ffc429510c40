import type { Tenant } from '@comptoir/tenant-kit';
import { defineCollection } from '#platform';

export interface TenantRecord extends Tenant {
  createdAt: Date;
  updatedAt: Date;
}

/** One document per tenant; `_id` is the handle. */
export const TENANTS = defineCollection<TenantRecord>({
  name: 'tenants',
  fields: {
    name: String,
    kind: String,
    status: String,
    currencies: [String],
    capabilities: [String],
    limits: Object,
    checkoutWindowMinutes: Number,
    redirectOrigins: [String],
    hosts: [String],
    stripeProfile: String,
    money: Object,
    payment: Object,
    settings: Object,
    createdAt: Date,
    updatedAt: Date,
  },
  indexes: [],
});
