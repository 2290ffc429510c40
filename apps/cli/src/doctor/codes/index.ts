import { CHECKOUT_CODES } from './checkout.codes.js';
import { GOODS_CODES } from './goods.codes.js';
import { MONEY_CODES } from './money.codes.js';
import { PROVIDER_CODES } from './provider.codes.js';
import { RECORD_CODES } from './record.codes.js';

/** Every kind of fault, in the order of the chapters of docs/doctor.md. */
export const CHAPTERS = {
  Checkouts: CHECKOUT_CODES,
  Money: MONEY_CODES,
  'Goods and nights': GOODS_CODES,
  'Orders, carts, events and other records': RECORD_CODES,
  'The payment provider (--stripe)': PROVIDER_CODES,
} as const;

export const CODES = {
  ...CHECKOUT_CODES,
  ...MONEY_CODES,
  ...GOODS_CODES,
  ...RECORD_CODES,
  ...PROVIDER_CODES,
} as const;

/** Stable: scripts rely on it. */
export type Code = keyof typeof CODES;
