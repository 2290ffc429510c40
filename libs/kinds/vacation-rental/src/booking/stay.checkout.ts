import { Inject, Injectable } from '@nestjs/common';
import {
  INVENTORY,
  KindMismatch,
  type CheckoutCall,
  type CheckoutPort,
  type CheckoutSnapshot,
  type InventoryPort,
  type OpenCall,
  type Opening,
  type Pricing,
} from '@comptoir/tenant-kit';
import { StayRefusal, turnaroundNights } from '../core/availability.js';
import { nightCount, nights } from '../core/dates.js';
import { priceOf, StayChannel } from '../core/price.js';
import { Quotes } from '../quotes/quotes.service.js';
import { StayUnavailable } from '../stays/stay.problems.js';
import { cancellationOf, Stays } from '../stays/stays.service.js';
import { masked } from './masked.js';
import { asked, kept, type KeptStay, type StaySubject } from './stay-subject.js';

/** How a vacation-rental tenant sells: nights of a property, held by name, at a locked price or today's. */
@Injectable()
export class StayCheckoutPort implements CheckoutPort {
  constructor(
    @Inject(INVENTORY) private readonly inventory: InventoryPort,
    private readonly stays: Stays,
    private readonly quotes: Quotes,
  ) {}

  async open(call: OpenCall): Promise<Opening> {
    if (call.subject.type !== 'stay') throw new KindMismatch('vacation-rental', call.subject.type);
    const stay = asked(call.subject);
    return stay.quoteId ? this.openQuoted(call, stay, stay.quoteId) : this.openFresh(call, stay);
  }

  /** Again, since a retry may come hours after the checkout was opened. */
  async validate({ tenant, checkout }: CheckoutCall): Promise<void> {
    const stay = kept(checkout);
    if (stay.quoteId) await this.quotes.standing(tenant, stay.quoteId, checkout.id);
    await this.stays.bookable(tenant, stay);
  }

  async price({ tenant, checkout }: CheckoutCall): Promise<Pricing> {
    const stay = kept(checkout);
    const { total } = stay.quoteId
      ? await this.quotes.standing(tenant, stay.quoteId, checkout.id)
      : priceOf(this.stays.property(tenant, stay.propertyId), nights(stay.checkIn, stay.checkOut), stay.channel);
    const line = { id: 'stay', sku: stay.propertyId, title: titleOf(stay), quantity: 1, unitPrice: total, total };
    const nothing = { shipping: 0, tax: 0, discount: 0, includedTax: 0 };
    return { lines: [line], ...nothing, requiresAddress: false, shippingOption: null };
  }

  /** The quote first: one quote, one checkout. Then the nights, all or none. */
  async hold({ tenant, checkout }: CheckoutCall): Promise<void> {
    const stay = kept(checkout);
    if (stay.quoteId) await this.quotes.redeem(tenant, stay.quoteId, checkout.id);
    const { propertyId, checkIn, checkOut } = stay;
    const keepFree = turnaroundNights(this.stays.property(tenant, propertyId), stay);
    const named = { set: propertyId, units: nights(checkIn, checkOut), keepFree };
    const gone = await this.inventory.holdNamed(tenant, { by: checkout.id, until: checkout.holdUntil, named });
    if (!gone) return;
    const { alternatives } = await this.stays.availability(tenant, stay);
    throw new StayUnavailable(StayRefusal.dates_taken, alternatives);
  }

  async release({ tenant, checkout }: CheckoutCall): Promise<void> {
    const { propertyId, quoteId } = kept(checkout);
    await this.inventory.releaseNamed(tenant, checkout.id, propertyId, checkout.holdUntil);
    if (quoteId) await this.quotes.giveBack(tenant, quoteId, checkout.id);
  }

  draft({ checkout }: CheckoutCall): Promise<Record<string, unknown>> {
    const { propertyId, propertyName, checkIn, checkOut, guests, guestName, cancellation } = kept(checkout);
    return Promise.resolve({
      ...{ propertyId, propertyName, checkIn, checkOut, guests, cancellation },
      nights: nightCount(checkIn, checkOut),
      guestName: masked(guestName),
    });
  }

  /** The platform removes the booking itself; nothing of this kind's own is left behind. */
  discard(): Promise<void> {
    return Promise.resolve();
  }

  async fulfil({ tenant, checkout }: CheckoutCall): Promise<void> {
    await this.inventory.convertNamed(tenant, checkout.id, kept(checkout).propertyId);
  }

  async cancel({ tenant, checkout }: CheckoutCall): Promise<void> {
    await this.inventory.releaseNamed(tenant, checkout.id, kept(checkout).propertyId);
  }

  describe(checkout: CheckoutSnapshot): Record<string, unknown> {
    const { propertyId, checkIn, checkOut, guests, channel, quoteId } = kept(checkout);
    return { propertyId, checkIn, checkOut, guests, channel, quoteId };
  }

  private async openFresh({ tenant }: OpenCall, stay: StaySubject): Promise<Opening> {
    const { name, currency } = await this.stays.bookable(tenant, stay);
    const channel = stay.channel ?? StayChannel.federation;
    const subject: KeptStay = { ...stay, channel, propertyName: name, cancellation: cancellationOf(tenant) };
    return { subject, currency, shippingAddress: null, checkoutId: null };
  }

  /** Where a live checkout has the quote already, that one is the answer, and its own nights are not in its way. */
  private async openQuoted({ tenant, ownerId }: OpenCall, stay: StaySubject, quoteId: string): Promise<Opening> {
    const { propertyId, checkIn, checkOut, guests } = stay;
    const terms = { propertyId, checkIn, checkOut, guests, ...(stay.channel ? { channel: stay.channel } : {}) };
    const { channel, currency, cancellation, checkoutId } = await this.quotes.bound(tenant, quoteId, ownerId, terms);
    const { name } = checkoutId ? this.stays.property(tenant, propertyId) : await this.stays.bookable(tenant, stay);
    const subject: KeptStay = { ...stay, channel, propertyName: name, cancellation };
    return { subject, currency, shippingAddress: null, checkoutId };
  }
}

function titleOf({ propertyName, checkIn, checkOut }: KeptStay): string {
  const count = nightCount(checkIn, checkOut);
  return `${propertyName}, ${count} ${count === 1 ? 'night' : 'nights'}, ${checkIn} to ${checkOut}`;
}
