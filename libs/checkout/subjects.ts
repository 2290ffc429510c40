import { Inject, Injectable } from '@nestjs/common';
import { NotFound } from '@comptoir/kernel';
import { CARTS, type Address, type CartPort, type Subject, type TenantContext } from '@comptoir/tenant-kit';
import { CartEmpty } from './checkout.problems.js';

/** What a checkout needs to know of its subject before it begins. */
export interface ReadSubject {
  subject: Subject;
  currency: string;
  shippingAddress: Address | null;
  /** The checkout it belongs to already. */
  checkoutId: string | null;
}

/** Reads the subject of a checkout. Refusing here is free: nothing was written yet. */
@Injectable()
export class Subjects {
  constructor(@Inject(CARTS) private readonly carts: CartPort) {}

  async read(tenant: TenantContext, ownerId: string, cartId: string): Promise<ReadSubject> {
    const cart = await this.carts.read(tenant, cartId, ownerId);
    if (!cart) throw new NotFound('cart');
    if (cart.lines.length === 0) throw new CartEmpty();
    const { currency, shippingAddress, checkoutId } = cart;
    return { subject: { type: 'cart', cartId }, currency, shippingAddress, checkoutId };
  }
}
