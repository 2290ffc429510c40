import type { TenantContext } from '../tenant.js';
import type { Address } from '../types/address.js';

export interface CartLineView {
  id: string;
  productId: string;
  sku: string;
  title: string;
  quantity: number;
  unitPrice: number;
  /** Grams of one unit. */
  weightGrams: number;
  requiresShipping: boolean;
}

/** A cart with today's prices. */
export interface CartView {
  id: string;
  ownerId: string;
  currency: string;
  lines: CartLineView[];
  shippingAddress: Address | null;
  /** The live checkout this cart belongs to. */
  checkoutId: string | null;
  completed: boolean;
}

/** Injection token of {@link CartPort}. */
export const CARTS = Symbol.for('comptoir.carts');

/** Carts, as a kind sees them. */
export interface CartPort {
  /** The cart if it exists and belongs to `ownerId`, else null. */
  read(tenant: TenantContext, cartId: string, ownerId: string): Promise<CartView | null>;
  /** Gives the cart to one checkout, by compare-and-set. True when it has it, also when it had it before. */
  claim(tenant: TenantContext, cartId: string, checkoutId: string): Promise<boolean>;
  /** Gives the cart back to its owner, if that checkout has it. */
  unclaim(tenant: TenantContext, cartId: string, checkoutId: string): Promise<void>;
  /** Closes the cart for good: what was in it is bought. */
  complete(tenant: TenantContext, cartId: string, checkoutId: string): Promise<void>;
}
