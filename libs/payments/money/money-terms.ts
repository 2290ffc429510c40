import { currencyExponent, share, sum, type MinorUnits } from '@comptoir/kernel';
import { PaymentRail, type FeeRule, type Tenant, type TenantMoney } from '@comptoir/tenant-kit';
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

/** Rails on which money can be authorised first and taken later. A machine pays at once; offline it is the seller who says. */
const AUTHORISING: ReadonlySet<PaymentRail> = new Set([
  PaymentRail.STRIPE_CHECKOUT,
  PaymentRail.STRIPE_EMBEDDED,
  PaymentRail.STRIPE_ELEMENTS,
  PaymentRail.STRIPE_INTENT,
]);

/** Whether a tenant's wish to have money authorised first cannot be met on this rail. */
export function takesAtOnce({ money }: Pick<Tenant, 'money'>, rail: PaymentRail): boolean {
  return money?.capture === 'manual' && !AUTHORISING.has(rail);
}

/** One payment, as far as it matters to whose money it is and when that is taken. */
interface TermedPayment {
  amount: MinorUnits;
  currency: string;
  rail: PaymentRail;
  /** Whether a step of its plan takes money that was authorised; without one all money is taken at once. */
  takenLater: boolean;
}

/** What a tenant's settings mean for one payment. Computed once, when its session is written down. */
export function moneyTerms(tenant: Pick<Tenant, 'id' | 'money'>, payment: TermedPayment): MoneyTerms {
  const { money } = tenant;
  // What is paid offline goes to the tenant itself, through no account.
  if (!money || payment.rail === PaymentRail.OFFLINE) return PLATFORM_MONEY;
  const isAuthorised = money.capture === 'manual' && payment.takenLater && AUTHORISING.has(payment.rail);
  const capture = isAuthorised ? { capture: 'manual' as const } : {};
  if (money.mode === 'platform' || money.account === null) return { ...PLATFORM_MONEY, ...capture };
  const passedOn = money.mode === 'destination';
  return {
    mode: money.mode,
    account: collectingAccount(tenant),
    transferTo: passedOn ? money.account : null,
    onBehalfOf: money.onBehalfOf,
    fee: feeOf(money.fee, payment),
    feeRefunded: money.fee.refunded,
    ...capture,
  };
}

/** The account in which money of a tenant is collected, whatever the payment; see {@link MoneyTerms.account}. */
export function collectingAccount({ id, money }: Pick<Tenant, 'id' | 'money'>): string {
  return money?.mode === 'direct' && money.account !== null ? accountName(id, money.account, money.ownKey) : '';
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

/** Half-up, but down to what can be collected; never more than the payment. */
function feeOf(rule: FeeRule, { amount, currency }: { amount: MinorUnits; currency: string }): MinorUnits {
  const fixed = rule.fixed.find((one) => one.currency === currency)?.amount ?? 0;
  const fee = Math.min(amount, sum([share(amount, rule.basisPoints, 10_000), fixed]));
  return fee - (fee % stepOf(currency));
}

/**
 * What an amount is a multiple of, in minor units: Stripe takes three decimals in tens, and whole ariary.
 * https://docs.stripe.com/currencies#special-cases
 */
function stepOf(currency: string): number {
  if (currency === 'MGA') return 100;
  return currencyExponent(currency) === 3 ? 10 : 1;
}
