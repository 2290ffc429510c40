import { currencyExponent, type MinorUnits } from '@comptoir/kernel';

/**
 * Currencies that Stripe counts with other decimals than ISO 4217: ISK and UGX with two, MGA with none.
 * https://docs.stripe.com/currencies#special-cases
 */
const STRIPE_EXPONENTS: ReadonlyMap<string, number> = new Map([
  ['ISK', 2],
  ['UGX', 2],
  ['MGA', 0],
]);

/** Our minor units as Stripe counts them. Refuses what cannot be converted exactly. */
export function toStripeAmount(amount: MinorUnits, currency: string): number {
  const difference = (STRIPE_EXPONENTS.get(currency) ?? currencyExponent(currency)) - currencyExponent(currency);
  const converted = difference >= 0 ? amount * 10 ** difference : amount / 10 ** -difference;
  if (!Number.isSafeInteger(converted)) throw new RangeError(`${amount} ${currency} is no amount Stripe can take`);
  return converted;
}

/** Stripe's amount in our minor units. */
export function fromStripeAmount(amount: number, currency: string): MinorUnits {
  const difference = (STRIPE_EXPONENTS.get(currency) ?? currencyExponent(currency)) - currencyExponent(currency);
  const converted = difference >= 0 ? amount / 10 ** difference : amount * 10 ** -difference;
  if (!Number.isSafeInteger(converted))
    throw new RangeError(`Stripe's ${amount} ${currency} is no amount of minor units`);
  return converted;
}
