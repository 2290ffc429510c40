import { formatMoney, type MinorUnits } from '@comptoir/kernel';
import { countedByStripe, fromStripeAmount } from './stripe-amount.js';

/**
 * The least that Stripe charges, in its own minor units; a currency without a row has no least amount that is known. Stripe
 * means the currency that is paid out: what is converted must come to the least amount of that one, which nobody here knows.
 * https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
 */
const LEAST: ReadonlyMap<string, number> = new Map([
  ['AED', 200],
  ['AUD', 50],
  ['BGN', 100],
  ['BRL', 50],
  ['CAD', 50],
  ['CHF', 50],
  ['CZK', 1500],
  ['DKK', 250],
  ['EUR', 50],
  ['GBP', 30],
  ['HKD', 400],
  ['HUF', 17_500],
  ['INR', 50],
  ['JPY', 50],
  ['MXN', 1000],
  ['MYR', 200],
  ['NOK', 300],
  ['NZD', 50],
  ['PLN', 200],
  ['RON', 200],
  ['SEK', 300],
  ['SGD', 50],
  ['THB', 1000],
  ['USD', 50],
]);

/** Eight digits. */
const MOST = 99_999_999;

/** Currencies with more digits, the last four of them for cards alone. From the same page. */
const MORE: ReadonlyMap<string, number> = new Map([
  ['IDR', 999_999_999_999],
  ['INR', 999_999_999],
  ['COP', 999_999_999_999],
  ['HUF', 999_999_999_999],
  ['JPY', 9_999_999_999],
  ['LBP', 99_999_999_999_999],
]);

/** Why Stripe can charge no such amount, for a person; null where it can, as far as we know. */
export function whyNoSuchAmount(amount: MinorUnits, currency: string): string | null {
  const asked = countedByStripe(amount, currency);
  if (asked === null) return `It takes no such amount of ${currency}.`;
  const least = LEAST.get(currency);
  const most = MORE.get(currency) ?? MOST;
  if (asked < 1) return 'There is nothing to pay.';
  if (least !== undefined && asked < least)
    return `It takes ${formatMoney(fromStripeAmount(least, currency), currency)} and more.`;
  return asked > most ? `It takes no amount of so many digits in ${currency}.` : null;
}
