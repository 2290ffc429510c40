import fc from 'fast-check';
import { nights, shift } from './dates.js';
import { priceOf, StayChannel, type PricedProperty } from './price.js';

const HOUSE: PricedProperty = {
  currency: 'EUR',
  price: { weekday: 10_000, weekend: 15_000 },
  seasons: [
    { from: '12-20', to: '01-05', weekday: 30_000, weekend: 40_000 },
    { from: '06-15', to: '08-15', weekday: 20_000, weekend: 25_000 },
  ],
  channelDiscountPercent: 0,
};

const prices = (checkIn: string, checkOut: string, property = HOUSE, channel = StayChannel.federation): number[] =>
  priceOf(property, nights(checkIn, checkOut), channel).nights.map(({ price }) => price);

describe('the price of a stay', () => {
  it('is higher on the nights of Friday and Saturday', () => {
    expect(prices('2026-12-03', '2026-12-07')).toEqual([10_000, 15_000, 15_000, 10_000]);
  });

  it('takes each night at its own season, both ends included', () => {
    expect(prices('2026-06-14', '2026-06-16')).toEqual([10_000, 20_000]);
    expect(prices('2027-08-15', '2027-08-17')).toEqual([20_000, 10_000]);
  });

  it('runs a season over New Year', () => {
    expect(prices('2026-12-31', '2027-01-02')).toEqual([30_000, 40_000]);
    expect(prices('2027-01-05', '2027-01-07')).toEqual([30_000, 10_000]);
    expect(prices('2026-12-18', '2026-12-21')).toEqual([15_000, 15_000, 30_000]);
  });

  it('takes the discount off for one channel alone, half-up per night', () => {
    const house = { ...HOUSE, price: { weekday: 9999, weekend: 9999 }, channelDiscountPercent: 15 };
    expect(prices('2026-12-01', '2026-12-02', house)).toEqual([9999 - 1500]);
    expect(prices('2026-12-01', '2026-12-02', house, StayChannel.public)).toEqual([9999]);
  });

  it('stays a multiple of ten in currencies with three decimals', () => {
    const house = { ...HOUSE, currency: 'KWD', price: { weekday: 33_330, weekend: 33_330 }, channelDiscountPercent: 7 };
    expect(prices('2026-12-01', '2026-12-02', house)).toEqual([31_000]);
  });

  it('sums to the total, is never negative and never above the public one', () => {
    const amount = fc.integer({ min: 0, max: 100_000_000 });
    const house = fc.record({
      currency: fc.constantFrom('EUR', 'JPY', 'USD'),
      price: fc.record({ weekday: amount, weekend: amount }),
      seasons: fc.constant<PricedProperty['seasons']>([]),
      channelDiscountPercent: fc.integer({ min: 0, max: 50 }),
    });
    fc.assert(
      fc.property(house, fc.integer({ min: 1, max: 90 }), fc.nat(3000), (property, length, offset) => {
        const checkIn = shift('2026-01-01', offset);
        const stay = nights(checkIn, shift(checkIn, length));
        const federation = priceOf(property, stay, StayChannel.federation);
        const open = priceOf(property, stay, StayChannel.public);
        expect(federation.nights.reduce((total, { price }) => total + price, 0)).toBe(federation.total);
        expect(federation.nights.map(({ date }) => date)).toEqual(stay);
        for (const { price } of federation.nights) expect(price).toBeGreaterThanOrEqual(0);
        expect(federation.total).toBeLessThanOrEqual(open.total);
      }),
    );
  });
});
