import { setTimeout as pause } from 'node:timers/promises';
import { after, NotFound, ServiceUnavailable, type Clock } from '@comptoir/kernel';
import type { TenantContext } from '@comptoir/tenant-kit';
import type { TenantCollection } from '#platform';
import type { CartDocument } from './cart.collection.js';
import { CartAlreadyCompleted, CartLocked } from './cart.problems.js';

/** How long a cart is kept after its latest change. */
const LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;
/** A round is lost to another change of the same cart in the same instant. */
const ROUNDS = 30;
const MAX_PAUSE_MS = 20;

/** What an owner may change. */
type CartChange = Partial<Pick<CartDocument, 'lines' | 'shippingAddress'>>;

/** Carts as stored. Every change is one compare-and-set on the version it was decided on. */
export class CartStore {
  constructor(
    private readonly carts: TenantCollection<CartDocument>,
    private readonly clock: Clock,
  ) {}

  /** As written; null when there is a cart with this id already. */
  async insert(
    tenant: TenantContext,
    cart: Pick<CartDocument, 'id' | 'ownerId' | 'currency'>,
  ): Promise<CartDocument | null> {
    const now = this.clock.now();
    const written: CartDocument = {
      ...cart,
      tenantId: tenant.tenantId,
      lines: [],
      shippingAddress: null,
      checkoutId: null,
      completed: false,
      version: 1,
      createdAt: now,
      updatedAt: now,
      expiresAt: after(now, LIFETIME_MS),
    };
    return (await this.carts.insert(tenant, written)) ? written : null;
  }

  /** The cart if it is the owner's. Another one's and none at all are the same. */
  async owned(tenant: TenantContext, cartId: string, ownerId: string): Promise<CartDocument | null> {
    const cart = await this.carts.get(tenant, cartId);
    return cart?.ownerId === ownerId ? cart : null;
  }

  /** Changes an open cart of its owner; `decide` is asked again when another change came first. */
  async change(
    tenant: TenantContext,
    cartId: string,
    ownerId: string,
    decide: (cart: CartDocument) => CartChange | Promise<CartChange>,
  ): Promise<CartDocument> {
    for (let round = 0; round < ROUNDS; round += 1) {
      const cart = open(await this.owned(tenant, cartId, ownerId));
      const guard = { ownerId, completed: false, checkoutId: null, version: cart.version };
      const change = { $set: { ...(await decide(cart)), ...this.touched() }, $inc: { version: 1 } };
      const changed = await this.carts.update(tenant, cartId, guard, change);
      if (changed) return changed;
      await pause(Math.random() * Math.min(MAX_PAUSE_MS, 2 ** round));
    }
    throw new ServiceUnavailable('This cart is being changed by too many calls at once.');
  }

  /** Gives the cart to a checkout, if it is free. True also when that checkout has or had it. */
  async claim(tenant: TenantContext, cartId: string, checkoutId: string): Promise<boolean> {
    const guard = { $or: [{ checkoutId }, { checkoutId: null, completed: false }] };
    return this.carts.change(tenant, cartId, guard, { $set: { checkoutId, ...this.touched() } });
  }

  /** Frees the cart, if that checkout has it. */
  async unclaim(tenant: TenantContext, cartId: string, checkoutId: string): Promise<void> {
    const change = { $set: { checkoutId: null, ...this.touched() } };
    await this.carts.change(tenant, cartId, { checkoutId, completed: false }, change);
  }

  /** Closes the cart for good, if that checkout has it. */
  async complete(tenant: TenantContext, cartId: string, checkoutId: string): Promise<void> {
    await this.carts.change(tenant, cartId, { checkoutId }, { $set: { completed: true, ...this.touched() } });
  }

  private touched(): Pick<CartDocument, 'updatedAt' | 'expiresAt'> {
    const now = this.clock.now();
    return { updatedAt: now, expiresAt: after(now, LIFETIME_MS) };
  }
}

function open(cart: CartDocument | null): CartDocument {
  if (!cart) throw new NotFound('cart');
  if (cart.completed) throw new CartAlreadyCompleted();
  if (cart.checkoutId !== null) throw new CartLocked(cart.checkoutId);
  return cart;
}
