import type { FeeRule, TenantMoney } from '@comptoir/tenant-kit';

/** Stripe's name of an account. */
const ACCOUNT = /^acct_[A-Za-z0-9]{1,64}$/;

/** Of a tenant whose buyers pay the platform. */
export const PLATFORM: TenantMoney = {
  mode: 'platform',
  account: null,
  ownKey: false,
  onBehalfOf: false,
  fee: { basisPoints: 0, fixed: [], refunded: true },
  capture: 'automatic',
};

/** Everything that is wrong, or does not go together, in where a tenant's money goes. */
export function moneyFaults(money: TenantMoney | undefined, currencies: readonly string[]): string[] {
  if (!money) return [];
  const { mode, account, ownKey, onBehalfOf, fee } = money;
  if (mode === 'platform') return platformFaults(money);
  return [
    ...(account !== null && ACCOUNT.test(account) ? [] : [`mode ${mode} needs an account such as acct_1A2b`]),
    ...(ownKey && mode !== 'direct' ? ['ownKey goes with mode direct only'] : []),
    ...(ownKey && hasFee(fee) ? ['no fee can be kept with ownKey: the platform has no part in that payment'] : []),
    ...(onBehalfOf && mode !== 'destination'
      ? ['onBehalfOf goes with mode destination only: in mode direct the tenant is the seller of record anyway']
      : []),
    ...feeFaults(fee, currencies),
  ];
}

function platformFaults({ account, ownKey, onBehalfOf, fee }: TenantMoney): string[] {
  return [
    ...(account === null ? [] : ['mode platform has no account: the platform’s own is paid']),
    ...(ownKey ? ['ownKey goes with mode direct only'] : []),
    ...(onBehalfOf ? ['onBehalfOf goes with mode destination only'] : []),
    ...(hasFee(fee) ? ['mode platform has no fee: all the money is the platform’s'] : []),
  ];
}

function hasFee({ basisPoints, fixed }: FeeRule): boolean {
  return basisPoints > 0 || fixed.length > 0;
}

function feeFaults({ basisPoints, fixed }: FeeRule, currencies: readonly string[]): string[] {
  const named = fixed.map(({ currency }) => currency);
  const missing = fixed.length > 0 ? currencies.filter((currency) => !named.includes(currency)) : [];
  const strange = named.filter((currency) => !currencies.includes(currency));
  const right = Number.isInteger(basisPoints) && basisPoints >= 0 && basisPoints <= 10_000;
  return [
    ...(right ? [] : ['fee.basisPoints must be 0 to 10000']),
    ...(new Set(named).size === named.length ? [] : ['fee.fixed names a currency twice']),
    ...missing.map((currency) => `fee.fixed lacks an amount in ${currency}`),
    ...strange.map((currency) => `fee.fixed names ${currency}, which is none of the tenant’s currencies`),
    ...fixed
      .filter(({ amount }) => !Number.isSafeInteger(amount) || amount < 1)
      .map(({ currency }) => `fee.fixed in ${currency} must be a whole number above 0`),
  ];
}
