/**
 * Decimal places per currency, ISO 4217. Two is the rule; these are the exceptions.
 * A currency outside this table and outside {@link isCurrency} is refused, never guessed.
 */
const EXPONENTS: ReadonlyMap<string, number> = new Map([
  ...[
    'BIF',
    'CLP',
    'DJF',
    'GNF',
    'ISK',
    'JPY',
    'KMF',
    'KRW',
    'PYG',
    'RWF',
    'UGX',
    'VND',
    'VUV',
    'XAF',
    'XOF',
    'XPF',
  ].map((code) => [code, 0] as const),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3] as const),
]);

const KNOWN: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Whether `code` is an ISO 4217 currency this platform can count in. */
export function isCurrency(code: string): boolean {
  return KNOWN.has(code);
}

/** How many decimals one unit of `currency` has: 2 for EUR, 0 for JPY, 3 for KWD. */
export function currencyExponent(currency: string): number {
  if (!isCurrency(currency)) throw new RangeError(`${currency} is not an ISO 4217 currency`);
  return EXPONENTS.get(currency) ?? 2;
}
