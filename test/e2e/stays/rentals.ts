import { TenantsService } from '#tenants';
import { key, type Answer, type Client } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { Shopping } from '../../setup/shopping.js';

const KINDS = ['@comptoir/kind-retail', '@comptoir/kind-vacation-rental'];
const DAY_MS = 24 * 3_600_000;

/** Two hosts whose properties carry the same ids. */
export const HOSTS = ['hosts', 'neighbours'] as const;

const SEASIDE = {
  id: 'seaside',
  name: 'Seaside House',
  place: { city: 'Malmö', region: 'Skåne', country: 'SE' },
  zone: 'Europe/Stockholm',
  maxGuests: 4,
  currency: 'EUR',
  price: { weekday: 10_000, weekend: 10_000 },
  channelDiscountPercent: 10,
};

/** The house and a flat that differ in what matters; the palace costs what its host cannot be paid in. */
const PROPERTIES = [
  SEASIDE,
  {
    ...SEASIDE,
    id: 'loft',
    name: 'Loft',
    place: { city: 'Lyon', country: 'FR' },
    zone: 'Europe/Paris',
    maxGuests: 2,
    minimumNights: 1,
    turnaround: { before: 0, after: 1 },
    channelDiscountPercent: 0,
  },
  { ...SEASIDE, id: 'palace', name: 'Palace', currency: 'JPY' },
];

/** The product with hosts beside its shops. */
export async function startRentals(): Promise<Product> {
  const product = await startProduct({ kinds: KINDS });
  for (const id of HOSTS) {
    await product.gateway.app.get(TenantsService).put({
      id,
      name: id,
      kind: 'vacation-rental',
      status: 'active',
      currencies: ['EUR'],
      limits: { maxLineQuantity: 1, maxLines: 1, maxCartTotal: 10_000_000 },
      checkoutWindowMinutes: 30,
      redirectOrigins: ['https://host.example'],
      settings: { cancellation: 'Free until 14 days before.', properties: PROPERTIES },
    });
  }
  return product;
}

/** A guest who books at a host. */
export async function visitor(product: Product, tenantId: string = HOSTS[0]): Promise<Staying> {
  return new Staying(await product.client.guest(tenantId), product, tenantId);
}

const PROBLEM = '... on Problem { code message retryable advice details { path code message } }';
const REFUSED = `... on StayUnavailable { reason alternatives { checkIn checkOut } }`;
const QUOTE = 'propertyId checkIn checkOut guests channel currency nights { date price } total cancellation';
const STAY = '$tenantId: ID!, $propertyId: ID!, $checkIn: String!, $checkOut: String!, $guests: Int!';
const PASSED = 'tenantId: $tenantId, propertyId: $propertyId, checkIn: $checkIn, checkOut: $checkOut, guests: $guests';

const CHECKOUT = `... on CheckoutSucceeded { replayed checkout {
  id kind status completedSteps email totals { currency subtotal discount total } lines { sku title quantity unitPrice total }
  nextAction { __typename }
  ... on StayCheckout { propertyId checkIn checkOut guests channel quoteId } } }`;

const LOCK = `mutation ($tenantId: ID!, $input: LockQuoteInput!, $key: IdempotencyKey) {
  lockQuote(tenantId: $tenantId, input: $input, idempotencyKey: $key) {
    __typename ${PROBLEM} ${REFUSED} ... on QuoteMismatch { fields }
    ... on LockQuoteSucceeded { replayed quote { id validUntil ${QUOTE} } } } }`;

const BOOK = `mutation ($tenantId: ID!, $input: CheckoutStayInput!, $key: IdempotencyKey) {
  checkoutStay(tenantId: $tenantId, input: $input, idempotencyKey: $key) {
    __typename ${PROBLEM} ${REFUSED} ... on QuoteMismatch { fields } ${CHECKOUT} } }`;

/** What a test wants to differ from the usual stay. */
export interface Wish {
  propertyId?: string;
  /** Days from today. */
  from?: number;
  nights?: number;
  guests?: number;
  checkIn?: string;
  checkOut?: string;
}

/** A guest's way to a booking, one method per operation. Checkouts themselves are those of any shop. */
export class Staying extends Shopping {
  constructor(
    client: Client,
    private readonly product: Product,
    tenantId: string,
  ) {
    super(client, tenantId);
  }

  /** The date so many days from today. */
  day(days: number): string {
    return new Date(this.product.clock.now().getTime() + days * DAY_MS).toISOString().slice(0, 10);
  }

  /** Three nights at the seaside for two, ten days from now, unless wished otherwise. */
  stay({ propertyId = 'seaside', from = 10, nights = 3, guests = 2, ...dates }: Wish = {}) {
    return { propertyId, checkIn: this.day(from), checkOut: this.day(from + nights), guests, ...dates };
  }

  search(wish: Wish & { place?: string } = {}): Promise<Answer> {
    const { propertyId: _, ...asked } = { ...this.stay(wish), place: wish.place ?? null };
    return this.client.send(
      `query ($tenantId: ID!, $checkIn: String!, $checkOut: String!, $guests: Int!, $place: String) {
        stays(tenantId: $tenantId, checkIn: $checkIn, checkOut: $checkOut, guests: $guests, place: $place) {
          available { property { id name place { city country } zone currency } nights publicTotal federationTotal }
          unavailable { property { id } reasons alternatives { checkIn checkOut } } } }`,
      { tenantId: this.tenantId, ...asked },
    );
  }

  async availability(wish: Wish = {}): Promise<any> {
    return this.client.ask(
      `query (${STAY}) { stayAvailability(${PASSED}) { available reasons alternatives { checkIn checkOut } } }`,
      { tenantId: this.tenantId, ...this.stay(wish) },
    );
  }

  quote(wish: Wish & { channel?: string } = {}): Promise<Answer> {
    const { channel = 'federation' } = wish;
    return this.client.send(
      `query (${STAY}, $channel: StayChannel!) { quoteStay(${PASSED}, channel: $channel) { ${QUOTE} } }`,
      { tenantId: this.tenantId, ...this.stay(wish), channel },
    );
  }

  lock(wish: Wish & { channel?: string } = {}, idempotencyKey: string | null = key()): Promise<any> {
    const input = this.stay(wish);
    return this.client.ask(LOCK, { tenantId: this.tenantId, input, key: idempotencyKey });
  }

  async quoteId(wish: Wish & { channel?: string } = {}): Promise<string> {
    return (await this.lock(wish)).quote.id;
  }

  book(wish: Wish & { quoteId?: string; channel?: string } = {}, idempotencyKey: string | null = key()): Promise<any> {
    const input = { guestName: 'Anna Berg', email: 'anna@example.com', ...this.stay(wish) };
    return this.client.ask(BOOK, { tenantId: this.tenantId, input, key: idempotencyKey });
  }

  /** A checkout of a stay with its payment page open. */
  async toPage(wish: Wish & { quoteId?: string } = {}): Promise<{ id: string; url: string }> {
    const { checkout } = await this.book(wish);
    return { id: checkout.id, url: (await this.pay(checkout.id)).checkout.nextAction.url };
  }

  booking(orderId: string): Promise<any> {
    return this.client.ask(
      `query ($tenantId: ID!, $orderId: ID!) { order(tenantId: $tenantId, orderId: $orderId) {
        id status totals { total currency } ... on Booking {
          bookingStatus propertyId propertyName checkIn checkOut nights guests guestName cancellation } } }`,
      { tenantId: this.tenantId, orderId },
    );
  }
}
