import type { ShippingRate, Tenant, TenantContext } from '@comptoir/tenant-kit';
import type { Random } from '../framework/random.js';
import { anyAmount, anyPrice } from './amounts.js';
import type { CurrencyFacts } from './currencies.js';

/** A shop with a few rates, some of them in other currencies, and perhaps a tax that its prices include. */
export function anyShop(random: Random, currency: CurrencyFacts): TenantContext {
  const rates = Array.from({ length: random.between(0, 4) }, (_, index) => anyRate(random, currency, index));
  const includedTaxRate = random.pick([0, 0, 250, 700, 1900, 2000, 2550, random.between(0, 5000)]);
  const shipping = { coverage: [{ country: 'FR' }], rates };
  const tenant: Tenant = {
    id: 'shop',
    name: 'shop',
    kind: 'retail',
    status: 'active',
    currencies: [currency.code],
    capabilities: ['catalog', 'cart', 'shipping', 'payment'],
    limits: { maxLineQuantity: 10_000, maxLines: 100, maxCartTotal: Number.MAX_SAFE_INTEGER },
    checkoutWindowMinutes: 30,
    redirectOrigins: [],
    settings: { shipping, includedTaxRate },
  };
  return { tenantId: tenant.id, tenant };
}

function anyRate(random: Random, currency: CurrencyFacts, index: number): ShippingRate {
  const foreign = random.next() < 0.2;
  const free = random.next() < 0.3;
  return {
    carrierId: `c${index}`,
    serviceId: 's',
    name: `Carrier ${index}`,
    minDays: 1,
    maxDays: 2,
    basePrice: Math.min(anyPrice(random, currency), 1_000_000_000),
    perKilogram: random.next() < 0.5 ? Math.min(anyPrice(random, currency), 1_000_000_000) : 0,
    ...(foreign ? { currency: currency.code === 'CHF' ? 'EUR' : 'CHF' } : {}),
    ...(free ? { freeFrom: anyAmount(random) } : {}),
  };
}
