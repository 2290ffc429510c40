import { PaymentRail, type TenantMoney } from '@comptoir/tenant-kit';
import { moneyTerms, PLATFORM_MONEY } from './money-terms.js';

const DIRECT: TenantMoney = {
  mode: 'direct',
  account: 'acct_1',
  ownKey: false,
  onBehalfOf: false,
  fee: { basisPoints: 250, fixed: [{ currency: 'EUR', amount: 30 }], refunded: true },
};
const PAYMENT = { amount: 1000, currency: 'EUR', rail: PaymentRail.STRIPE_CHECKOUT, takenLater: true };
const terms = (change: Partial<TenantMoney>, amount = 1000, currency = 'EUR') =>
  moneyTerms({ id: 'alpha', money: { ...DIRECT, ...change } }, { ...PAYMENT, amount, currency });
const fee = (basisPoints: number, fixed: number, amount: number, currency = 'EUR') =>
  terms({ fee: { basisPoints, fixed: fixed ? [{ currency, amount: fixed }] : [], refunded: true } }, amount, currency)
    .fee;

describe('what a tenant’s settings mean for one payment', () => {
  it('names the platform’s own account where nothing is set, and where it is said', () => {
    expect(moneyTerms({ id: 'alpha' }, PAYMENT)).toEqual(PLATFORM_MONEY);
    expect(terms({ mode: 'platform', account: null })).toEqual(PLATFORM_MONEY);
  });

  it('names the account that is paid, by whose key reaches it', () => {
    expect(terms({})).toMatchObject({ mode: 'direct', account: 'acct_1', transferTo: null });
    expect(terms({ ownKey: true })).toMatchObject({ mode: 'direct', account: 'alpha:acct_1', transferTo: null });
    expect(terms({ mode: 'destination', onBehalfOf: true })).toMatchObject({
      account: '',
      transferTo: 'acct_1',
      onBehalfOf: true,
    });
  });

  it('goes to the tenant itself where it is paid offline, through no account and without a fee', () => {
    const money = { ...DIRECT, capture: 'manual' as const };
    expect(moneyTerms({ id: 'alpha', money }, { ...PAYMENT, rail: PaymentRail.OFFLINE })).toEqual(PLATFORM_MONEY);
  });

  it.each([
    ['on a page', PaymentRail.STRIPE_CHECKOUT, true, 'manual'],
    ['on a page, in a plan that never takes it', PaymentRail.STRIPE_CHECKOUT, false, undefined],
    ['by an intent', PaymentRail.STRIPE_INTENT, true, 'manual'],
    ['by a machine, which pays at once', PaymentRail.STRIPE_MPP, true, undefined],
  ] as const)('authorises money first only where it can be taken later: %s', (...given) => {
    const [, rail, takenLater, capture] = given;
    for (const money of [DIRECT, { ...DIRECT, mode: 'platform' as const, account: null }]) {
      const tenant = { id: 'alpha', money: { ...money, capture: 'manual' as const } };
      expect(moneyTerms(tenant, { ...PAYMENT, rail, takenLater }).capture).toBe(capture);
    }
  });

  it.each([
    [250, 30, 1000, 55],
    [0, 0, 1000, 0],
    [10_000, 0, 1000, 1000],
    [250, 0, 1, 0],
    // Half up: 2.5 % of 20 is half a cent.
    [250, 0, 20, 1],
    [0, 30, 29, 29],
    [10_000, 30, 1000, 1000],
    [9999, 0, Number.MAX_SAFE_INTEGER, 9_006_298_534_815_517],
  ])(
    'is a fee of %i basis points and %i of %i: %i, and never more than the payment',
    (rate, fixed, amount, expected) => {
      expect(fee(rate, fixed, amount)).toBe(expected);
    },
  );

  it('is a fee in what a payment is in: tens where there are three decimals, whole ariary', () => {
    expect(fee(333, 7, 12_340, 'KWD')).toBe(410);
    expect(fee(333, 7, 12_300, 'MGA')).toBe(400);
  });

  it('is no fixed fee in a currency that has none', () => {
    expect(terms({}, 1000, 'USD').fee).toBe(25);
  });
});
