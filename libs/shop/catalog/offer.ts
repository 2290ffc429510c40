import type { ProductDocument, StoredVariant } from './catalog.collections.js';

/** What a SKU is sold as today. */
export interface Offer {
  productId: string;
  sku: string;
  /** Product and choice, such as `Mug (Red / Large)`. */
  title: string;
  /** Minor units. */
  price: number;
  currency: string;
  weightGrams: number;
  requiresShipping: boolean;
  tracked: boolean;
}

/** What {@link offersOf} reads of a product. */
type OfferedProduct = Pick<ProductDocument, 'id' | 'title' | 'variants' | 'currency'>;

/** Every variant's offer, by SKU. Where two products share a SKU, the first of the list sells it. */
export function offersOf(products: readonly OfferedProduct[]): Map<string, Offer> {
  const offers = new Map<string, Offer>();
  for (const product of products) {
    for (const variant of product.variants) {
      if (!offers.has(variant.sku)) offers.set(variant.sku, offerOf(product, variant));
    }
  }
  return offers;
}

function offerOf({ id, title, currency }: OfferedProduct, variant: StoredVariant): Offer {
  const { sku, options, price, weightGrams, requiresShipping, tracked } = variant;
  const choice = options.length > 0 ? ` (${variant.title})` : '';
  return { productId: id, sku, title: `${title}${choice}`, price, currency, weightGrams, requiresShipping, tracked };
}
