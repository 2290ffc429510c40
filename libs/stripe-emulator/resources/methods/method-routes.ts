import { invalidState, noSuch } from '../../core/api-error.js';
import type { MethodRecord } from '../../core/tables.js';
import type { PaymentMethodWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import type { Route } from '../../http/route.js';
import { route } from '../../http/route.js';
import { ignored, text, unsupported } from '../../params/fields.js';
import type { Values } from '../../params/shapes.js';
import { expandable, metadata, patchMetadata, required } from '../../params/shapes.js';
import { cursorParams, listPage } from '../../store/list-page.js';
import { methodOf, storeMethod } from './find-method.js';
import { methodDataShape, payerOf, testMethodOf } from './method-params.js';

const BASE = '/v1/payment_methods';

const createShape = {
  ...methodDataShape,
  ...expandable,
  custom: unsupported(),
  customer: unsupported(),
  payment_method: unsupported(),
};
const updateShape = {
  ...expandable,
  allow_redisplay: ignored(),
  billing_details: methodDataShape.billing_details,
  card: ignored(),
  metadata: metadata(),
  us_bank_account: ignored(),
};
const listShape = { ...expandable, ...cursorParams, allow_redisplay: ignored(), customer: text(), type: text() };

/** Payment methods: test cards and banks. */
export const methodRoutes: readonly Route[] = [
  route('POST', BASE, createShape, createMethod),
  route('GET', BASE, listShape, (scope, params) => {
    // Without a customer Stripe lists nothing but what is attached to one.
    const all = [...scope.world.store.rows('methods', scope.account)].map(([, row]) => row.wire).toReversed();
    const keep = ({ customer, type }: PaymentMethodWire): boolean =>
      customer !== null && (params.customer ?? customer) === customer && (params.type ?? type) === type;
    return listPage(all, keep, params, BASE);
  }),
  route('GET', `${BASE}/:id`, expandable, (scope, _params, [id = '']) => {
    // A name such as pm_card_visa makes a new method, here as well.
    return methodOf(scope, id, 'payment_method', 404).wire;
  }),
  route('POST', `${BASE}/:id`, updateShape, (scope, params, [id = '']) => {
    const record = methodOf(scope, id, 'payment_method', 404);
    const { wire } = record;
    const { email = wire.billing_details.email, name = wire.billing_details.name } = params.billing_details ?? {};
    return save(scope, record, {
      billing_details: { ...wire.billing_details, email, name },
      metadata: patchMetadata(wire.metadata, params.metadata),
    });
  }),
  route('POST', `${BASE}/:id/attach`, { ...expandable, customer: required(text()) }, (scope, params, [id = '']) =>
    attachMethod(scope, id, params.customer),
  ),
  route('POST', `${BASE}/:id/detach`, expandable, (scope, _params, [id = '']) => {
    const record = methodOf(scope, id, 'payment_method', 404);
    if (record.wire.customer === null) {
      throw invalidState('The payment method you provided is not attached to a customer.');
    }
    const wire = save(scope, record, { customer: null });
    emit(scope, 'payment_method.detached', wire, { customer: record.wire.customer });
    return wire;
  }),
];

/** Keeps a method for a customer. */
export function attachMethod(scope: Scope, id: string, customer: string): PaymentMethodWire {
  const record = methodOf(scope, id, 'payment_method', 404);
  if (scope.world.store.get('customers', scope.account, customer) === undefined) {
    throw noSuch('customer', customer, 'customer', 400);
  }
  if (record.wire.customer !== null && record.wire.customer !== customer) {
    throw invalidState('The payment method you provided has already been attached to a customer.');
  }
  const wire = save(scope, record, { customer });
  emit(scope, 'payment_method.attached', wire);
  return wire;
}

function createMethod(scope: Scope, params: Values<typeof createShape>): PaymentMethodWire {
  const record = storeMethod(scope, testMethodOf(params, ''), payerOf(params));
  return save(scope, record, { metadata: patchMetadata({}, params.metadata) });
}

function save(scope: Scope, record: MethodRecord, change: Partial<PaymentMethodWire>): PaymentMethodWire {
  const wire = { ...record.wire, ...change };
  scope.world.store.put('methods', scope.account, wire.id, { ...record, wire });
  return wire;
}
