import { whyNoSuchAmount } from './stripe-limits.js';

describe('what Stripe charges', () => {
  it.each([
    ['EUR', 50, 99_999_999],
    ['GBP', 30, 99_999_999],
    ['HUF', 17_500, 999_999_999_999],
    ['JPY', 50, 9_999_999_999],
    ['INR', 50, 999_999_999],
    ['KWD', 1, 99_999_999],
    // Stripe counts hundredths of these, ISO 4217 whole ones.
    ['ISK', 1, 999_999],
  ])('in %s is from %i to %i of our minor units', (currency, least, most) => {
    expect([least, most].map((amount) => whyNoSuchAmount(amount, currency))).toEqual([null, null]);
    expect(whyNoSuchAmount(least - 1, currency)).toMatch(/^It takes .* and more\.$|^There is nothing to pay\.$/);
    expect(whyNoSuchAmount(most + 1, currency)).toContain('so many digits');
  });

  it('is named with its least amount as people write it', () => {
    expect(whyNoSuchAmount(49, 'EUR')).toBe('It takes €0.50 and more.');
    expect(whyNoSuchAmount(49, 'JPY')).toBe('It takes ¥50 and more.');
  });

  it('is nothing that Stripe cannot count', () => {
    expect(whyNoSuchAmount(1250, 'MGA')).toBe('It takes no such amount of MGA.');
  });
});
