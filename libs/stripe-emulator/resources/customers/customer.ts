import { newId } from '../../core/ids.js';
import type { CustomerWire, Metadata } from '../../core/wire.js';
import type { Address, Recipient } from '../../params/postal.js';

/** What a customer is made of. */
export interface CustomerSeed {
  readonly created: number;
  readonly metadata: Metadata;
  readonly address?: Address | null | undefined;
  readonly balance?: number | undefined;
  readonly description?: string | undefined;
  readonly email?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly phone?: string | undefined;
  readonly preferred_locales?: readonly string[] | undefined;
  readonly shipping?: Recipient | null | undefined;
  readonly tax_exempt?: string | null | undefined;
}

/** A customer with every member of the API version. */
export function newCustomer(seed: CustomerSeed): CustomerWire {
  return {
    id: newId('cus', 14),
    object: 'customer',
    address: seed.address ?? null,
    balance: seed.balance ?? 0,
    created: seed.created,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: seed.description ?? null,
    discount: null,
    email: seed.email ?? null,
    invoice_prefix: null,
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: seed.metadata,
    name: seed.name ?? null,
    phone: seed.phone ?? null,
    preferred_locales: seed.preferred_locales ?? [],
    shipping: seed.shipping ?? null,
    tax_exempt: seed.tax_exempt ?? 'none',
    test_clock: null,
  };
}
