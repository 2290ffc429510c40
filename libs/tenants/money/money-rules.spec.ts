import type { TenantMoney } from '@comptoir/tenant-kit';
import { moneyFaults, PLATFORM } from './money-rules.js';

const NO_FEE = { basisPoints: 0, fixed: [], refunded: true };
const DIRECT: TenantMoney = { mode: 'direct', account: 'acct_1', ownKey: false, onBehalfOf: false, fee: NO_FEE };

describe('where a tenant’s money goes', () => {
  it.each<Partial<TenantMoney>>([
    PLATFORM,
    {},
    { ownKey: true },
    { mode: 'destination' },
    { mode: 'destination', onBehalfOf: true },
    { fee: { ...NO_FEE, basisPoints: 10_000 } },
    { fee: { ...NO_FEE, fixed: [{ currency: 'EUR', amount: 30 }] } },
  ])('is taken when it goes together: %j', (change) => {
    expect(moneyFaults({ ...DIRECT, ...change }, ['EUR'])).toEqual([]);
  });

  it.each<[Partial<TenantMoney>, string]>([
    [{ account: null }, 'needs an account'],
    [{ account: 'acct_' }, 'needs an account'],
    [{ account: 'beta:acct_1' }, 'needs an account'],
    [{ mode: 'destination', account: null }, 'needs an account'],
    [{ mode: 'destination', ownKey: true }, 'ownKey goes with mode direct'],
    [{ onBehalfOf: true }, 'onBehalfOf goes with mode destination'],
    [{ ownKey: true, fee: { ...NO_FEE, basisPoints: 1 } }, 'no fee can be kept'],
    [{ ...PLATFORM, account: 'acct_1' }, 'has no account'],
    [{ ...PLATFORM, ownKey: true }, 'ownKey goes with'],
    [{ ...PLATFORM, onBehalfOf: true }, 'onBehalfOf goes with'],
    [{ ...PLATFORM, fee: { ...NO_FEE, basisPoints: 1 } }, 'has no fee'],
    [{ fee: { ...NO_FEE, basisPoints: 10_001 } }, '0 to 10000'],
    [{ fee: { ...NO_FEE, basisPoints: 2.5 } }, '0 to 10000'],
    [{ fee: { ...NO_FEE, basisPoints: -1 } }, '0 to 10000'],
    [{ fee: { ...NO_FEE, fixed: [{ currency: 'EUR', amount: 0 }] } }, 'above 0'],
    [{ fee: { ...NO_FEE, fixed: [{ currency: 'EUR', amount: 0.5 }] } }, 'above 0'],
    [{ fee: { ...NO_FEE, fixed: [{ currency: 'USD', amount: 30 }] } }, 'lacks an amount in EUR'],
    [{ fee: { ...NO_FEE, fixed: ['EUR', 'USD'].map((currency) => ({ currency, amount: 30 })) } }, 'none of the tenant'],
    [{ fee: { ...NO_FEE, fixed: ['EUR', 'EUR'].map((currency) => ({ currency, amount: 30 })) } }, 'twice'],
  ])('is refused with %j, and the fault is named', (change, named) => {
    expect(moneyFaults({ ...DIRECT, ...change }, ['EUR']).join()).toContain(named);
  });
});
