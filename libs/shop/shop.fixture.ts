import type { Clock } from '@comptoir/kernel';
import type { Tenant, TenantContext } from '@comptoir/tenant-kit';
import { startEmbeddedMongo } from '#embedded-mongo';
import { InventoryService } from '#inventory';
import { Database } from '#platform';
import { CartService } from './cart/cart.service.js';
import { CatalogService } from './catalog/catalog.service.js';
import type { ImportedFamily, ImportedVariant } from './catalog/import/imported-family.js';
import { ShippingService } from './shipping/shipping.service.js';

/** The shop's services on a database of their own. */
export interface ShopUnderTest {
  database: Database;
  catalog: CatalogService;
  carts: CartService;
  inventory: InventoryService;
  stop(): Promise<void>;
}

export async function startShop(): Promise<ShopUnderTest> {
  const server = await startEmbeddedMongo({ mode: 'inline' });
  const database = await Database.connect(server.uri, 'shop-spec');
  const clock: Clock = { now: () => new Date() };
  const inventory = new InventoryService(database);
  const catalog = new CatalogService(database, inventory, clock);
  const carts = new CartService(database, catalog, inventory, new ShippingService(), clock);
  await database.syncIndexes();
  const stop = async (): Promise<void> => {
    await database.close();
    await server.stop();
  };
  return { database, catalog, carts, inventory, stop };
}

let tenants = 0;

/** A tenant nobody else in the spec uses. */
export function freshTenant(changes: Partial<Tenant> = {}): TenantContext {
  tenants += 1;
  const tenant: Tenant = {
    id: `tenant-${tenants}`,
    name: 'Maison Test',
    kind: 'retail',
    status: 'active',
    currencies: ['EUR', 'USD'],
    capabilities: ['catalog', 'cart', 'shipping', 'payment'],
    limits: { maxLineQuantity: 20, maxLines: 5, maxCartTotal: 100_000 },
    checkoutWindowMinutes: 30,
    redirectOrigins: [],
    settings: {
      shipping: {
        coverage: [{ country: 'FR' }, { country: 'CH', regions: ['Genève'] }],
        rates: [{ carrierId: 'poste', serviceId: 'std', name: 'La Poste', minDays: 2, maxDays: 4, basePrice: 490 }],
      },
    },
    ...changes,
  };
  return { tenantId: tenant.id, tenant };
}

export function variant(sku: string, changes: Partial<ImportedVariant> = {}): ImportedVariant {
  return {
    sku,
    title: 'Default',
    options: [],
    price: 1000,
    compareAtPrice: null,
    weightGrams: 250,
    requiresShipping: true,
    stock: 10,
    barcode: null,
    ...changes,
  };
}

/** A product with one variant, whose SKU is the handle in capitals. */
export function family(handle: string, changes: Partial<ImportedFamily> = {}): ImportedFamily {
  return {
    handle,
    title: handle,
    description: '',
    vendor: '',
    category: 'Things',
    tags: [],
    productType: 'physical',
    images: [],
    options: [],
    variants: [variant(handle.toUpperCase())],
    ...changes,
  };
}
