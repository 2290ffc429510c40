import { invalidParam, missingParam, noSuch, notEmulated } from '../../core/api-error.js';
import { assertExpressible } from '../../core/currency.js';
import { newId } from '../../core/ids.js';
import type { Wire } from '../../core/wire.js';
import { bool, currency, ignored, integer, oneOf, text, unsupported, url } from '../../params/fields.js';
import type { Values } from '../../params/shapes.js';
import { list, metadata, object, patchMetadata, required } from '../../params/shapes.js';

const taxBehavior = oneOf('unspecified', 'exclusive', 'inclusive');

const priceData = {
  currency: required(currency()),
  product: unsupported(),
  product_data: object({
    name: required(text()),
    description: text(),
    images: list(url(), 8),
    metadata: metadata(),
    tax_code: text(),
    tax_details: ignored(),
    unit_label: text(12),
  }),
  recurring: unsupported(),
  tax_behavior: taxBehavior,
  unit_amount: integer(),
  unit_amount_decimal: text(40),
};

const lineItem = {
  adjustable_quantity: object({ enabled: required(bool()), maximum: integer(), minimum: integer() }),
  metadata: metadata(),
  price: text(),
  price_data: object(priceData),
  quantity: integer(),
  tax_rates: unsupported(),
};

/** The `line_items` parameter. */
export const lineItemsParam = list(object(lineItem), 100);

type LineParams = Values<typeof lineItem>;
type PriceParams = Values<typeof priceData>;

/** A bought line with its computed amounts. */
export interface Line {
  readonly wire: Wire;
  readonly amount: number;
  readonly currency: string;
}

/** Builds the lines of a session; all of them share one currency. */
export function buildLines(items: readonly LineParams[], created: number): Line[] {
  const lines = items.map((item, index) => buildLine(item, `line_items[${index}]`, created));
  const first = lines[0]?.currency;
  const other = lines.findIndex((line) => line.currency !== first);
  if (other >= 0) {
    throw invalidParam(
      `line_items[${other}][price_data][currency]`,
      'All prices in one Checkout Session must use the same currency.',
    );
  }
  return lines;
}

function buildLine(item: LineParams, path: string, created: number): Line {
  if (item.price !== undefined) throw noSuch('price', item.price, `${path}[price]`, 400);
  if (item.adjustable_quantity?.enabled === true) throw notEmulated(`${path}[adjustable_quantity]`);
  const data = item.price_data;
  if (data === undefined) throw missingParam(`${path}[price_data]`);
  const name = data.product_data?.name;
  if (name === undefined) throw missingParam(`${path}[price_data][product_data]`);
  if (item.quantity === undefined || item.quantity < 1) throw missingParam(`${path}[quantity]`);
  const unit = unitAmount(data, `${path}[price_data]`);
  const amount = unit * item.quantity;
  if (!Number.isSafeInteger(amount))
    throw invalidParam(`${path}[quantity]`, 'The amount is too large.', 'amount_too_large');
  const wire: Wire = {
    id: newId('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: data.currency,
    description: name,
    metadata: patchMetadata({}, item.metadata, `${path}[metadata]`),
    price: inlinePrice(data, unit, created),
    quantity: item.quantity,
  };
  return { wire, amount, currency: data.currency };
}

function unitAmount(data: PriceParams, path: string): number {
  const decimal = data.unit_amount_decimal;
  if ((data.unit_amount === undefined) === (decimal === undefined)) {
    throw invalidParam(`${path}[unit_amount]`, 'Specify exactly one of unit_amount and unit_amount_decimal.');
  }
  if (decimal !== undefined && !/^\d+(\.0+)?$/.test(decimal)) throw notEmulated(`${path}[unit_amount_decimal]`);
  const amount = data.unit_amount ?? Number(decimal);
  assertExpressible(amount, data.currency, `${path}[unit_amount]`);
  return amount;
}

function inlinePrice(data: PriceParams, unit: number, created: number): Wire {
  return {
    id: newId('price'),
    object: 'price',
    active: false,
    billing_scheme: 'per_unit',
    created,
    currency: data.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: newId('prod', 14),
    recurring: null,
    tax_behavior: data.tax_behavior ?? 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: unit,
    unit_amount_decimal: String(unit),
  };
}
