/** ISO 4217: currencies that have no decimals, and those that have three. Written down here, not taken from the product. */
const NONE = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' ');
const THREE = 'BHD IQD JOD KWD LYD OMR TND'.split(' ');
const TWO = 'AUD BRL CAD CHF CNY CZK DKK EUR GBP HUF INR MGA MXN NOK NZD PLN SEK THB TWD USD ZAR'.split(' ');

/** How one unit of ours is counted at Stripe, as a fraction. https://docs.stripe.com/currencies#special-cases */
const AT_STRIPE: Readonly<Record<string, readonly [bigint, bigint]>> = {
  ISK: [100n, 1n],
  UGX: [100n, 1n],
  MGA: [1n, 100n],
};

export interface CurrencyFacts {
  readonly code: string;
  readonly decimals: 0 | 2 | 3;
  /** One of our minor units is `over / under` of Stripe's. */
  readonly over: bigint;
  readonly under: bigint;
}

export const CURRENCIES: readonly CurrencyFacts[] = [
  ...NONE.map((code) => factsOf(code, 0)),
  ...TWO.map((code) => factsOf(code, 2)),
  ...THREE.map((code) => factsOf(code, 3)),
];

function factsOf(code: string, decimals: 0 | 2 | 3): CurrencyFacts {
  const [over, under] = AT_STRIPE[code] ?? [1n, 1n];
  return { code, decimals, over, under };
}
