import type { INestApplicationContext } from '@nestjs/common';
import { key } from '../../setup/client.js';
import { TenantsService } from '#tenants';
import { PARIS, type Shopping } from '../../setup/shopping.js';
import { openSeller, openShop } from '../framework/sellers.js';
import { openBooks } from './bookkeeper.js';
import { STOCK } from './stock-books.js';

/** Sends the call that starts a checkout, with the key it is given. */
export type Start = (idempotencyKey: string) => Promise<any>;

/** How one kind of tenant is bought from. */
export interface KindUnderAttack {
  /** Also the handle of its tenant. */
  readonly name: string;
  /** How money is taken here: on a page of the provider, by a transfer that the seller confirms, or not at all. */
  readonly money: 'page' | 'transfer' | null;
  open(app: INestApplicationContext): Promise<void>;
  /** Everything before the checkout; nobody is killed meanwhile. `turn` counts buyers, so that each wants goods of his own. */
  prepare(buyer: Shopping, turn: number): Promise<Start>;
}

const DIRECT = {
  mode: 'direct' as const,
  account: 'acct_connected1',
  ownKey: false,
  onBehalfOf: false,
  fee: { basisPoints: 0, fixed: [], refunded: false },
};

const BY_TRANSFER = {
  providers: [{ provider: 'offline', preference: 100 }],
  offline: { instructions: 'Transfer it within five days.', windowHours: 120 },
};

const PROBLEM = '... on Problem { code message retryable details { path code message } }';
const STARTED = `__typename ${PROBLEM} ... on CheckoutSucceeded { replayed checkout { id status } }`;

const retail: KindUnderAttack = {
  name: 'retail',
  money: 'page',
  open: (app) => openShop(app, 'retail', { MUG: STOCK, LAMP: STOCK }),
  prepare: async (buyer) => {
    const cart = await buyer.cart({ MUG: 2, LAMP: 1 });
    return (idempotencyKey) => buyer.start(cart, { key: idempotencyKey, shippingAddress: PARIS });
  },
};

/** The same shop, where cards are authorised first and charged when the sale is certain. */
const manual: KindUnderAttack = {
  ...retail,
  name: 'retail-manual',
  open: async (app) => {
    await openShop(app, 'retail-manual', { MUG: STOCK, LAMP: STOCK });
    const tenants = app.get(TenantsService);
    const fee = { basisPoints: 0, fixed: [], refunded: true };
    const account = { mode: 'platform' as const, account: null, ownKey: false, onBehalfOf: false };
    await tenants.setMoney(await tenants.resolve('retail-manual'), { ...account, fee, capture: 'manual' });
  },
};

/** A shop whose payments are made in its own account at the provider. */
const connected: KindUnderAttack = {
  ...retail,
  name: 'connected',
  open: (app) => openShop(app, 'connected', { MUG: STOCK, LAMP: STOCK }, { money: DIRECT }),
};

/** A shop that is paid by bank transfer, and whose seller says what came. */
const transfer: KindUnderAttack = {
  ...retail,
  name: 'transfer',
  money: 'transfer',
  open: async (app) => {
    await openShop(app, 'transfer', { MUG: STOCK, LAMP: STOCK }, { payment: BY_TRANSFER });
    await openBooks(app, 'transfer');
  },
};

const directory: KindUnderAttack = {
  name: 'directory-handoff',
  money: null,
  open: async (app) => {
    await openShop(app, 'directory-handoff', { MUG: STOCK, LAMP: STOCK });
    const settings = { storefrontUrl: 'https://seller.example', disclaimer: 'You buy from the seller.' };
    const productUrl = 'https://seller.example/p/{productId}';
    await openSeller(app, 'directory-handoff', 'directory-handoff', { ...settings, productUrl });
  },
  prepare: async (buyer) => {
    const cart = await buyer.cart({ MUG: 2, LAMP: 1 });
    return (idempotencyKey) => buyer.start(cart, { key: idempotencyKey });
  },
};

const HOUSES = 50;
const FIRST_DAY = 10;
const NIGHTS = 2;
const DAY_MS = 24 * 3_600_000;
const HOUSE = {
  place: { city: 'Lyon', country: 'FR' },
  zone: 'Europe/Paris',
  maxGuests: 4,
  currency: 'EUR',
  price: { weekday: 10_000, weekend: 10_000 },
};

const rental: KindUnderAttack = {
  name: 'vacation-rental',
  money: 'page',
  open: (app) => {
    const properties = Array.from({ length: HOUSES }, (_, n) => ({ ...HOUSE, id: `house-${n}`, name: `House ${n}` }));
    return openSeller(app, 'vacation-rental', 'vacation-rental', { cancellation: 'Free.', properties });
  },
  prepare: async (buyer, turn) => {
    const from = FIRST_DAY + NIGHTS * Math.floor(turn / HOUSES);
    const stay = { propertyId: `house-${turn % HOUSES}`, checkIn: day(from), checkOut: day(from + NIGHTS), guests: 2 };
    const locked = await buyer.client.ask(
      `mutation ($tenantId: ID!, $input: LockQuoteInput!, $key: IdempotencyKey) {
        lockQuote(tenantId: $tenantId, input: $input, idempotencyKey: $key) {
          __typename ${PROBLEM} ... on LockQuoteSucceeded { quote { id } } } }`,
      { tenantId: buyer.tenantId, input: stay, key: key() },
    );
    const input = { ...stay, guestName: 'Anna Berg', email: 'anna@example.com', quoteId: locked.quote.id };
    return (idempotencyKey) =>
      buyer.client.ask(
        `mutation ($tenantId: ID!, $input: CheckoutStayInput!, $key: IdempotencyKey) {
          checkoutStay(tenantId: $tenantId, input: $input, idempotencyKey: $key) { ${STARTED} } }`,
        { tenantId: buyer.tenantId, input, key: idempotencyKey },
      );
  },
};

const SHOWS = 200;
const SEATS = Array.from({ length: 200 }, (_, n) => `A${n + 1}`);

const seats: KindUnderAttack = {
  name: 'seats',
  money: 'page',
  open: (app) => {
    const shows = Array.from({ length: SHOWS }, (_, n) => ({ id: `show-${n}`, title: `Show ${n}`, price: 4500 }));
    return openSeller(app, 'seats', 'seats', { shows: shows.map((show) => ({ ...show, seats: SEATS })) });
  },
  prepare: async (buyer, turn) => {
    const place = 2 * Math.floor(turn / SHOWS);
    const input = { showId: `show-${turn % SHOWS}`, seats: SEATS.slice(place, place + 2), email: 'a@example.com' };
    return (idempotencyKey) =>
      buyer.client.ask(
        `mutation ($tenantId: ID!, $input: CheckoutSeatsInput!, $key: IdempotencyKey) {
          checkoutSeats(tenantId: $tenantId, input: $input, idempotencyKey: $key) { ${STARTED} } }`,
        { tenantId: buyer.tenantId, input, key: idempotencyKey },
      );
  },
};

export const KINDS: readonly KindUnderAttack[] = [retail, manual, rental, seats, directory, connected, transfer];

/** Accounts at the provider in which money is taken; the platform's own is empty. */
export const ACCOUNTS = ['', DIRECT.account];

/** What COMPTOIR_KINDS says: the fourth is a stranger's. */
export const KIND_PACKAGES = [
  '@comptoir/kind-retail',
  '@comptoir/kind-directory-handoff',
  '@comptoir/kind-vacation-rental',
  '@comptoir/fixture-kind-seats',
];

function day(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
}
