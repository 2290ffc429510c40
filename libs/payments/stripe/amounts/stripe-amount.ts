import { currencyExponent, type MinorUnits } from '@comptoir/kernel';
import { PaymentRefused } from '../../payments.problems.js';

/**
 * Currencies that Stripe counts with other decimals than ISO 4217: ISK and UGX with two, MGA with none.
 * https://docs.stripe.com/currencies#special-cases
 */
const STRIPE_EXPONENTS: ReadonlyMap<string, number> = new Map([
  ['ISK', 2],
  ['UGX', 2],
  ['MGA', 0],
]);

/** Our minor units as Stripe counts them. What cannot be converted exactly can be paid at no other time either. */
export function toStripeAmount(amount: MinorUnits, currency: string): number {
  const converted = countedByStripe(amount, currency);
  if (converted === null) throw new PaymentRefused(`${amount} ${currency} is no amount that Stripe takes`);
  return converted;
}

/** Our minor units as Stripe counts them; null where it has no number for them. */
export function countedByStripe(amount: MinorUnits, currency: string): number | null {
  const converted = inStripeUnits(amount, currency);
  return Number.isSafeInteger(converted) ? converted : null;
}

/** Our minor units in those of Stripe, perhaps with a part of one: to be shown, never to be asked for. */
export function inStripeUnits(amount: MinorUnits, currency: string): number {
  const difference = (STRIPE_EXPONENTS.get(currency) ?? currencyExponent(currency)) - currencyExponent(currency);
  return difference >= 0 ? amount * 10 ** difference : amount / 10 ** -difference;
}

/** Stripe's amount in our minor units. */
export function fromStripeAmount(amount: number, currency: string): MinorUnits {
  const difference = (STRIPE_EXPONENTS.get(currency) ?? currencyExponent(currency)) - currencyExponent(currency);
  const converted = difference >= 0 ? amount / 10 ** difference : amount * 10 ** -difference;
  if (!Number.isSafeInteger(converted))
    throw new RangeError(`Stripe's ${amount} ${currency} is no amount of minor units`);
  return converted;
}
