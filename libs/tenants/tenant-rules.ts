import { isCurrency } from '@comptoir/kernel';
import type { Tenant } from '@comptoir/tenant-kit';
import { isHostName, MAX_HOSTS } from './hosts/host-name.js';
import { moneyFaults } from './money/money-rules.js';
import { paymentFaults } from './payment-rules.js';

const HANDLE = /^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/;

const PROFILE = /^profile_\w{1,100}$/;

/**
 * Handles of no tenant: operators, network agents and applications live under `platform`; the others name webhook endpoints
 * beside those of tenants.
 */
const RESERVED = new Set(['platform', 'default', 'connect']);

/** Whether `handle` can name a tenant at all. */
export function isHandle(handle: string): boolean {
  return HANDLE.test(handle) && !RESERVED.has(handle);
}

/** Everything that is wrong with a tenant record, in words; its settings are checked by its kind. */
export function tenantFaults(tenant: Omit<Tenant, 'capabilities'>): string[] {
  const {
    id,
    name,
    currencies,
    limits,
    checkoutWindowMinutes: window,
    redirectOrigins,
    hosts = [],
    stripeProfile: profile,
    payment,
  } = tenant;
  const positive = Object.entries(limits).filter(([, limit]) => !Number.isSafeInteger(limit) || limit < 1);
  const origins = redirectOrigins.filter((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
  return [
    ...(isHandle(id) ? [] : [`${id} cannot be a tenant handle: 2 to 63 of a-z 0-9 and hyphen`]),
    ...(name.length >= 1 && name.length <= 200 ? [] : ['name must have 1 to 200 characters']),
    ...(currencies.length > 0 ? [] : ['currencies must name at least one']),
    ...currencies.filter((code) => !isCurrency(code)).map((code) => `${code} is not an ISO 4217 currency`),
    ...positive.map(([limit]) => `limits.${limit} must be a whole number above 0`),
    ...(Number.isInteger(window) && window >= 10 && window <= 1440 ? [] : ['checkoutWindowMinutes must be 10 to 1440']),
    ...origins.map((origin) => `${origin} is not an origin such as https://shop.example`),
    ...hosts.filter((host) => !isHostName(host)).map((host) => `${host} is not a host name such as shop.example`),
    ...(profile === undefined || PROFILE.test(profile) ? [] : ['stripeProfile must be the id of one, profile_…']),
    ...moneyFaults(tenant.money, currencies),
    ...(hosts.length <= MAX_HOSTS ? [] : [`hosts may name ${MAX_HOSTS} at most`]),
    ...(payment ? paymentFaults(payment) : []),
  ];
}
