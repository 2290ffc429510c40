import { isCurrency } from '@comptoir/kernel';
import type { ProviderSettings, TenantPayment } from '@comptoir/tenant-kit';

const PROVIDER = /^[a-z][a-z-]{1,31}$/;
const COUNTRY = /^[A-Z]{2}$/;

/** Money that is on its way is waited for 14 days, and no longer. */
const LONGEST_HOURS = 14 * 24;

const MAX_PROVIDERS = 10;
const MAX_INSTRUCTIONS = 2000;

/** Everything that is wrong with how a tenant is to be paid, in words. */
export function paymentFaults({ providers, offline }: TenantPayment): string[] {
  const names = providers.map(({ provider }) => provider);
  const count = names.length >= 1 && names.length <= MAX_PROVIDERS;
  return [
    ...(count ? [] : [`payment.providers must name 1 to ${MAX_PROVIDERS}`]),
    ...(new Set(names).size === names.length ? [] : ['payment.providers names one twice']),
    ...providers.flatMap(providerFaults),
    ...(names.includes('offline') && !offline ? ['payment.offline must say how to pay the provider offline'] : []),
    ...(offline ? offlineFaults(offline) : []),
  ];
}

function providerFaults({ provider, preference, currencies = [], countries = [], amounts = [] }: ProviderSettings) {
  const codes = [...currencies, ...amounts.map(({ currency }) => currency)];
  const limits = amounts.flatMap(({ least, most }) => [least, most].filter((limit) => limit !== undefined));
  const crossed = amounts.some(({ least = 0, most = Infinity }) => least > most);
  return [
    ...(PROVIDER.test(provider) ? [] : [`${provider} cannot be a payment provider: 2 to 32 of a-z and hyphen`]),
    ...(isWithin(preference, 0, 100) ? [] : [`preference of ${provider} must be 0 to 100`]),
    ...codes.filter((code) => !isCurrency(code)).map((code) => `${code} is not an ISO 4217 currency`),
    ...countries.filter((code) => !COUNTRY.test(code)).map((code) => `${code} is not a country such as FR`),
    ...(limits.every((limit) => isWithin(limit, 0, Number.MAX_SAFE_INTEGER)) && !crossed
      ? []
      : [`amounts of ${provider} must be whole minor units, least before most`]),
  ];
}

function offlineFaults({ instructions, windowHours }: NonNullable<TenantPayment['offline']>): string[] {
  const { length } = instructions.trim();
  return [
    ...(length >= 1 && length <= MAX_INSTRUCTIONS
      ? []
      : [`payment.offline.instructions must have 1 to ${MAX_INSTRUCTIONS} characters`]),
    ...(isWithin(windowHours, 1, LONGEST_HOURS) ? [] : [`payment.offline.windowHours must be 1 to ${LONGEST_HOURS}`]),
  ];
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}
