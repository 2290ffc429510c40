import { invalidParam } from './api-error.js';

const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const THREE_DECIMAL = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);
/** Written with two decimals for historic reasons, but fractions cannot be charged. */
const WHOLE_UNITS_ONLY = new Set(['isk', 'ugx']);

const MINIMUM: Record<string, number> = {
  usd: 50,
  eur: 50,
  cad: 50,
  aud: 50,
  chf: 50,
  nzd: 50,
  sgd: 50,
  brl: 50,
  inr: 50,
  jpy: 50,
  gbp: 30,
  sek: 300,
  nok: 300,
  dkk: 250,
  pln: 200,
  ron: 200,
  aed: 200,
  myr: 200,
  czk: 1500,
  huf: 17500,
  hkd: 400,
  mxn: 1000,
  thb: 1000,
};
/** Stripe charges at most eight digits of the smallest unit. */
const MAXIMUM = 99_999_999;
const KNOWN = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));

/** How many digits of an amount are behind the decimal mark. */
export function fractionDigits(currency: string): number {
  if (ZERO_DECIMAL.has(currency)) return 0;
  return THREE_DECIMAL.has(currency) ? 3 : 2;
}

/** The lower-case code, or a refusal of the named parameter. */
export function parseCurrency(value: string, param: string): string {
  const code = value.toLowerCase();
  if (!KNOWN.has(code)) throw invalidParam(param, `Invalid currency: ${value}.`);
  return code;
}

/** Refuses amounts the currency cannot express: three-decimal ones end in 0, ISK and UGX are whole. */
export function assertExpressible(amount: number, currency: string, param: string): void {
  const step = THREE_DECIMAL.has(currency) ? 10 : WHOLE_UNITS_ONLY.has(currency) ? 100 : 1;
  if (amount % step === 0) return;
  throw invalidParam(param, `Amounts in ${currency} must be a multiple of ${step}.`, 'parameter_invalid_integer');
}

/** Refuses totals below the currency's minimum or above eight digits; zero is for the caller to judge. */
export function assertChargeable(amount: number, currency: string, param: string): void {
  const minimum = MINIMUM[currency] ?? 1;
  if (amount < minimum) {
    throw invalidParam(param, `The amount must be at least ${formatMoney(minimum, currency)}.`, 'amount_too_small');
  }
  if (amount > MAXIMUM) {
    throw invalidParam(param, `The amount must be at most ${formatMoney(MAXIMUM, currency)}.`, 'amount_too_large');
  }
}

/** An amount of minor units for people. */
export function formatMoney(amount: number, currency: string, locale = 'en'): string {
  const digits = fractionDigits(currency);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(amount / 10 ** digits);
}
