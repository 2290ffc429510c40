import { COLLECTIONS } from '@comptoir/tenant-kit';
import { key } from '../../setup/client.js';
import type { Product } from '../../setup/product.js';
import { until } from '../../setup/shopping.js';
import { HOSTS, startRentals, visitor, type Staying } from './rentals.js';

const MINUTE = 60_000;

describe('a quote', () => {
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

  it('shows every night, and they sum to the total [QU-1, QU-3]', async () => {
    const { quoteStay } = (await guest.quote({ from })).data;
    expect(quoteStay).toMatchObject({ total: 27_000, currency: 'EUR', channel: 'federation', guests: 2 });
    expect(quoteStay.nights).toEqual([0, 1, 2].map((days) => ({ date: guest.day(from + days), price: 9000 })));
    expect(quoteStay.cancellation).toBe('Free until 14 days before.');
    expect((await guest.quote({ from, channel: 'public' })).data.quoteStay.total).toBe(30_000);
  });

  it('is refused for dates that cannot be booked, with others instead [QU-4]', async () => {
    await guest.book({ from });
    const { errors } = await guest.quote({ from });
    expect(errors?.[0].extensions).toMatchObject({ code: 'STAY_UNAVAILABLE', reason: 'dates_taken' });
    expect(errors?.[0].extensions.alternatives).toHaveLength(3);
    const locked = await guest.lock({ from });
    expect(locked).toMatchObject({ __typename: 'StayUnavailable', reason: 'dates_taken' });
    expect(locked.alternatives).toHaveLength(3);
  });

  it.each([
    [{ nights: -1 }, 'dates_invalid'],
    [{ checkIn: '2027-02-30', checkOut: '2027-03-04' }, 'dates_invalid'],
    [{ from: -2 }, 'dates_past'],
    [{ guests: 5 }, 'guests_exceed_max'],
  ])('is not locked for nonsense: %j [QU-4]', async (wish, reason) => {
    expect(await guest.lock({ from, ...wish })).toMatchObject({ code: 'STAY_UNAVAILABLE', reason, retryable: false });
  });

  it('refuses no guests and a missing key as input [QU-2]', async () => {
    expect(await guest.lock({ from, guests: 0 })).toMatchObject({
      code: 'INVALID_INPUT',
      details: [{ path: 'input.guests' }],
    });
    expect((await guest.lock({ from }, null)).__typename).not.toBe('LockQuoteSucceeded');
  });

  it('is the same for the same key, once, and for nobody else [QU-2]', async () => {
    const mine = key();
    const answers = await Promise.all(Array.from({ length: 10 }, () => guest.lock({ from }, mine)));
    expect(new Set(answers.map(({ quote }) => JSON.stringify(quote))).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    const other = await visitor(product);
    expect((await other.lock({ from }, mine)).quote.id).not.toBe(answers[0].quote.id);
    expect(await guest.lock({ from, guests: 3 }, mine)).toMatchObject({
      code: expect.stringMatching(/MISMATCH$/),
      retryable: false,
    });
  });

  it('holds no nights [QU-2]', async () => {
    await guest.lock({ from });
    expect(await (await visitor(product)).availability({ from })).toMatchObject({ available: true });
  });

  it('keeps its price when the channel’s would be another [QU-2, QU-3]', async () => {
    const quoteId = await guest.quoteId({ from, channel: 'public' });
    const { checkout } = await guest.book({ from, quoteId });
    expect(checkout).toMatchObject({ quoteId, channel: 'public', totals: { total: 30_000 } });
  });

  it.each([
    [{ propertyId: 'loft' }, ['propertyId']],
    [{ guests: 1 }, ['guests']],
    [{ nights: 4 }, ['checkOut']],
    [{ channel: 'public' }, ['channel']],
  ])('is worth nothing for another stay: %j [QU-2]', async (change, fields) => {
    const quoteId = await guest.quoteId({ from });
    expect(await guest.book({ from, quoteId, ...change })).toMatchObject({ code: 'QUOTE_MISMATCH', fields });
    expect(await guest.availability({ from, ...change, channel: undefined } as never)).toMatchObject({
      available: true,
    });
  });

  it('is not there for somebody else, at its own host or at another [QU-2, GW-2]', async () => {
    const quoteId = await guest.quoteId({ from });
    for (const host of HOSTS) {
      const other = await visitor(product, host);
      expect(await other.book({ from, quoteId })).toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('brings back the checkout that lives on it, instead of a second one [QU-2]', async () => {
    const quoteId = await guest.quoteId({ from });
    const first = await guest.book({ from, quoteId });
    const second = await guest.book({ from, quoteId });
    expect(second.checkout.id).toBe(first.checkout.id);
  });

  it('is redeemed by one of many at once [QU-2]', async () => {
    const quoteId = await guest.quoteId({ from });
    const answers = await Promise.all(Array.from({ length: 8 }, () => guest.book({ from, quoteId })));
    const ids = new Set(answers.flatMap(({ checkout }) => (checkout ? [checkout.id] : [])));
    expect(ids.size).toBe(1);
    for (const { checkout, code } of answers) {
      if (!checkout) expect(['QUOTE_REDEEMED', 'STAY_UNAVAILABLE']).toContain(code);
    }
  });

  it('is given back by a checkout that ends, while its time lasts [QU-2]', async () => {
    const quoteId = await guest.quoteId({ from });
    const { checkout } = await guest.book({ from, quoteId });
    await guest.cancel(checkout.id);
    const again = await guest.book({ from, quoteId });
    expect(again.checkout.id).not.toBe(checkout.id);
    expect(again.checkout).toMatchObject({ quoteId, totals: { total: 27_000 } });
  });

  it('is over after 15 minutes, and its key still shows it [QU-2]', async () => {
    const mine = key();
    const { quote } = await guest.lock({ from }, mine);
    expect(Date.parse(quote.validUntil) - product.clock.now().getTime()).toBeLessThanOrEqual(15 * MINUTE);
    product.clock.advance(15 * MINUTE);
    expect(await guest.book({ from, quoteId: quote.id })).toMatchObject({ code: 'QUOTE_EXPIRED' });
    expect(await guest.lock({ from }, mine)).toMatchObject({ replayed: true, quote: { id: quote.id } });
  });

  it('is forgotten a day after its time, but never while a checkout has it [QU-2]', async () => {
    const stored = (id: string) =>
      product.gateway.app.get(COLLECTIONS).collection('rental_quotes').get({ tenantId: HOSTS[0] }, id);
    const { quote } = await guest.lock({ from });
    const forgetAt = new Date(Date.parse(quote.validUntil) + 24 * 60 * MINUTE);
    expect(await stored(quote.id)).toMatchObject({ forgetAt });
    const { checkout } = await guest.book({ from, quoteId: quote.id });
    expect(await stored(quote.id)).toMatchObject({ checkoutId: checkout.id, forgetAt: null });
    await guest.cancel(checkout.id);
    expect(await stored(quote.id)).toMatchObject({ checkoutId: null, forgetAt });
  });

  it('lasts for a checkout that redeemed it in time [QU-2]', async () => {
    const quoteId = await guest.quoteId({ from });
    const { checkout } = await guest.book({ from, quoteId });
    product.clock.advance(16 * MINUTE);
    expect((await guest.pay(checkout.id)).checkout.status).toBe('payment_pending');
    product.clock.advance(40 * MINUTE);
    const ended = await until(
      () => guest.status(checkout.id),
      ({ terminal }) => terminal,
      'the end of the checkout',
    );
    expect(ended.status).toBe('expired');
    expect(await guest.book({ from, quoteId })).toMatchObject({ code: 'QUOTE_EXPIRED' });
  });
});
