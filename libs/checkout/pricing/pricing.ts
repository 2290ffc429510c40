import { sum, times, type MinorUnits } from '@comptoir/kernel';
import type { Pricing, Totals } from '@comptoir/tenant-kit';
import type { CheckoutDocument } from '../engine/checkout-document.js';

/** Refuses a kind's pricing that does not add up: a bug there must never reach a buyer's card. */
export function checkedPricing(pricing: Pricing, currency: string): Pricing {
  for (const line of pricing.lines) {
    if (line.quantity < 1 || line.total !== times(line.unitPrice, line.quantity)) {
      throw new Error(`Line ${line.sku} does not add up`);
    }
  }
  const amounts = [
    pricing.shipping,
    pricing.tax,
    pricing.discount,
    pricing.includedTax,
    totals(pricing, currency).total,
  ];
  if (amounts.some((amount) => amount < 0)) throw new Error('A price is negative');
  return pricing;
}

export function totals(pricing: Pricing, currency: string): Totals {
  const subtotal = sum(pricing.lines.map(({ total }) => total));
  const { shipping, tax, discount, includedTax } = pricing;
  return { currency, subtotal, shipping, tax, discount, includedTax, total: sum([subtotal, shipping, tax, -discount]) };
}

/** Prices as frozen by the first step; a checkout past it always has them. */
export function pricingOf(checkout: CheckoutDocument): Pricing {
  if (!checkout.pricing) throw new Error(`Checkout ${checkout.id} is not priced yet`);
  return checkout.pricing;
}

export function totalOf(checkout: CheckoutDocument): MinorUnits {
  return totals(pricingOf(checkout), checkout.currency).total;
}
