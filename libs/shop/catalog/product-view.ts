import type { TenantContext } from '@comptoir/tenant-kit';
import type { ProductDocument, StoredVariant } from './catalog.collections.js';
import { Product, type ProductOption, type ProductVariant } from './product.types.js';

/** GraphQL's Int ends here; a seller with more units than this has enough. */
const MAX_INT = 2_147_483_647;

/** Units free now, by SKU; null where they are not counted. */
export type StockBySku = ReadonlyMap<string, number | null>;

/** A product as buyers see it. */
export function productView({ tenantId, tenant }: TenantContext, product: ProductDocument, stock: StockBySku): Product {
  const { id, title, description, vendor, category, tags, productType, images, minPrice, maxPrice, currency } = product;
  const variants = product.variants.map((variant) => variantView(variant, currency, stock));
  const sells = tenant.capabilities.includes('payment');
  return Object.assign(new Product(), {
    ...{ tenantId, id, title, description, vendor, category, tags, productType, images, variants },
    options: optionsOf(product),
    priceRange: { min: minPrice, max: maxPrice, currency },
    purchasable: sells && variants.some(({ inStock }) => inStock),
  });
}

/** Units of a variant that are free now, as GraphQL can show them. */
export function availableUnits(sku: string, tracked: boolean, stock: StockBySku): number | null {
  if (!tracked) return null;
  const units = stock.get(sku) ?? (stock.has(sku) ? null : 0);
  return units === null ? null : Math.min(units, MAX_INT);
}

function variantView(variant: StoredVariant, currency: string, stock: StockBySku): ProductVariant {
  const { sku, title, options, price, compareAtPrice, tracked } = variant;
  const available = availableUnits(sku, tracked, stock);
  return { sku, title, options, price, compareAtPrice, currency, available, inStock: available !== 0 };
}

function optionsOf({ options, variants }: ProductDocument): ProductOption[] {
  const chosen = variants.flatMap((variant) => variant.options);
  return options.map((name) => ({
    name,
    values: [...new Set(chosen.filter((option) => option.name === name).map(({ value }) => value))],
  }));
}
