import 'reflect-metadata';
import { createRequire } from 'node:module';
import type { KindManifest } from '@comptoir/tenant-kit';
import { describeTenantKind, OWNER, type KindWorld } from '@comptoir/tenant-kit/testing';
import definition from './index.js';
import { StayChannel } from './core/price.js';
import type { Quote } from './quotes/quote.js';

const { comptoir: manifest } = createRequire(import.meta.url)('../package.json') as { comptoir: KindManifest };

const HOUSE = {
  id: 'house',
  name: 'House',
  place: { city: 'Malmö', country: 'SE' },
  zone: 'Europe/Stockholm',
  maxGuests: 4,
  turnaround: { before: 0, after: 1 },
  currency: 'EUR',
  price: { weekday: 10_000, weekend: 12_000 },
};

const stay = (checkIn: string, checkOut: string, quoteId: string | null = null) => ({
  ...{ type: 'stay', propertyId: 'house', guests: 2, guestName: 'Anna Berg', channel: null },
  ...{ checkIn, checkOut, quoteId },
});

/** At today's price, with somebody else in the house for a week. */
const FRESH: KindWorld = {
  settings: { cancellation: 'Free.', properties: [HOUSE] },
  emptySettings: { cancellation: 'Free.', properties: [] },
  seed: async (tenant, { inventory }) => {
    const named = { set: 'house', units: ['2030-02-10', '2030-02-11'] };
    await inventory.holdNamed(tenant, { by: 'chk_of_somebody', until: new Date('2030-03-01T00:00:00Z'), named });
  },
  subjects: {
    good: stay('2030-02-01', '2030-02-04'),
    gone: stay('2030-02-08', '2030-02-10'),
    foreign: { type: 'cart', cartId: 'cart_good' },
    // They only touch, but the night between them must stay free.
    last: [stay('2030-02-01', '2030-02-04'), stay('2030-02-04', '2030-02-06')],
  },
};

const QUOTE: Quote = {
  ...{ id: 'quote_1', ownerId: OWNER, propertyId: 'house', checkIn: '2030-02-01', checkOut: '2030-02-02', guests: 2 },
  ...{ channel: StayChannel.federation, currency: 'EUR', total: 9000, cancellation: 'Free.', checkoutId: null },
  nights: [{ date: '2030-02-01', price: 9000 }],
  validUntil: new Date('2031-01-01T00:00:00Z'),
  forgetAt: new Date('2031-01-02T00:00:00Z'),
};

/** At a locked price: one quote is there once. */
const QUOTED: KindWorld = {
  ...FRESH,
  settings: { cancellation: 'Free.', properties: [{ ...HOUSE, minimumNights: 1 }] },
  seed: async (tenant, ports) => {
    await FRESH.seed(tenant, ports);
    const quotes = ports.collections.collection<Quote>('rental_quotes');
    await quotes.insert(tenant, QUOTE);
    await quotes.insert(tenant, {
      ...QUOTE,
      id: 'quote_over',
      validUntil: new Date('2001-01-01T00:00:00Z'),
      forgetAt: null,
    });
  },
  subjects: {
    ...FRESH.subjects,
    good: stay('2030-02-01', '2030-02-02', 'quote_1'),
    gone: stay('2030-02-01', '2030-02-02', 'quote_over'),
    last: [stay('2030-02-01', '2030-02-02', 'quote_1'), stay('2030-02-01', '2030-02-02', 'quote_1')],
  },
};

describeTenantKind({ manifest, definition }, FRESH);
describe('with a quote', () => describeTenantKind({ manifest, definition }, QUOTED));
