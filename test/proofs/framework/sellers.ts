import type { INestApplicationContext } from '@nestjs/common';
import { TenantsService } from '#tenants';
import { family, importTo } from '../../setup/tenants.js';

/** What every seller of a proof has in common. */
const SELLER = {
  status: 'active' as const,
  currencies: ['EUR'],
  limits: { maxLineQuantity: 20, maxLines: 10, maxCartTotal: 10_000_000 },
  // Longer than the provider's least: an opening that is repeated minutes later is still taken.
  checkoutWindowMinutes: 120,
  redirectOrigins: [],
};

type SellerChange = Partial<typeof SELLER> & Pick<Parameters<TenantsService['put']>[0], 'money' | 'payment'>;

const RATE = { carrierId: 'poste', serviceId: 'standard', name: 'Poste', minDays: 2, maxDays: 4 };

export const SHIPPING = { coverage: [{ country: 'FR' }], rates: [{ ...RATE, basePrice: 500, perKilogram: 0 }] };

/** Creates a tenant of any kind, with the settings of its kind; `change` goes before what every seller has. */
export async function openSeller(
  app: INestApplicationContext,
  id: string,
  kind: string,
  settings: Record<string, unknown>,
  change: SellerChange = {},
): Promise<void> {
  await app.get(TenantsService).put({ ...SELLER, id, name: id, kind, settings, ...change });
}

/** A shop that ships to France and has so many of each article; every article costs 12.50. Product ids are the SKUs in lower case. */
export async function openShop(
  app: INestApplicationContext,
  id: string,
  stock: Readonly<Record<string, number | null>>,
  change: SellerChange = {},
): Promise<void> {
  await openSeller(app, id, 'retail', { shipping: SHIPPING }, change);
  const families = Object.entries(stock).map(([sku, onHand]) =>
    family(sku.toLowerCase(), sku, 'Goods', { sku, price: 1250, stock: onHand, weightGrams: 400 }),
  );
  await importTo(app, id, families);
}
