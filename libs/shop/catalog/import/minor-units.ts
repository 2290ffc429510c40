/**
 * The minor units a decimal text stands for, or `null` when there is no exact answer: not a plain decimal, more
 * decimals than the currency has, or beyond a safe integer.
 *
 * Works on the digits, never on a fraction: `1.15 * 100` is not 115 in binary floating point. Zeros past the
 * exponent change no value and are accepted, because shops write `1200.00` for a currency without decimals.
 */
export function toMinorUnits(decimal: string, exponent: number): number | null {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (!match) return null;
  const [, whole = '', fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(exponent))) return null;
  const minor = Number(whole + fraction.slice(0, exponent).padEnd(exponent, '0'));
  return Number.isSafeInteger(minor) ? minor : null;
}
