import type { Address } from '@comptoir/tenant-kit';
import { defineCollection } from '#platform';

/** A SKU in a cart. A cart has at most one line of it. */
export interface CartLineRecord {
  id: string;
  productId: string;
  sku: string;
  quantity: number;
}

/** A cart holds no prices: they are read anew each time. */
export interface CartDocument {
  id: string;
  tenantId: string;
  /** Principal it belongs to; nobody else sees it. */
  ownerId: string;
  currency: string;
  lines: CartLineRecord[];
  shippingAddress: Address | null;
  /** The live checkout that has this cart; while there is one, the cart does not change. */
  checkoutId: string | null;
  /** What was in it is bought. */
  completed: boolean;
  /** Increases with every change of lines or address. */
  version: number;
  createdAt: Date;
  updatedAt: Date;
  /** The database forgets the cart then. */
  expiresAt: Date;
}

export const CARTS_COLLECTION = defineCollection<CartDocument>({
  name: 'carts',
  fields: {
    ownerId: String,
    currency: String,
    lines: [Object],
    shippingAddress: Object,
    checkoutId: String,
    completed: Boolean,
    version: Number,
    createdAt: Date,
    updatedAt: Date,
    expiresAt: Date,
  },
  // A database expires documents by an index on that field alone.
  indexes: [{ keys: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } }],
});
