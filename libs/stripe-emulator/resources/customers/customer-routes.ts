import { noSuch } from '../../core/api-error.js';
import type { CustomerWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import type { Route } from '../../http/route.js';
import { route } from '../../http/route.js';
import { bool, email, ignored, integer, oneOf, text, unsupported } from '../../params/fields.js';
import { address, orEmpty, recipient } from '../../params/postal.js';
import type { Values } from '../../params/shapes.js';
import { expandable, list, metadata, momentRange, patchMetadata } from '../../params/shapes.js';
import { cursorParams, inRange, listPage } from '../../store/list-page.js';
import { attachMethod } from '../methods/method-routes.js';
import { newCustomer } from './customer.js';

const BASE = '/v1/customers';

const common = {
  ...expandable,
  address: orEmpty(address()),
  balance: integer(Number.MIN_SAFE_INTEGER),
  business_name: ignored(),
  cash_balance: unsupported(),
  description: text(),
  email: email(),
  individual_name: ignored(),
  invoice_prefix: ignored(),
  invoice_settings: ignored(),
  metadata: metadata(),
  name: text(256),
  next_invoice_sequence: ignored(),
  phone: text(20),
  preferred_locales: list(text(20), 20),
  shipping: orEmpty(recipient()),
  source: unsupported(),
  tax: ignored(),
  tax_exempt: orEmpty(oneOf('exempt', 'none', 'reverse')),
  validate: bool(),
};
const createShape = { ...common, payment_method: text(), tax_id_data: unsupported(), test_clock: unsupported() };
const updateShape = { ...common, default_source: unsupported() };
const listShape = {
  ...expandable,
  ...cursorParams,
  created: momentRange(),
  email: email(),
  test_clock: unsupported(),
};

const KEPT = [
  'address',
  'balance',
  'description',
  'email',
  'name',
  'phone',
  'preferred_locales',
  'shipping',
  'tax_exempt',
] as const;

/** Customers. */
export const customerRoutes: readonly Route[] = [
  route('POST', BASE, createShape, createCustomer),
  route('GET', BASE, listShape, (scope, params) => {
    const all = [...scope.world.store.rows('customers', scope.account)].map(([, row]) => row.wire).toReversed();
    const keep = (wire: CustomerWire): boolean =>
      inRange(wire.created, params.created) && (params.email ?? wire.email) === wire.email;
    return listPage(all, keep, params, BASE);
  }),
  route('GET', `${BASE}/:id`, expandable, (scope, _params, [id]) => existingCustomer(scope, id, 'id')),
  route('POST', `${BASE}/:id`, updateShape, (scope, params, [id]) => {
    const before = existingCustomer(scope, id, 'id');
    const change = KEPT.filter((name) => params[name] !== undefined).map((name) => [name, params[name]] as const);
    const kept = Object.fromEntries(change) as Partial<CustomerWire>;
    const wire = { ...before, ...kept, metadata: patchMetadata(before.metadata, params.metadata) };
    scope.world.store.put('customers', scope.account, wire.id, { wire });
    emit(scope, 'customer.updated', wire);
    return wire;
  }),
  route('DELETE', `${BASE}/:id`, expandable, (scope, _params, [id]) => {
    const wire = existingCustomer(scope, id, 'id');
    scope.world.store.delete('customers', scope.account, wire.id);
    emit(scope, 'customer.deleted', wire);
    return { id: wire.id, object: 'customer', deleted: true };
  }),
];

/** The customer of this id, or a refusal. */
export function existingCustomer(scope: Scope, id = '', param = 'customer', status = 404): CustomerWire {
  const row = scope.world.store.get('customers', scope.account, id);
  if (row === undefined) throw noSuch('customer', id, param, status);
  return row.wire;
}

/** Stores a new customer and tells it. */
export function saveNewCustomer(scope: Scope, wire: CustomerWire): CustomerWire {
  scope.world.store.put('customers', scope.account, wire.id, { wire });
  emit(scope, 'customer.created', wire);
  return wire;
}

function createCustomer(scope: Scope, params: Values<typeof createShape>): CustomerWire {
  const created = scope.world.clock.nowSeconds();
  const wire = newCustomer({ ...params, created, metadata: patchMetadata({}, params.metadata) });
  saveNewCustomer(scope, wire);
  if (params.payment_method !== undefined) attachMethod(scope, params.payment_method, wire.id);
  return wire;
}
