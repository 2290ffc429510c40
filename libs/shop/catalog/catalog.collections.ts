import { defineCollection } from '#platform';

/** One thing that can be put in a cart. Its stock is counted by the inventory, under the same SKU. */
export interface StoredVariant {
  sku: string;
  title: string;
  options: { name: string; value: string }[];
  /** Minor units. */
  price: number;
  compareAtPrice: number | null;
  weightGrams: number;
  requiresShipping: boolean;
  /** False where the tenant counts no stock: always available. */
  tracked: boolean;
  barcode: string | null;
}

/** What a product is, without what is derived from it; the id is its handle. */
export interface ProductContent {
  title: string;
  description: string;
  vendor: string;
  category: string;
  tags: string[];
  productType: 'physical' | 'digital';
  images: { url: string; alt: string }[];
  options: string[];
  variants: StoredVariant[];
  currency: string;
}

export interface ProductDocument extends ProductContent {
  id: string;
  tenantId: string;
  /** Cheapest and dearest variant, minor units. */
  minPrice: number;
  maxPrice: number;
  /** The category as it is compared. */
  categoryKey: string;
  /** Place in the alphabetical list; unique, because it ends in the handle. */
  sortKey: string;
  /** Words and their beginnings, see `search/search-tokens.ts`. */
  searchTokens: string[];
  updatedAt: Date;
}

export const PRODUCTS = defineCollection<ProductDocument>({
  name: 'products',
  fields: {
    title: String,
    description: String,
    vendor: String,
    category: String,
    tags: [String],
    productType: String,
    images: [Object],
    options: [String],
    variants: [Object],
    currency: String,
    minPrice: Number,
    maxPrice: Number,
    categoryKey: String,
    sortKey: String,
    searchTokens: [String],
    updatedAt: Date,
  },
  indexes: [
    { keys: { tenantId: 1, sortKey: 1 } },
    { keys: { tenantId: 1, categoryKey: 1, sortKey: 1 } },
    { keys: { tenantId: 1, searchTokens: 1 } },
    { keys: { tenantId: 1, 'variants.sku': 1 } },
  ],
});

/** The only document of its collection in each tenant. */
export const CATALOG_ID = 'catalog';

/** What is known of a tenant's catalogue as a whole. */
export interface CatalogDocument {
  id: string;
  tenantId: string;
  /** Increases with every change, once per import. */
  version: number;
  /** An import is at work, or ended halfway: the next one raises the version even if it finds nothing to write. */
  changing: boolean;
  /** Number of products. */
  products: number;
  /** In alphabetical order. */
  categories: string[];
  updatedAt: Date;
}

export const CATALOGS = defineCollection<CatalogDocument>({
  name: 'catalogs',
  fields: { version: Number, changing: Boolean, products: Number, categories: [String], updatedAt: Date },
  indexes: [],
});
