import fc from 'fast-check';
import { PaymentRefused } from '../../payments.problems.js';
import { fromStripeAmount, toStripeAmount } from './stripe-amount.js';

describe('amounts at Stripe', () => {
  it.each([
    ['EUR', 1250, 1250],
    ['JPY', 1250, 1250],
    ['KWD', 1250, 1250],
    ['ISK', 1250, 125_000],
    ['UGX', 1250, 125_000],
  ])('are %s as Stripe counts it: %i is %i', (currency, ours, theirs) => {
    expect(toStripeAmount(ours, currency)).toBe(theirs);
    expect(fromStripeAmount(theirs, currency)).toBe(ours);
  });

  it('come back as they went, in every currency', () => {
    const currencies = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'ISK', 'UGX');
    fc.assert(
      fc.property(currencies, fc.nat(1_000_000_000), (currency, amount) => {
        expect(fromStripeAmount(toStripeAmount(amount, currency), currency)).toBe(amount);
      }),
    );
  });

  it('are refused rather than rounded', () => {
    expect(() => toStripeAmount(1250, 'MGA')).toThrow(PaymentRefused);
    expect(() => fromStripeAmount(12_550, 'ISK')).toThrow(RangeError);
  });
});
