import type { INestApplicationContext } from '@nestjs/common';
import { CatalogService } from '#shop';
import { TenantsService } from '#tenants';
import type { Product } from './product.js';

/** Two retail tenants whose products carry the same ids: what belongs to one must never show at the other. */
export const TENANTS = ['alpha', 'beta'] as const;

const SHIPPING = {
  coverage: [{ country: 'FR' }],
  rates: [
    {
      carrierId: 'poste',
      serviceId: 'standard',
      name: 'Poste, standard',
      minDays: 2,
      maxDays: 4,
      basePrice: 500,
      perKilogram: 0,
    },
    {
      carrierId: 'poste',
      serviceId: 'express',
      name: 'Poste, express',
      minDays: 1,
      maxDays: 1,
      basePrice: 1200,
      perKilogram: 0,
    },
  ],
};

/** A mug of 12.50 (10 in stock), a lamp of 145.00 (2 in stock) and a digital pattern of 4.00 without stock. */
const FAMILIES = [
  family('mug', 'Stoneware Mug', 'Tableware', { sku: 'MUG', price: 1250, stock: 10, weightGrams: 400 }),
  family('lamp', 'Pleated Lamp', 'Lighting', { sku: 'LAMP', price: 14_500, stock: 2, weightGrams: 2000 }),
  family('pattern', 'Sewing Pattern', 'Digital', { sku: 'PATTERN', price: 400, stock: null, weightGrams: 0 }),
];

export async function seedTenants(app: INestApplicationContext): Promise<void> {
  const tenants = app.get(TenantsService);
  for (const id of TENANTS) {
    await tenants.put({
      id,
      name: id,
      kind: 'retail',
      status: 'active',
      currencies: ['EUR', 'USD'],
      limits: { maxLineQuantity: 20, maxLines: 10, maxCartTotal: 500_000 },
      checkoutWindowMinutes: 30,
      redirectOrigins: ['https://shop.example'],
      // The first takes tokens of machines, the others do not.
      ...(id === TENANTS[0] && { stripeProfile: 'profile_test_alpha' }),
      settings: { shipping: SHIPPING },
    });
    await app.get(CatalogService).importFamilies(await tenants.resolve(id), FAMILIES, 'EUR');
  }
}

/** A family with one variant. */
export function family(
  handle: string,
  title: string,
  category: string,
  variant: { sku: string; price: number; stock: number | null; weightGrams: number },
) {
  const digital = variant.stock === null;
  return {
    handle,
    title,
    description: `${title}, for tests.`,
    vendor: 'Atelier',
    category,
    tags: [],
    productType: digital ? ('digital' as const) : ('physical' as const),
    images: [],
    options: [],
    variants: [
      { ...variant, title: 'Default', options: [], compareAtPrice: null, requiresShipping: !digital, barcode: null },
    ],
  };
}

/** Another tenant: like alpha but for `change`, and with goods of its own. Also changes one that is there. */
export async function openTenant(
  { gateway: { app } }: Product,
  id: string,
  change: Record<string, unknown>,
  families: ReturnType<typeof family>[] = [],
): Promise<void> {
  const tenants = app.get(TenantsService);
  const { createdAt: _created, updatedAt: _updated, ...alpha } = (await tenants.resolve('alpha')).tenant as any;
  await tenants.put({ ...alpha, name: id, ...change, id });
  if (families.length > 0) await importTo(app, id, families);
}

/** Imports goods in the tenant's first currency. */
export async function importTo(
  app: INestApplicationContext,
  id: string,
  families: ReturnType<typeof family>[],
): Promise<void> {
  const tenant = await app.get(TenantsService).resolve(id);
  await app.get(CatalogService).importFamilies(tenant, families, tenant.tenant.currencies[0]!);
}
