import { randomUUID } from 'node:crypto';
import type { Checkout } from './graphql/answers.js';
import type { Buyer } from './buyer.js';
import type { Booking, Dates, LockedQuote, Quote, Stay, StaySearch } from './graphql/stay-answers.js';
import { BOOKING, CHECKOUT_STAY, LOCK_QUOTE, QUOTE_STAY, STAYS } from './graphql/stay-documents.js';

/** What a buyer does to stay in a house; paying is the same as everywhere. */
export class GuestOfAHouse {
  constructor(readonly buyer: Buyer) {}

  async search(dates: Dates, guests: number): Promise<StaySearch> {
    return (await this.buyer.ask<{ stays: StaySearch }>(STAYS, { ...dates, guests })).stays;
  }

  async quote(stay: Stay): Promise<Quote> {
    return (await this.buyer.ask<{ quoteStay: Quote }>(QUOTE_STAY, { ...stay })).quoteStay;
  }

  async lockQuote(stay: Stay): Promise<LockedQuote> {
    const variables = { input: stay, key: randomUUID() };
    return (await this.buyer.change<{ quote: LockedQuote }>('lockQuote', LOCK_QUOTE, variables)).quote;
  }

  async book(stay: Stay, quoteId: string): Promise<Checkout> {
    const guest = { guestName: 'Noé Garnier', email: 'guest@demo.comptoir.example' };
    const variables = { input: { ...stay, ...guest, quoteId }, key: randomUUID() };
    return (await this.buyer.change<{ checkout: Checkout }>('checkoutStay', CHECKOUT_STAY, variables)).checkout;
  }

  async booking(orderId: string): Promise<Booking> {
    return (await this.buyer.ask<{ order: Booking }>(BOOKING, { orderId })).order;
  }
}
