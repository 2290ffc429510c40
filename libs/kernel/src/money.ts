import { currencyExponent } from './currency.js';

/** An amount in the smallest unit of its currency (cents, yen, fils): always a safe integer. */
export type MinorUnits = number;

/** Adds amounts and refuses a sum that a double can no longer hold exactly. */
export function sum(amounts: Iterable<MinorUnits>): MinorUnits {
  let total = 0;
  for (const amount of amounts) total = exact(total + exact(amount));
  return total;
}

/** `unit * quantity`, exactly. */
export function times(unit: MinorUnits, quantity: number): MinorUnits {
  return exact(exact(unit) * exact(quantity));
}

/** A share of an amount, such as a tax rate, rounded half-up. `numerator / denominator` avoids binary fractions. */
export function share(amount: MinorUnits, numerator: number, denominator: number): MinorUnits {
  const doubled = 2n * BigInt(exact(amount)) * BigInt(exact(numerator)) + BigInt(exact(denominator));
  const divisor = 2n * BigInt(denominator);
  const floor = doubled / divisor - (doubled % divisor < 0n ? 1n : 0n);
  return exact(Number(floor));
}

/** What a person reads: `€12.50`, `¥1,250`. For pages, mails and logs; never parsed back. */
export function formatMoney(amount: MinorUnits, currency: string, locale = 'en'): string {
  const exponent = currencyExponent(currency);
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  }).format(amount / 10 ** exponent);
}

function exact(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not an exact amount of minor units`);
  return value;
}
