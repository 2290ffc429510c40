import { invalidParam, notEmulated } from '../../core/api-error.js';
import { assertExpressible } from '../../core/currency.js';
import { newId } from '../../core/ids.js';
import type { Metadata, PriceWire } from '../../core/wire.js';

/** What a price is made of. */
export interface PriceSeed {
  readonly active: boolean;
  readonly created: number;
  readonly currency: string;
  readonly lookupKey?: string | undefined;
  readonly metadata: Metadata;
  readonly nickname?: string | undefined;
  readonly product: string;
  readonly taxBehavior?: string | undefined;
  readonly unit: number;
}

/** A price of one unit, paid once. */
export function newPrice(seed: PriceSeed): PriceWire {
  return {
    id: newId('price'),
    object: 'price',
    active: seed.active,
    billing_scheme: 'per_unit',
    created: seed.created,
    currency: seed.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: seed.lookupKey ?? null,
    metadata: seed.metadata,
    nickname: seed.nickname ?? null,
    product: seed.product,
    recurring: null,
    tax_behavior: seed.taxBehavior ?? 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: seed.unit,
    unit_amount_decimal: String(seed.unit),
  };
}

/** The amount of one unit, given in either of two ways. */
export interface UnitAmount {
  readonly currency: string;
  readonly unit_amount?: number | undefined;
  readonly unit_amount_decimal?: string | undefined;
}

/** The whole minor units of a price; fractions of them are refused. */
export function unitAmount(given: UnitAmount, prefix: string): number {
  const at = (name: string): string => (prefix === '' ? name : `${prefix}[${name}]`);
  const decimal = given.unit_amount_decimal;
  if ((given.unit_amount === undefined) === (decimal === undefined)) {
    throw invalidParam(at('unit_amount'), 'Specify exactly one of unit_amount and unit_amount_decimal.');
  }
  if (decimal !== undefined && !/^\d+(\.0+)?$/.test(decimal)) throw notEmulated(at('unit_amount_decimal'));
  const amount = given.unit_amount ?? Number(decimal);
  assertExpressible(amount, given.currency, at('unit_amount'));
  return amount;
}
