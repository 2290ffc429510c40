import { ApiError, noSuch } from '../../core/api-error.js';
import type { ProductWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import type { Route } from '../../http/route.js';
import { route } from '../../http/route.js';
import { bool, ignored, oneOf, text, unsupported, url } from '../../params/fields.js';
import { orEmpty } from '../../params/postal.js';
import type { Values } from '../../params/shapes.js';
import { expandable, list, metadata, momentRange, patchMetadata, required } from '../../params/shapes.js';
import { cursorParams, inRange, listPage } from '../../store/list-page.js';
import { newProduct } from './product.js';

const BASE = '/v1/products';

const common = {
  ...expandable,
  active: bool(),
  images: list(url(), 8),
  marketing_features: ignored(),
  metadata: metadata(),
  package_dimensions: ignored(),
  shippable: bool(),
  statement_descriptor: text(22),
  tax_details: ignored(),
};

const createShape = {
  ...common,
  default_price_data: unsupported(),
  description: text(40_000),
  id: text(),
  name: required(text()),
  tax_code: text(),
  type: oneOf('good', 'service'),
  unit_label: text(12),
  url: url(),
};

const updateShape = {
  ...common,
  default_price: unsupported(),
  description: orEmpty(text(40_000)),
  name: text(),
  tax_code: orEmpty(text()),
  unit_label: orEmpty(text(12)),
  url: orEmpty(url()),
};

const listShape = {
  ...expandable,
  ...cursorParams,
  active: bool(),
  created: momentRange(),
  ids: list(text(), 100),
  shippable: bool(),
  type: oneOf('good', 'service'),
  url: url(),
};

/** Products. */
export const productRoutes: readonly Route[] = [
  route('POST', BASE, createShape, createProduct),
  route('GET', BASE, listShape, (scope, params) => {
    const all = [...scope.world.store.rows('products', scope.account)].map(([, row]) => row.wire).toReversed();
    const keep = (wire: ProductWire): boolean =>
      inRange(wire.created, params.created) &&
      (params.ids?.includes(wire.id) ?? true) &&
      (['active', 'shippable', 'type', 'url'] as const).every((name) => (params[name] ?? wire[name]) === wire[name]);
    return listPage(all, keep, params, BASE);
  }),
  route('GET', `${BASE}/:id`, expandable, (scope, _params, [id]) => existingProduct(scope, id, 'id')),
  route('POST', `${BASE}/:id`, updateShape, (scope, params, [id]) => {
    const before = existingProduct(scope, id, 'id');
    const { expand: _expand, marketing_features: _m, package_dimensions: _p, tax_details: _t, ...change } = params;
    const wire: ProductWire = {
      ...before,
      ...defined(change),
      metadata: patchMetadata(before.metadata, params.metadata),
      updated: scope.world.clock.nowSeconds(),
    };
    scope.world.store.put('products', scope.account, wire.id, { wire });
    emit(scope, 'product.updated', wire);
    return wire;
  }),
  route('DELETE', `${BASE}/:id`, expandable, (scope, _params, [id]) => {
    const wire = existingProduct(scope, id, 'id');
    const prices = [...scope.world.store.rows('prices', scope.account)];
    if (prices.some(([, row]) => row.wire.product === wire.id)) {
      throw new ApiError(400, 'invalid_request_error', 'A product that has a price cannot be deleted.');
    }
    scope.world.store.delete('products', scope.account, wire.id);
    emit(scope, 'product.deleted', wire);
    return { id: wire.id, object: 'product', deleted: true };
  }),
];

/** The product of this id, or a refusal. */
export function existingProduct(scope: Scope, id = '', param = 'product', status = 404): ProductWire {
  const row = scope.world.store.get('products', scope.account, id);
  if (row === undefined) throw noSuch('product', id, param, status);
  return row.wire;
}

function createProduct(scope: Scope, params: Values<typeof createShape>): ProductWire {
  if (params.id !== undefined && scope.world.store.get('products', scope.account, params.id) !== undefined) {
    const details = { code: 'resource_already_exists', param: 'id' };
    throw new ApiError(400, 'invalid_request_error', `Product '${params.id}' exists.`, details);
  }
  const created = scope.world.clock.nowSeconds();
  const wire = newProduct({ ...params, created, metadata: patchMetadata({}, params.metadata) });
  scope.world.store.put('products', scope.account, wire.id, { wire });
  emit(scope, 'product.created', wire);
  return wire;
}

/** The members that a request named. */
function defined(change: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
