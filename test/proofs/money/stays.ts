import { priceOf, StayChannel, type PricedProperty } from '#rental/core/price.js';
import { checkedPricing, totals } from '#product/libs/checkout/pricing/pricing.js';
import type { Random } from '../framework/random.js';
import { addDays, dayNumber } from '../dates/calendar.js';
import { anyCurrency, anyPrice } from './amounts.js';
import type { CurrencyFacts } from './currencies.js';
import { halfUp, isCountable, refuses, same, total } from './oracle.js';
import { checkRequest } from './provider-request.js';
import { anyShop } from './tenants.js';

/** A stay night by night: seasons, weekends, the channel's discount; the nights add up to the total. */
export function checkStay(random: Random): boolean {
  const currency = anyCurrency(random);
  const property = anyProperty(random, currency);
  const first = addDays('2024-01-01', random.between(0, 4000));
  const longest = random.next() < 0.9 ? 10 : 90;
  const nights = Array.from({ length: random.between(1, longest) }, (_, index) => addDays(first, index));
  const channel = random.pick([StayChannel.public, StayChannel.federation]);
  const percent = channel === StayChannel.federation ? property.channelDiscountPercent : 0;
  const prices = nights.map((night) => nightly(property, night, percent, currency));
  const wanted = total(prices);
  if (!isCountable(wanted)) {
    refuses(() => priceOf(property, nights, channel), `a stay of ${wanted} ${currency.code}`);
    return false;
  }
  const price = priceOf(property, nights, channel);
  same(price.total, wanted, `${nights.length} nights from ${first} in ${currency.code} less ${percent} %`);
  price.nights.forEach((night, index) => same(night.price, prices[index] ?? -1n, `the night of ${night.date}`));
  const line = { id: 'stay', sku: 'house', title: 'House', quantity: 1, unitPrice: price.total, total: price.total };
  const nothing = { shipping: 0, tax: 0, discount: 0, includedTax: 0, requiresAddress: false, shippingOption: null };
  const pricing = checkedPricing({ lines: [line], ...nothing }, currency.code);
  same(totals(pricing, currency.code).total, wanted, 'the total of the stay');
  return wanted === 0n || checkRequest(anyShop(random, currency), pricing, currency, wanted);
}

function nightly(property: PricedProperty, night: string, percent: number, { decimals }: CurrencyFacts): bigint {
  const day = night.slice(5);
  const season = property.seasons.find(({ from, to }) =>
    from <= to ? day >= from && day <= to : day >= from || day <= to,
  );
  // Day 0 of the calendar, 1970-01-01, was a Thursday.
  const weekday = (((dayNumber(night) + 4) % 7) + 7) % 7;
  const { weekend, weekday: usual } = season ?? property.price;
  const full = BigInt(weekday === 5 || weekday === 6 ? weekend : usual);
  const step = decimals === 3 ? 10n : 1n;
  return full - halfUp(full, percent, 100n * step) * step;
}

function anyProperty(random: Random, currency: CurrencyFacts): PricedProperty {
  const price = () => ({ weekday: anyPrice(random, currency), weekend: anyPrice(random, currency) });
  const monthDay = (): string => addDays('2023-01-01', random.between(0, 364)).slice(5);
  const seasons = Array.from({ length: random.between(0, 3) }, () => ({
    from: monthDay(),
    to: monthDay(),
    ...price(),
  }));
  const channelDiscountPercent = random.between(0, 50);
  return { currency: currency.code, price: price(), seasons, channelDiscountPercent };
}
