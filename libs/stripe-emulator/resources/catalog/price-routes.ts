import { invalidParam, missingParam, noSuch } from '../../core/api-error.js';
import type { PriceWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import type { Route } from '../../http/route.js';
import { route } from '../../http/route.js';
import { bool, currency, ignored, integer, oneOf, text, unsupported } from '../../params/fields.js';
import type { Values } from '../../params/shapes.js';
import { expandable, list, metadata, momentRange, object, patchMetadata, required } from '../../params/shapes.js';
import { cursorParams, inRange, listPage } from '../../store/list-page.js';
import { newPrice, unitAmount } from './price.js';
import { newProduct } from './product.js';
import { existingProduct } from './product-routes.js';

const BASE = '/v1/prices';

const createShape = {
  ...expandable,
  active: bool(),
  billing_scheme: oneOf('per_unit'),
  currency: required(currency()),
  currency_options: unsupported(),
  custom_unit_amount: unsupported(),
  lookup_key: text(200),
  metadata: metadata(),
  nickname: text(),
  product: text(),
  product_data: object({
    active: bool(),
    id: text(),
    metadata: metadata(),
    name: required(text()),
    statement_descriptor: text(22),
    tax_code: text(),
    tax_details: ignored(),
    unit_label: text(12),
  }),
  recurring: unsupported(),
  tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
  tiers: unsupported(),
  tiers_mode: unsupported(),
  transfer_lookup_key: bool(),
  transform_quantity: unsupported(),
  unit_amount: integer(),
  unit_amount_decimal: text(40),
};

const updateShape = {
  ...expandable,
  active: bool(),
  currency_options: unsupported(),
  lookup_key: unsupported(),
  metadata: metadata(),
  nickname: text(),
  tax_behavior: unsupported(),
  transfer_lookup_key: unsupported(),
};

const listShape = {
  ...expandable,
  ...cursorParams,
  active: bool(),
  created: momentRange(),
  currency: currency(),
  lookup_keys: list(text(), 10),
  product: text(),
  recurring: unsupported(),
  type: oneOf('one_time', 'recurring'),
};

/** Prices that are paid once. */
export const priceRoutes: readonly Route[] = [
  route('POST', BASE, createShape, createPrice),
  route('GET', BASE, listShape, (scope, params) => {
    const all = [...scope.world.store.rows('prices', scope.account)].map(([, row]) => row.wire).toReversed();
    const keep = (wire: PriceWire): boolean =>
      inRange(wire.created, params.created) &&
      (params.lookup_keys?.includes(wire.lookup_key ?? '') ?? true) &&
      (['active', 'currency', 'product', 'type'] as const).every((name) => (params[name] ?? wire[name]) === wire[name]);
    return listPage(all, keep, params, BASE);
  }),
  route('GET', `${BASE}/:id`, expandable, (scope, _params, [id]) => existingPrice(scope, id)),
  route('POST', `${BASE}/:id`, updateShape, (scope, params, [id]) => {
    const before = existingPrice(scope, id);
    const wire: PriceWire = {
      ...before,
      active: params.active ?? before.active,
      metadata: patchMetadata(before.metadata, params.metadata),
      nickname: params.nickname ?? before['nickname'],
    };
    scope.world.store.put('prices', scope.account, wire.id, { wire });
    emit(scope, 'price.updated', wire);
    return wire;
  }),
];

/** The price of this id, or a refusal. */
export function existingPrice(scope: Scope, id = '', param = 'price', status = 404): PriceWire {
  const row = scope.world.store.get('prices', scope.account, id);
  if (row === undefined) throw noSuch('price', id, param, status);
  return row.wire;
}

function createPrice(scope: Scope, params: Values<typeof createShape>): PriceWire {
  const { store, clock } = scope.world;
  const unit = unitAmount(params, '');
  if ((params.product === undefined) === (params.product_data === undefined)) {
    throw params.product === undefined
      ? missingParam('product')
      : invalidParam('product_data', 'Specify exactly one of product and product_data.');
  }
  if (params.lookup_key !== undefined) freeLookupKey(scope, params.lookup_key, params.transfer_lookup_key === true);
  const created = clock.nowSeconds();
  const wire = newPrice({
    active: params.active ?? true,
    created,
    currency: params.currency,
    lookupKey: params.lookup_key,
    metadata: patchMetadata({}, params.metadata),
    nickname: params.nickname,
    product: productOf(scope, params, created),
    taxBehavior: params.tax_behavior,
    unit,
  });
  store.put('prices', scope.account, wire.id, { wire });
  emit(scope, 'price.created', wire);
  return wire;
}

function productOf(scope: Scope, params: Values<typeof createShape>, created: number): string {
  const { product_data: data } = params;
  if (data === undefined) return existingProduct(scope, params.product, 'product', 400).id;
  const wire = newProduct({ ...data, created, metadata: patchMetadata({}, data.metadata) });
  scope.world.store.put('products', scope.account, wire.id, { wire });
  emit(scope, 'product.created', wire);
  return wire.id;
}

/** A lookup key names one price; it moves only when it is told to. */
function freeLookupKey(scope: Scope, key: string, transfer: boolean): void {
  const { store } = scope.world;
  const holder = [...store.rows('prices', scope.account)].find(([, row]) => row.wire.lookup_key === key)?.[1].wire;
  if (holder === undefined) return;
  if (!transfer) throw invalidParam('lookup_key', `A price (${holder.id}) already uses this lookup key.`);
  store.put('prices', scope.account, holder.id, { wire: { ...holder, lookup_key: null } });
}
