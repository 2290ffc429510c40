import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, InvalidInput, newId, NotFound, type Clock } from '@comptoir/kernel';
import type { Address, CartPort, CartView, TenantContext } from '@comptoir/tenant-kit';
import { InventoryService } from '#inventory';
import { Database } from '#platform';
import { CatalogService } from '../catalog/catalog.service.js';
import type { Offer } from '../catalog/offer.js';
import { ShippingService } from '../shipping/shipping.service.js';
import {
  priced,
  refuseExcess,
  refuseNoQuantity,
  withQuantity,
  withUnits,
  type Offers,
  type PricedLines,
} from './cart-lines.js';
import { CartStore } from './cart-store.js';
import { cartView, type Delivery } from './cart-view.js';
import { CARTS_COLLECTION, type CartDocument, type CartLineRecord } from './cart.collection.js';
import { CurrencyNotOffered, SkuNotFound } from './cart.problems.js';
import type { Cart } from './cart.types.js';

/** Carts: changed by their owner while they are open, claimed and closed by checkouts. */
@Injectable()
export class CartService implements CartPort {
  private readonly store: CartStore;

  constructor(
    database: Database,
    private readonly catalog: CatalogService,
    private readonly inventory: InventoryService,
    private readonly shipping: ShippingService,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.store = new CartStore(database.tenantCollection(CARTS_COLLECTION), clock);
  }

  /** A new cart. With a key, the same owner gets the same cart each time: its id is derived from both. */
  async create(
    tenant: TenantContext,
    ownerId: string,
    currency?: string | null,
    idempotencyKey?: string | null,
  ): Promise<Cart> {
    const offered = tenant.tenant.currencies;
    const chosen = currency ?? offered[0] ?? '';
    if (!offered.includes(chosen)) throw new CurrencyNotOffered(chosen, offered);
    const id = idempotencyKey ? derivedId(ownerId, idempotencyKey) : newId('cart');
    const made = await this.store.insert(tenant, { id, ownerId, currency: chosen });
    const cart = made ?? (await this.owned(tenant, id, ownerId));
    if (cart.currency === chosen) return this.view(tenant, cart);
    throw InvalidInput.at('idempotencyKey', 'reused', `was used for a cart in ${cart.currency}; take another key`);
  }

  /** The owner's cart at today's prices. */
  async show(tenant: TenantContext, cartId: string, ownerId: string): Promise<Cart> {
    return this.view(tenant, await this.owned(tenant, cartId, ownerId));
  }

  async add(
    tenant: TenantContext,
    ownerId: string,
    { cartId, sku, quantity }: { cartId: string; sku: string; quantity: number },
  ): Promise<Cart> {
    refuseNoQuantity(quantity, 1);
    return this.changeLines(tenant, ownerId, cartId, [sku], async ({ lines, currency }, offers) => {
      const changed = withUnits(lines, await this.offered(tenant, offers, sku, currency), quantity);
      refuseExcess(changed, offers, tenant.tenant.limits, currency);
      return changed;
    });
  }

  /** Sets the units of a line; 0 removes it. Fewer units are always allowed, whatever prices have become. */
  async update(
    tenant: TenantContext,
    ownerId: string,
    { cartId, lineId, quantity }: { cartId: string; lineId: string; quantity: number },
  ): Promise<Cart> {
    refuseNoQuantity(quantity, 0);
    return this.changeLines(tenant, ownerId, cartId, [], async ({ lines, currency }, offers) => {
      const changed = withQuantity(lines, lineId, quantity);
      const before = lines.find(({ id }) => id === lineId)?.quantity ?? 0;
      if (quantity > before) refuseExcess(changed, offers, tenant.tenant.limits, currency);
      return changed;
    });
  }

  async remove(tenant: TenantContext, ownerId: string, cartId: string, lineId: string): Promise<Cart> {
    return this.update(tenant, ownerId, { cartId, lineId, quantity: 0 });
  }

  async clear(tenant: TenantContext, ownerId: string, cartId: string): Promise<Cart> {
    return this.view(tenant, await this.store.change(tenant, cartId, ownerId, () => ({ lines: [] })));
  }

  /** Keeps the address, deliverable or not: the cart says which. */
  async setAddress(tenant: TenantContext, ownerId: string, cartId: string, address: Address): Promise<Cart> {
    const shippingAddress = stored(address);
    return this.view(tenant, await this.store.change(tenant, cartId, ownerId, () => ({ shippingAddress })));
  }

  /** Throws {@link SkuNotFound} for a cart with a line that is no longer sold: it must not be sold without it. */
  async read(tenant: TenantContext, cartId: string, ownerId: string): Promise<CartView | null> {
    const cart = await this.store.owned(tenant, cartId, ownerId);
    if (!cart) return null;
    const offers = await this.catalog.productsBySkus(tenant, skusOf(cart));
    const { lines, withdrawn } = priced(cart.lines, offers, cart.currency);
    const [gone] = withdrawn;
    if (gone) throw new SkuNotFound(gone.sku, await this.catalog.alternatives(tenant, gone.sku));
    const { id, currency, shippingAddress, checkoutId, completed } = cart;
    const shown = lines.map(({ tracked: _tracked, total: _total, ...line }) => line);
    return { id, ownerId, currency, shippingAddress, checkoutId, completed, lines: shown };
  }

  async claim(tenant: TenantContext, cartId: string, checkoutId: string): Promise<boolean> {
    return this.store.claim(tenant, cartId, checkoutId);
  }

  async unclaim(tenant: TenantContext, cartId: string, checkoutId: string): Promise<void> {
    await this.store.unclaim(tenant, cartId, checkoutId);
  }

  async complete(tenant: TenantContext, cartId: string, checkoutId: string): Promise<void> {
    await this.store.complete(tenant, cartId, checkoutId);
  }

  private async owned(tenant: TenantContext, cartId: string, ownerId: string): Promise<CartDocument> {
    const cart = await this.store.owned(tenant, cartId, ownerId);
    if (!cart) throw new NotFound('cart');
    return cart;
  }

  private async offered(tenant: TenantContext, offers: Offers, sku: string, currency: string): Promise<Offer> {
    const offer = offers.get(sku);
    if (!offer) throw new SkuNotFound(sku, await this.catalog.alternatives(tenant, sku));
    if (offer.currency !== currency) throw new CurrencyNotOffered(currency, [offer.currency]);
    return offer;
  }

  /** Changes lines with today's offers at hand: of the cart's own SKUs and of `skus`. */
  private async changeLines(
    tenant: TenantContext,
    ownerId: string,
    cartId: string,
    skus: readonly string[],
    decide: (cart: CartDocument, offers: Offers) => Promise<CartLineRecord[]>,
  ): Promise<Cart> {
    let offers: Offers = new Map();
    const changed = await this.store.change(tenant, cartId, ownerId, async (cart) => {
      offers = await this.catalog.productsBySkus(tenant, [...skusOf(cart), ...skus]);
      return { lines: await decide(cart, offers) };
    });
    return this.view(tenant, changed, offers);
  }

  private async view(tenant: TenantContext, cart: CartDocument, known?: Offers): Promise<Cart> {
    const [offers, stock] = await Promise.all([
      known ?? this.catalog.productsBySkus(tenant, skusOf(cart)),
      this.inventory.available(tenant, skusOf(cart)),
    ]);
    const lines = priced(cart.lines, offers, cart.currency);
    return cartView(tenant, cart, lines, stock, this.delivery(tenant, cart, lines));
  }

  private delivery(tenant: TenantContext, { shippingAddress }: CartDocument, { lines }: PricedLines): Delivery {
    if (!lines.some(({ requiresShipping }) => requiresShipping)) return { eligible: true, coverage: null };
    if (!shippingAddress) return { eligible: null, coverage: null };
    const eligible = this.shipping.covers(tenant, shippingAddress);
    return { eligible, coverage: eligible ? null : this.shipping.coverage(tenant) };
  }
}

function skusOf({ lines }: CartDocument): string[] {
  return lines.map(({ sku }) => sku);
}

/** Unguessable without the key, and the cart is its owner's alone in any case. */
function derivedId(ownerId: string, key: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([ownerId, key]))
    .digest('hex');
  return `cart_${digest.slice(0, 24)}`;
}

/** The fields of an address and nothing else. */
function stored({ name, line1, line2, city, region, postalCode, country, phone }: Address): Address {
  return { name, line1, line2: line2 ?? null, city, region: region ?? null, postalCode, country, phone: phone ?? null };
}
