import type { Parcel, ShippingPort } from '../../ports/shipping.port.js';
import type { TenantContext } from '../../tenant.js';
import { copy } from '../plain.js';
import type { Address } from '../../types/address.js';
import type { ShippingOption } from '../../types/checkout-parts.js';

const OPTIONS: readonly ShippingOption[] = [
  { carrierId: 'poste', serviceId: 'standard', name: 'Poste, standard', price: 490, minDays: 2, maxDays: 4 },
  { carrierId: 'poste', serviceId: 'express', name: 'Poste, express', price: 1290, minDays: 1, maxDays: 1 },
];

/** Delivers everywhere but to Antarctica, in two ways at a fixed price. */
export class FlatShipping implements ShippingPort {
  options(tenant: TenantContext, { address }: Parcel): ShippingOption[] {
    return this.covers(tenant, address) ? copy([...OPTIONS]) : [];
  }

  covers(_tenant: TenantContext, { country }: Address): boolean {
    return country !== 'AQ';
  }
}
