/** Sums that cannot overflow, to hold the product's against. */
export function total(amounts: Iterable<number | bigint>): bigint {
  let all = 0n;
  for (const amount of amounts) all += BigInt(amount);
  return all;
}

/** `amount * numerator / denominator`, half-up; all at least 0. */
export function halfUp(amount: number | bigint, numerator: number | bigint, denominator: number | bigint): bigint {
  const divisor = BigInt(denominator);
  const product = BigInt(amount) * BigInt(numerator);
  const rest = product % divisor;
  return product / divisor + (2n * rest >= divisor ? 1n : 0n);
}

/** Whether a double can say it. */
export function isCountable(amount: bigint): boolean {
  return amount <= BigInt(Number.MAX_SAFE_INTEGER) && amount >= -BigInt(Number.MAX_SAFE_INTEGER);
}

export class MoneyWrong extends Error {}

/** The product's amount is exactly the oracle's. */
export function same(found: number | bigint, wanted: number | bigint, what: string): void {
  if (typeof found === 'number' && !Number.isSafeInteger(found)) throw new MoneyWrong(`${what} is ${found}`);
  if (BigInt(found) !== BigInt(wanted)) throw new MoneyWrong(`${what} is ${found}, not ${wanted}`);
}

/** Runs what must be refused with an error rather than give a wrong amount. */
export function refuses(work: () => unknown, what: string): void {
  let answer: unknown;
  try {
    answer = work();
  } catch {
    return;
  }
  throw new MoneyWrong(`${what} was not refused but came to ${JSON.stringify(answer).slice(0, 100)}`);
}
