import type { Random } from '../framework/random.js';
import { CURRENCIES, type CurrencyFacts } from './currencies.js';

/** Amounts as shops have them, and those at which arithmetic goes wrong: nothing, one, and the very large. */
export function anyAmount(random: Random): number {
  const dice = random.next();
  if (dice < 0.05) return random.pick([0, 1, 2, 5, 9, 10, 99, 100, 101]);
  if (dice < 0.8) return random.between(1, 50_000);
  if (dice < 0.97) return random.between(1, 20_000_000);
  return random.between(1, 900_000_000_000_000);
}

/** Three decimals are mostly sold in tens, since cards cannot take anything else. */
export function anyPrice(random: Random, { decimals }: CurrencyFacts): number {
  const amount = anyAmount(random);
  return decimals === 3 && random.next() < 0.8 ? amount - (amount % 10) : amount;
}

export function anyCurrency(random: Random): CurrencyFacts {
  return random.pick(CURRENCIES);
}
