import { currencyExponent, share } from '@comptoir/kernel';
import type { Address, CoverageArea, Parcel, ShippingOption, ShippingRate } from '@comptoir/tenant-kit';
import { fold } from '../fold.js';

const GRAMS_PER_KILOGRAM = 1000;

/** Whether an address lies in one of the areas. */
export function covers(coverage: readonly CoverageArea[], address: Address): boolean {
  return coverage.some(
    ({ country, regions, cities }) =>
      fold(country) === fold(address.country) && among(regions, address.region) && among(cities, address.city),
  );
}

/**
 * The rates that apply to a parcel as options, cheapest first; equal prices by carrier and service, so that the default
 * option is the same in every process.
 */
export function shippingOptions(
  rates: readonly ShippingRate[],
  parcel: Omit<Parcel, 'address'>,
  defaultCurrency: string | undefined,
): ShippingOption[] {
  return rates
    .filter(({ currency }) => (currency ?? defaultCurrency) === parcel.currency)
    .map((rate) => toOption(rate, parcel))
    .sort((a, b) => a.price - b.price || compare(a.carrierId, b.carrierId) || compare(a.serviceId, b.serviceId));
}

/** Cards take three-decimal currencies in multiples of ten, so what is charged by weight is rounded to those. */
function toOption(rate: ShippingRate, { subtotal, weightGrams, currency }: Omit<Parcel, 'address'>): ShippingOption {
  const { carrierId, serviceId, name, minDays, maxDays } = rate;
  const step = currencyExponent(currency) === 3 ? 10 : 1;
  const free = rate.freeFrom !== undefined && subtotal >= rate.freeFrom;
  const price = rate.basePrice + share(rate.perKilogram, weightGrams, GRAMS_PER_KILOGRAM * step) * step;
  return { carrierId, serviceId, name, price: free ? 0 : price, minDays, maxDays };
}

/** Absent means all of them; an address that does not say where it lies is in none. */
function among(names: readonly string[] | undefined, name: string | null | undefined): boolean {
  if (!names?.length) return true;
  const wanted = fold(name ?? '');
  return names.some((candidate) => fold(candidate) === wanted);
}

// By code unit: a locale would order differently from one machine to the next.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
