import { InvalidInput } from '@comptoir/kernel';
import { fold } from '../fold.js';
import type { ProductDocument, StoredVariant } from './catalog.collections.js';
import type { ImportedFamily, ImportedVariant } from './import/imported-family.js';
import { searchTokens } from './search/search-tokens.js';

/** Dearest variant, minor units: the most expensive cart a tenant can allow stays far below 2^53. */
const MAX_PRICE = 100_000_000_000;
/** Characters of the title that decide the alphabetical place. */
const SORTED_LETTERS = 40;

/** Everything a product document holds but its identity and the time of its writing. */
export type ProductFields = Omit<ProductDocument, 'id' | 'tenantId' | 'updatedAt'>;

/** A product as stored, from a family as imported. */
export function productFields(family: ImportedFamily, currency: string): ProductFields {
  const { handle, title, description, vendor, category, tags, productType, images, options } = family;
  const variants = family.variants.map(toVariant);
  const prices = variants.map(({ price }) => price);
  if (prices.length === 0) throw InvalidInput.at(handle, 'variants', 'has no variant');
  if (Math.max(...prices) > MAX_PRICE) throw InvalidInput.at(handle, 'price', `has a price above ${MAX_PRICE}`);
  const content = { title, description, vendor, category, tags, productType, images, options, variants, currency };
  return {
    ...content,
    minPrice: Math.min(...prices),
    maxPrice: Math.max(...prices),
    categoryKey: fold(category),
    sortKey: `${fold(title).slice(0, SORTED_LETTERS)}\n${handle}`,
    searchTokens: searchTokens(content),
  };
}

function toVariant({ stock, ...variant }: ImportedVariant): StoredVariant {
  return { ...variant, tracked: stock !== null };
}
