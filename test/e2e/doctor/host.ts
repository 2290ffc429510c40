import { TenantsService } from '#tenants';
import type { Product } from '../../setup/product.js';

const PROPERTY = {
  id: 'seaside',
  name: 'Seaside House',
  place: { city: 'Malmö', country: 'SE' },
  zone: 'Europe/Stockholm',
  maxGuests: 4,
  currency: 'EUR',
  price: { weekday: 10_000, weekend: 10_000 },
};

/** A host with one house. */
export async function openHost(product: Product): Promise<void> {
  await product.gateway.app.get(TenantsService).put({
    id: 'hosts',
    name: 'hosts',
    kind: 'vacation-rental',
    status: 'active',
    currencies: ['EUR'],
    limits: { maxLineQuantity: 1, maxLines: 1, maxCartTotal: 10_000_000 },
    checkoutWindowMinutes: 30,
    redirectOrigins: [],
    settings: { cancellation: 'Free until 14 days before.', properties: [PROPERTY] },
  });
}
