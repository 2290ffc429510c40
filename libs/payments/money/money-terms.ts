import { currencyExponent, share, sum, type MinorUnits } from '@comptoir/kernel';
import type { FeeRule, Tenant, TenantMoney } from '@comptoir/tenant-kit';
import type { MoneyTerms } from '../payment-provider.js';

/** Of a tenant that sells on the platform's account, and of every session from before there was a choice. */
export const PLATFORM_MONEY: MoneyTerms = {
  mode: 'platform',
  account: '',
  transferTo: null,
  onBehalfOf: false,
  fee: 0,
  feeRefunded: false,
};

/** What a tenant's settings mean for one payment. Computed once, when its session is written down. */
export function moneyTerms(
  { id, money }: Pick<Tenant, 'id' | 'money'>,
  payment: { amount: MinorUnits; currency: string },
): MoneyTerms {
  if (!money || money.mode === 'platform' || money.account === null) return PLATFORM_MONEY;
  const passedOn = money.mode === 'destination';
  return {
    mode: money.mode,
    account: passedOn ? '' : accountName(id, money.account, money.ownKey),
    transferTo: passedOn ? money.account : null,
    onBehalfOf: money.onBehalfOf,
    fee: feeOf(money.fee, payment),
    feeRefunded: money.fee.refunded,
  };
}

/** How an account is named from here on; see {@link MoneyTerms.account}. A handle has no colon, so no two are alike. */
export function accountName(tenantId: string, account: NonNullable<TenantMoney['account']>, ownKey: boolean): string {
  return ownKey ? `${tenantId}:${account}` : account;
}

/** The tenant and its account where that is reached by the tenant's own key; null for any other account. */
export function ownAccount(name: string): { tenantId: string; account: string } | null {
  const [tenantId = '', account] = name.split(':');
  return account === undefined ? null : { tenantId, account };
}

/** What a page of the caller tells the provider's library beside the platform's key; null where there is nothing to tell. */
export function connectedAccount({ account }: MoneyTerms): string | null {
  return ownAccount(account) ? null : account || null;
}

/** Half-up; of three decimals in tens, as a payment is; never more than the payment. */
function feeOf(rule: FeeRule, { amount, currency }: { amount: MinorUnits; currency: string }): MinorUnits {
  const fixed = rule.fixed.find((one) => one.currency === currency)?.amount ?? 0;
  const fee = Math.min(amount, sum([share(amount, rule.basisPoints, 10_000), fixed]));
  return currencyExponent(currency) === 3 ? fee - (fee % 10) : fee;
}
