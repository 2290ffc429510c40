import type { CartPort, CartView } from '../../ports/cart.port.js';
import type { TenantContext } from '../../tenant.js';
import { copy } from '../plain.js';
import { ByTenant } from './by-tenant.js';

/** Carts in memory. What shoppers do to them is the suite's: see {@link put}. */
export class InMemoryCarts implements CartPort {
  private readonly carts = new ByTenant<Map<string, CartView>>(() => new Map());

  /** Puts a cart in place, or replaces the one with its id. */
  put(tenant: TenantContext, cart: CartView): void {
    this.carts.of(tenant).set(cart.id, copy(cart));
  }

  read(tenant: TenantContext, cartId: string, ownerId: string): Promise<CartView | null> {
    const cart = this.carts.of(tenant).get(cartId);
    return Promise.resolve(cart?.ownerId === ownerId ? copy(cart) : null);
  }

  claim(tenant: TenantContext, cartId: string, checkoutId: string): Promise<boolean> {
    const cart = this.carts.of(tenant).get(cartId);
    const isFree = cart?.checkoutId === null && !cart.completed;
    if (cart && isFree) cart.checkoutId = checkoutId;
    return Promise.resolve(cart?.checkoutId === checkoutId);
  }

  unclaim(tenant: TenantContext, cartId: string, checkoutId: string): Promise<void> {
    const cart = this.carts.of(tenant).get(cartId);
    if (cart?.checkoutId === checkoutId && !cart.completed) cart.checkoutId = null;
    return Promise.resolve();
  }

  complete(tenant: TenantContext, cartId: string, checkoutId: string): Promise<void> {
    const cart = this.carts.of(tenant).get(cartId);
    if (cart?.checkoutId === checkoutId) cart.completed = true;
    return Promise.resolve();
  }

  /** What a checkout can change of a tenant's carts. */
  dump(tenant: TenantContext): unknown {
    return [...this.carts.of(tenant).values()].map(({ id, checkoutId, completed }) => ({ id, checkoutId, completed }));
  }
}
