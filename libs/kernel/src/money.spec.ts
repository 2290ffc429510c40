import fc from 'fast-check';
import { currencyExponent, isCurrency } from './currency.js';
import { formatMoney, share, sum, times } from './money.js';

const amount = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });

describe('money', () => {
  it('adds exactly, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 50 }), (amounts) => {
        const exact = amounts.reduce((total, next) => total + BigInt(next), 0n);
        expect(BigInt(sum(amounts))).toBe(exact);
        expect(sum(amounts.toReversed())).toBe(sum(amounts));
      }),
    );
  });

  it('refuses a result that a double cannot hold exactly, instead of rounding it', () => {
    expect(() => sum([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
    expect(() => times(Number.MAX_SAFE_INTEGER, 2)).toThrow(RangeError);
    expect(() => times(10, 1.5)).toThrow(RangeError);
  });

  it('takes shares rounded half-up, never off by more than half a unit', () => {
    const parts = fc.record({
      amount: fc.nat(1_000_000_000),
      numerator: fc.nat(10_000),
      denominator: fc.integer({ min: 1, max: 20_000 }),
    });
    fc.assert(
      fc.property(parts, ({ amount: whole, numerator, denominator }) => {
        const doubled = 2n * BigInt(whole) * BigInt(numerator);
        const distance = doubled - 2n * BigInt(share(whole, numerator, denominator)) * BigInt(denominator);
        expect(distance >= -BigInt(denominator) && distance < BigInt(denominator)).toBe(true);
      }),
    );
    expect([share(5, 1, 2), share(-5, 1, 2), share(250, 2000, 12_000)]).toEqual([3, -2, 42]);
  });

  it.each([
    ['EUR', 2, 1250, '€12.50'],
    ['JPY', 0, 1250, '¥1,250'],
    ['KWD', 3, 1250, 'KWD 1.250'],
  ])('counts %s with %i decimals', (currency, exponent, minor, shown) => {
    expect(currencyExponent(currency)).toBe(exponent);
    expect(formatMoney(minor, currency).replace('\u00a0', ' ')).toBe(shown);
  });

  it('knows no currency that is not ISO 4217', () => {
    for (const code of ['', 'eur', 'EURO', 'XX', '$']) expect(isCurrency(code)).toBe(false);
    expect(() => currencyExponent('XYZW')).toThrow(RangeError);
  });
});
