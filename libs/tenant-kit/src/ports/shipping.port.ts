import type { TenantContext } from '../tenant.js';
import type { Address } from '../types/address.js';
import type { ShippingOption } from '../types/checkout-parts.js';

/** What is to be delivered where. */
export interface Parcel {
  address: Address;
  weightGrams: number;
  subtotal: number;
  currency: string;
}

/** Injection token of {@link ShippingPort}. */
export const SHIPPING = Symbol.for('comptoir.shipping');

export interface ShippingPort {
  /** Ways to deliver, cheapest first; empty where the tenant does not deliver. */
  options(tenant: TenantContext, parcel: Parcel): ShippingOption[];
  /** Whether the tenant delivers to this address at all. */
  covers(tenant: TenantContext, address: Address): boolean;
}
