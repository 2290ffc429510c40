import { key } from '../../setup/client.js';
import type { Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { submitPage, until } from '../../setup/shopping.js';
import { startRentals, visitor, type Staying } from './rentals.js';

const MINUTE = 60_000;
const STEPS = [
  'validate-stay',
  'hold-nights',
  'create-booking',
  'process-payment',
  'confirm-booking',
  'send-confirmation',
];

describe('booking a stay', () => {
  let product: Product;
  let guest: Staying;
  // Every test has days of its own.
  let from = 0;

  beforeAll(async () => {
    product = await startRentals();
  });
  beforeEach(async () => {
    guest = await visitor(product);
    from += 10;
  });
  afterAll(() => product.stop());

  const ended = (id: string, status: string) =>
    until(
      () => guest.status(id),
      (shown) => shown.status === status && shown.terminal,
      `${id} to be ${status}`,
    );

  it('goes from a locked price over the payment page to a confirmed booking [BK-5, BK-6, QU-2]', async () => {
    const quoteId = await guest.quoteId({ from });
    const { checkout } = await guest.book({ from, quoteId });
    const [checkIn, checkOut] = [guest.day(from), guest.day(from + 3)];
    expect(checkout).toMatchObject({
      ...{
        kind: 'vacation-rental',
        status: 'pending',
        email: 'anna@example.com',
        guests: 2,
        checkIn,
        checkOut,
        quoteId,
      },
      lines: [
        {
          sku: 'seaside',
          title: `Seaside House, 3 nights, ${checkIn} to ${checkOut}`,
          quantity: 1,
          unitPrice: 27_000,
          total: 27_000,
        },
      ],
      totals: { currency: 'EUR', subtotal: 27_000, discount: 0, total: 27_000 },
      nextAction: { __typename: 'OpenPaymentSession' },
    });
    const opened = await guest.pay(checkout.id);
    await submitPage(opened.checkout.nextAction.url, 'pay');
    expect(await ended(checkout.id, 'completed')).toMatchObject({ completedSteps: STEPS });
    expect(await guest.booking(checkout.id)).toEqual({
      ...{ id: checkout.id, status: 'paid', bookingStatus: 'confirmed', totals: { total: 27_000, currency: 'EUR' } },
      ...{ propertyId: 'seaside', propertyName: 'Seaside House', checkIn, checkOut, nights: 3, guests: 2 },
      guestName: 'A*** B***',
      cancellation: 'Free until 14 days before.',
    });
    expect(await new ProviderView(product).money(checkout.id)).toEqual({ paid: 27_000, refunded: 0 });
    expect(await guest.availability({ from })).toMatchObject({ available: false, reasons: ['dates_taken'] });
  });

  it('takes the price of the moment without a quote [BK-5]', async () => {
    expect((await guest.book({ from })).checkout.totals.total).toBe(27_000);
    from += 10;
    expect((await guest.book({ from, channel: 'public' })).checkout.totals.total).toBe(30_000);
  });

  it('is the same for the same key, and needs one [BK-5]', async () => {
    expect(await guest.book({ from }, null)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REQUIRED' });
    const mine = key();
    const first = await guest.book({ from }, mine);
    expect(await guest.book({ from }, mine)).toMatchObject({ replayed: true, checkout: { id: first.checkout.id } });
    expect(await guest.book({ from, guests: 1 }, mine)).toMatchObject({ code: 'IDEMPOTENCY_KEY_MISMATCH' });
  });

  it('goes to exactly one of many who want the same night; the others get other dates [BK-3]', async () => {
    const guests = await Promise.all(Array.from({ length: 20 }, () => visitor(product)));
    const answers = await Promise.all(
      // All of them want the third night.
      guests.map((one, index) => one.book({ from: from + (index % 3), nights: 3 })),
    );
    expect(answers.filter(({ __typename }) => __typename === 'CheckoutSucceeded')).toHaveLength(1);
    for (const refused of answers.filter(({ checkout }) => !checkout)) {
      expect(refused).toMatchObject({ code: 'STAY_UNAVAILABLE', reason: 'dates_taken' });
      expect(refused.alternatives.length).toBeGreaterThan(0);
    }
  });

  it('lets one guest leave on the day another arrives [BK-10]', async () => {
    const answers = await Promise.all([guest.book({ from }), guest.book({ from: from + 3 })]);
    expect(answers.map(({ __typename }) => __typename)).toEqual(['CheckoutSucceeded', 'CheckoutSucceeded']);
  });

  it('keeps the night of turnaround between two stays; of two that only touch, one wins [BK-10]', async () => {
    const loft = { propertyId: 'loft', nights: 2 };
    const heat = await Promise.all([guest.book({ ...loft, from }), guest.book({ ...loft, from: from + 2 })]);
    expect(heat.filter(({ checkout }) => checkout).length).toBe(1);
    await Promise.all(heat.flatMap(({ checkout }) => (checkout ? [guest.cancel(checkout.id)] : [])));
    expect(await guest.book({ ...loft, from })).toMatchObject({ __typename: 'CheckoutSucceeded' });
    expect(await guest.book({ ...loft, from: from + 2 })).toMatchObject({ reason: 'dates_taken' });
    expect(await guest.book({ ...loft, from: from + 3 })).toMatchObject({ __typename: 'CheckoutSucceeded' });
  });

  it('does not collide with the same property of another host [BK-3, GW-2]', async () => {
    await guest.book({ from });
    const other = await visitor(product, 'neighbours');
    expect((await other.book({ from })).__typename).toBe('CheckoutSucceeded');
  });

  it('frees the nights when nobody pays, page open or not [BK-9]', async () => {
    const unopened = (await guest.book({ from })).checkout.id;
    const { id, url } = await guest.toPage({ from: from + 3 });
    const [first, second] = [guest.stay({ from }), guest.stay({ from: from + 3 })];
    product.clock.advance(32 * MINUTE);
    await ended(unopened, 'expired');
    await ended(id, 'expired');
    expect(await submitPage(url, 'pay')).toMatchObject({ status: 410 });
    for (const stay of [first, second]) expect(await guest.availability(stay)).toMatchObject({ available: true });
  });

  it('frees the nights when the guest cancels before paying [BK-9]', async () => {
    const { id } = await guest.toPage({ from });
    expect((await guest.cancel(id)).checkout.status).toBe('cancelled');
    expect(await guest.availability({ from })).toMatchObject({ available: true });
  });

  it.each([
    [{ nights: -1 }, { reason: 'dates_invalid' }],
    [{ nights: 0 }, { reason: 'dates_invalid' }],
    [{ checkIn: '2027-02-30', checkOut: '2027-03-04' }, { reason: 'dates_invalid' }],
    [{ from: -4 }, { reason: 'dates_past' }],
    [{ guests: 5 }, { reason: 'guests_exceed_max' }],
    [{ nights: 1 }, { reason: 'min_nights_violation' }],
    [{ guests: 0 }, { code: 'INVALID_INPUT', details: [{ path: 'input.guests' }] }],
    [{ checkIn: 'soon' }, { code: 'INVALID_INPUT', details: [{ path: 'input.checkIn' }] }],
    [{ propertyId: 'castle' }, { code: 'NOT_FOUND' }],
    [{ propertyId: 'palace' }, { code: 'NOT_FOUND' }],
    [{ quoteId: 'quote_000000000000000000000000' }, { code: 'NOT_FOUND' }],
  ])('refuses %j and holds nothing [BK-2, BK-5]', async (wish, problem) => {
    const count = async () =>
      (await guest.client.ask('{ checkouts(tenantId: "hosts") { nodes { id } } }')).nodes.length;
    expect(await guest.book({ from, ...wish })).toMatchObject(problem);
    expect(await count()).toBe(0);
    expect(await guest.availability({ from })).toMatchObject({ available: true });
  });

  it('shows a booking to nobody else [BK-6, GW-2]', async () => {
    const { id, url } = await guest.toPage({ from });
    await submitPage(url, 'pay');
    await ended(id, 'completed');
    await expect((await visitor(product)).booking(id)).rejects.toThrow('NOT_FOUND');
    await expect((await visitor(product, 'neighbours')).booking(id)).rejects.toThrow('NOT_FOUND');
  });
});
