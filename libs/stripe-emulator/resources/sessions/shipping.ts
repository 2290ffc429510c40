import { invalidParam, missingParam, notEmulated } from '../../core/api-error.js';
import { assertExpressible } from '../../core/currency.js';
import { newId } from '../../core/ids.js';
import type { ShippingChoice, Wire } from '../../core/wire.js';
import { currency, integer, oneOf, text, unsupported } from '../../params/fields.js';
import type { Values } from '../../params/shapes.js';
import { list, metadata, object, patchMetadata, required } from '../../params/shapes.js';

const bound = object({
  unit: required(oneOf('hour', 'day', 'business_day', 'week', 'month')),
  value: required(integer(1)),
});

const option = {
  shipping_rate: text(),
  shipping_rate_data: object({
    delivery_estimate: object({ maximum: bound, minimum: bound }),
    display_name: required(text(100)),
    fixed_amount: object({
      amount: required(integer()),
      currency: required(currency()),
      currency_options: unsupported(),
    }),
    metadata: metadata(),
    tax_behavior: oneOf('unspecified', 'exclusive', 'inclusive'),
    tax_code: text(),
    type: oneOf('fixed_amount'),
  }),
};

/** The `shipping_options` parameter. */
export const shippingOptionsParam = list(object(option), 5);

type OptionParams = Values<typeof option>;

/** What the session shows of a way of shipping, and the rate behind it. */
export interface Shipping {
  readonly choice: ShippingChoice;
  readonly rate: Wire;
}

/** Builds the ways of shipping; they are priced in the session's currency. */
export function buildShipping(options: readonly OptionParams[], wanted: string, created: number): Shipping[] {
  return options.map((params, index) => buildOption(params, `shipping_options[${index}]`, wanted, created));
}

function buildOption(params: OptionParams, path: string, wanted: string, created: number): Shipping {
  if (params.shipping_rate !== undefined) throw notEmulated(`${path}[shipping_rate]`);
  const data = params.shipping_rate_data;
  const price = data?.fixed_amount;
  if (data === undefined || price === undefined) {
    throw missingParam(`${path}[shipping_rate_data]${data === undefined ? '' : '[fixed_amount]'}`);
  }
  const at = `${path}[shipping_rate_data][fixed_amount]`;
  if (price.currency !== wanted) throw invalidParam(`${at}[currency]`, `Shipping must be priced in ${wanted}.`);
  assertExpressible(price.amount, wanted, `${at}[amount]`);
  const id = newId('shr');
  const rate: Wire = {
    id,
    object: 'shipping_rate',
    active: false,
    created,
    delivery_estimate: data.delivery_estimate ?? null,
    display_name: data.display_name,
    fixed_amount: { amount: price.amount, currency: price.currency },
    livemode: false,
    metadata: patchMetadata({}, data.metadata, `${path}[shipping_rate_data][metadata]`),
    tax_behavior: data.tax_behavior ?? 'unspecified',
    tax_code: data.tax_code ?? null,
    type: 'fixed_amount',
  };
  return { choice: { shipping_amount: price.amount, shipping_rate: id }, rate };
}
