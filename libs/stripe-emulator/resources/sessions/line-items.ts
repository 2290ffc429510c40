import { invalidParam, missingParam, noSuch, notEmulated } from '../../core/api-error.js';
import { newId } from '../../core/ids.js';
import type { Metadata, PriceWire, ProductWire, Wire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { bool, currency, ignored, integer, oneOf, text, unsupported, url } from '../../params/fields.js';
import type { Values } from '../../params/shapes.js';
import { list, metadata, object, patchMetadata, required } from '../../params/shapes.js';
import { newPrice, unitAmount } from '../catalog/price.js';
import { existingPrice } from '../catalog/price-routes.js';
import { newProduct } from '../catalog/product.js';
import { existingProduct } from '../catalog/product-routes.js';

const taxBehavior = oneOf('unspecified', 'exclusive', 'inclusive');

const priceData = {
  currency: required(currency()),
  product: text(),
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

/** The `line_items` parameter of an update: lines that are there already are named by `id`. */
export const updatedLinesParam = list(object({ ...lineItem, id: text() }), 100);

type LineParams = Values<typeof lineItem>;
type UpdatedLineParams = LineParams & { readonly id?: string | undefined };
type PriceParams = Values<typeof priceData>;

/** A bought line with its computed amounts. */
export interface Line {
  readonly wire: Wire;
  readonly amount: number;
  readonly currency: string;
}

/** Builds the lines of a session; all of them share one currency. */
export function buildLines(scope: Scope, items: readonly LineParams[], created: number): Line[] {
  return inOneCurrency(items.map((item, index) => buildLine(scope, item, `line_items[${index}]`, created)));
}

/** The lines an update leaves: those it names by `id`, changed where it says so, and new ones. */
export function updateLines(
  scope: Scope,
  before: readonly Wire[],
  items: readonly UpdatedLineParams[],
  created: number,
): Line[] {
  const lines = items.map((item, index) => {
    const path = `line_items[${index}]`;
    if (item.id === undefined) return buildLine(scope, item, path, created);
    const known = before.find(({ id }) => id === item.id);
    if (known === undefined) throw noSuch('line item', item.id, `${path}[id]`, 400);
    return buildLine(scope, { ...item, quantity: item.quantity ?? Number(known['quantity']) }, path, created, known);
  });
  return inOneCurrency(lines);
}

function inOneCurrency(lines: Line[]): Line[] {
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

/** A line of a session, or `before` with what the parameters change of it. */
function buildLine(scope: Scope, item: LineParams, path: string, created: number, before?: Wire): Line {
  if (item.adjustable_quantity?.enabled === true) throw notEmulated(`${path}[adjustable_quantity]`);
  if (item.quantity === undefined || item.quantity < 1) throw missingParam(`${path}[quantity]`);
  const { price, description } = keptPrice(item, before) ?? pricedItem(scope, item, path, created);
  const amount = price.unit_amount * item.quantity;
  if (!Number.isSafeInteger(amount))
    throw invalidParam(`${path}[quantity]`, 'The amount is too large.', 'amount_too_large');
  const wire: Wire = {
    id: before?.id ?? newId('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description,
    metadata: patchMetadata((before?.['metadata'] ?? {}) as Metadata, item.metadata, `${path}[metadata]`),
    price,
    quantity: item.quantity,
  };
  return { wire, amount, currency: price.currency };
}

/** The price of a line, made for it or made before, and the name of what is bought. */
interface Priced {
  readonly price: PriceWire;
  readonly description: string;
}

function keptPrice(item: LineParams, before: Wire | undefined): Priced | undefined {
  if (before === undefined || item.price !== undefined || item.price_data !== undefined) return undefined;
  return { price: before['price'] as PriceWire, description: String(before['description']) };
}

function pricedItem(scope: Scope, item: LineParams, path: string, created: number): Priced {
  const { price: id, price_data: data } = item;
  if (id !== undefined && data !== undefined) {
    throw invalidParam(`${path}[price_data]`, 'Specify exactly one of price and price_data.');
  }
  if (id !== undefined) {
    const price = existingPrice(scope, id, `${path}[price]`, 400);
    if (!price.active) throw invalidParam(`${path}[price]`, `The price ${id} is inactive.`);
    return { price, description: existingProduct(scope, price.product).name };
  }
  if (data === undefined) throw missingParam(`${path}[price_data]`);
  return inlinePrice(scope, data, `${path}[price_data]`, created);
}

/** As at Stripe, a price made for one line stays, inactive, and so does its product. */
function inlinePrice(scope: Scope, data: PriceParams, path: string, created: number): Priced {
  const { store } = scope.world;
  const unit = unitAmount(data, path);
  const product = productOf(scope, data, path, created);
  const seed = { active: false, created, currency: data.currency, metadata: {}, product: product.id, unit };
  const price = newPrice({ ...seed, taxBehavior: data.tax_behavior });
  store.put('prices', scope.account, price.id, { wire: price });
  return { price, description: product.name };
}

function productOf(scope: Scope, data: PriceParams, path: string, created: number): ProductWire {
  if (data.product !== undefined && data.product_data !== undefined) {
    throw invalidParam(`${path}[product_data]`, 'Specify exactly one of product and product_data.');
  }
  if (data.product !== undefined) return existingProduct(scope, data.product, `${path}[product]`, 400);
  if (data.product_data === undefined) throw missingParam(`${path}[product_data]`);
  const metadataOf = patchMetadata({}, data.product_data.metadata, `${path}[product_data][metadata]`);
  const wire = newProduct({ ...data.product_data, active: false, created, metadata: metadataOf });
  scope.world.store.put('products', scope.account, wire.id, { wire });
  return wire;
}
