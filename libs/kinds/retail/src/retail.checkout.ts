import { Inject, Injectable } from '@nestjs/common';
import { NotFound, share, sum, times } from '@comptoir/kernel';
import {
  CARTS,
  CartEmpty,
  CartInCheckout,
  INVENTORY,
  KindMismatch,
  SHIPPING,
  type CartLineView,
  type CartPort,
  type CartView,
  type CheckoutCall,
  type CheckoutPort,
  type CheckoutSnapshot,
  type InventoryPort,
  type OpenCall,
  type Opening,
  type Pricing,
  type ShippingOption,
  type ShippingPort,
  type Subject,
} from '@comptoir/tenant-kit';
import { CartNotFound, InvalidAddress, InventoryUnavailable } from './retail.problems.js';

/** How a retail tenant sells: goods from a cart, held by SKU, delivered for a price. */
@Injectable()
export class RetailCheckoutPort implements CheckoutPort {
  /** The cart that a call has seen: what is validated and what is priced in one step is one state of it. */
  private readonly seen = new WeakMap<CheckoutCall, CartView>();

  constructor(
    @Inject(CARTS) private readonly carts: CartPort,
    @Inject(INVENTORY) private readonly inventory: InventoryPort,
    @Inject(SHIPPING) private readonly shipping: ShippingPort,
  ) {}

  async open({ tenant, ownerId, subject }: OpenCall): Promise<Opening> {
    if (subject.type !== 'cart') throw new KindMismatch('retail', subject.type);
    const cart = await this.carts.read(tenant, cartIdOf(subject), ownerId);
    if (!cart) throw new NotFound('cart');
    if (cart.lines.length === 0) throw new CartEmpty();
    const { currency, shippingAddress, checkoutId } = cart;
    return { subject, currency, shippingAddress, checkoutId };
  }

  async validate(call: CheckoutCall): Promise<void> {
    const cart = await this.cart(call);
    if (cart.lines.length === 0) throw new CartNotFound();
    const { shippingAddress } = call.checkout;
    if (shippingAddress && isDelivered(cart.lines) && !this.shipping.covers(call.tenant, shippingAddress)) {
      throw new InvalidAddress();
    }
  }

  async price(call: CheckoutCall): Promise<Pricing> {
    const cart = await this.cart(call);
    const lines = cart.lines.map(({ id, sku, title, quantity, unitPrice }) => {
      return { id, sku, title, quantity, unitPrice, total: times(unitPrice, quantity) };
    });
    const shippingOption = this.chosen(call.checkout, this.options(call, cart));
    const rate = Number(call.tenant.tenant.settings['includedTaxRate'] ?? 0);
    const subtotal = sum(lines.map(({ total }) => total));
    return {
      lines,
      shipping: shippingOption?.price ?? 0,
      tax: 0,
      discount: 0,
      includedTax: share(subtotal, rate, 10_000 + rate),
      requiresAddress: isDelivered(cart.lines),
      shippingOption,
    };
  }

  async shippingOptions(call: CheckoutCall): Promise<ShippingOption[]> {
    return this.options(call, await this.cart(call));
  }

  /** The cart first: one cart, one live checkout. Then the goods, all or none. */
  async hold({ tenant, checkout }: CheckoutCall): Promise<void> {
    if (!(await this.carts.claim(tenant, cartIdOf(checkout.subject), checkout.id))) throw new CartInCheckout();
    const units = stocked(checkout).map(({ sku, quantity }) => ({ sku, quantity }));
    const shortage = await this.inventory.hold(tenant, { by: checkout.id, until: checkout.holdUntil, units });
    if (shortage) throw new InventoryUnavailable(shortage);
  }

  async release({ tenant, checkout }: CheckoutCall): Promise<void> {
    await this.inventory.release(tenant, checkout.id, skus(checkout), checkout.holdUntil);
    await this.carts.unclaim(tenant, cartIdOf(checkout.subject), checkout.id);
  }

  draft({ checkout }: CheckoutCall): Promise<Record<string, unknown>> {
    return Promise.resolve({ delivered: checkout.pricing?.requiresAddress ?? false });
  }

  /** The platform removes the order itself; nothing of retail's own is left behind. */
  discard(): Promise<void> {
    return Promise.resolve();
  }

  async fulfil({ tenant, checkout }: CheckoutCall): Promise<void> {
    await this.inventory.convert(tenant, checkout.id, skus(checkout));
  }

  async cancel({ tenant, checkout }: CheckoutCall): Promise<void> {
    const units = stocked(checkout).map(({ sku, quantity }) => ({ sku, quantity }));
    await this.inventory.restock(tenant, checkout.id, units);
  }

  /** Last step: what was in the cart is bought. */
  async clearCart({ tenant, checkout }: CheckoutCall): Promise<void> {
    await this.carts.complete(tenant, cartIdOf(checkout.subject), checkout.id);
  }

  describe(checkout: CheckoutSnapshot): Record<string, unknown> {
    return { cartId: cartIdOf(checkout.subject) };
  }

  private async cart(call: CheckoutCall): Promise<CartView> {
    const { tenant, checkout } = call;
    const cart = this.seen.get(call) ?? (await this.carts.read(tenant, cartIdOf(checkout.subject), checkout.ownerId));
    if (!cart) throw new CartNotFound();
    this.seen.set(call, cart);
    return cart;
  }

  private options({ tenant, checkout }: CheckoutCall, cart: CartView): ShippingOption[] {
    const delivered = cart.lines.filter(({ requiresShipping }) => requiresShipping);
    if (!checkout.shippingAddress || delivered.length === 0) return [];
    return this.shipping.options(tenant, {
      address: checkout.shippingAddress,
      weightGrams: delivered.reduce((grams, { weightGrams, quantity }) => grams + weightGrams * quantity, 0),
      subtotal: sum(delivered.map(({ unitPrice, quantity }) => times(unitPrice, quantity))),
      currency: checkout.currency,
    });
  }

  /** The buyer's choice while it is offered, else the cheapest. */
  private chosen({ shippingChoice }: CheckoutSnapshot, options: ShippingOption[]): ShippingOption | null {
    const choice = options.find(
      ({ carrierId, serviceId }) => carrierId === shippingChoice?.carrierId && serviceId === shippingChoice.serviceId,
    );
    return choice ?? options[0] ?? null;
  }
}

function cartIdOf({ cartId }: Subject): string {
  return String(cartId);
}

function isDelivered(lines: readonly CartLineView[]): boolean {
  return lines.some(({ requiresShipping }) => requiresShipping);
}

function stocked(checkout: CheckoutSnapshot): { sku: string; quantity: number }[] {
  return checkout.pricing?.lines ?? [];
}

function skus(checkout: CheckoutSnapshot): string[] {
  return stocked(checkout).map(({ sku }) => sku);
}
