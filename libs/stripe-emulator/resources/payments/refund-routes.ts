import { invalidParam, invalidState, noSuch } from '../../core/api-error.js';
import { assertExpressible } from '../../core/currency.js';
import { newId } from '../../core/ids.js';
import type { ChargeWire, RefundWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import type { Route } from '../../http/route.js';
import { route } from '../../http/route.js';
import { bool, integer, oneOf, text, unsupported } from '../../params/fields.js';
import type { Values } from '../../params/shapes.js';
import { expandable, metadata, momentRange, patchMetadata } from '../../params/shapes.js';
import { cursorParams, inRange, listPage } from '../../store/list-page.js';

const BASE = '/v1/refunds';

const createShape = {
  ...expandable,
  amount: integer(1),
  charge: text(),
  currency: unsupported(),
  customer: unsupported(),
  instructions_email: text(800),
  metadata: metadata(),
  origin: unsupported(),
  payment_intent: text(),
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
  refund_application_fee: bool(),
  reverse_transfer: bool(),
};

const listShape = { ...expandable, ...cursorParams, charge: text(), created: momentRange(), payment_intent: text() };

/** Refunds; they succeed at once. */
export const refundRoutes: readonly Route[] = [
  route('POST', BASE, createShape, createRefund),
  route('GET', BASE, listShape, (scope, params) => {
    const all = [...scope.world.store.rows('refunds', scope.account)].map(([, row]) => row.wire).toReversed();
    const keep = (wire: RefundWire): boolean =>
      inRange(wire.created, params.created) &&
      (params.charge === undefined || params.charge === wire.charge) &&
      (params.payment_intent === undefined || params.payment_intent === wire.payment_intent);
    return listPage(all, keep, params, BASE);
  }),
  route('GET', `${BASE}/:id`, expandable, (scope, _params, [id]) => existing(scope, id)),
  route('POST', `${BASE}/:id`, { ...expandable, metadata: metadata() }, (scope, params, [id]) => {
    const refund = existing(scope, id);
    const updated = { ...refund, metadata: patchMetadata(refund.metadata, params.metadata) };
    scope.world.store.put('refunds', scope.account, refund.id, { wire: updated });
    emit(scope, 'refund.updated', updated, { metadata: refund.metadata });
    return updated;
  }),
];

function existing(scope: Scope, id = ''): RefundWire {
  const row = scope.world.store.get('refunds', scope.account, id);
  if (row === undefined) throw noSuch('refund', id, 'refund');
  return row.wire;
}

function createRefund(scope: Scope, params: Values<typeof createShape>): RefundWire {
  const charge = chargeToRefund(scope, params);
  const amount = refundableAmount(charge, params.amount);
  const created = scope.world.clock.nowSeconds();
  const refund: RefundWire = {
    id: newId('re'),
    object: 'refund',
    amount,
    balance_transaction: newId('txn'),
    charge: charge.id,
    created,
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    ...(charge.payment_method_details.type === 'card' ? { destination_details: CARD_DESTINATION } : {}),
    metadata: patchMetadata({}, params.metadata),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: params.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
  const total = charge.amount_refunded + amount;
  const refunded: ChargeWire = { ...charge, amount_refunded: total, refunded: total === charge.amount };
  scope.world.store.put('refunds', scope.account, refund.id, { wire: refund });
  scope.world.store.put('charges', scope.account, charge.id, { wire: refunded });
  emit(scope, 'refund.created', refund);
  emit(scope, 'charge.refunded', refunded, { amount_refunded: charge.amount_refunded, refunded: charge.refunded });
  return refund;
}

const CARD_DESTINATION = {
  card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
  type: 'card',
};

function chargeToRefund(scope: Scope, params: Values<typeof createShape>): ChargeWire {
  if ((params.charge === undefined) === (params.payment_intent === undefined)) {
    throw invalidParam('payment_intent', 'Specify exactly one of charge and payment_intent.', 'parameter_missing');
  }
  const id = params.charge ?? latestCharge(scope, params.payment_intent ?? '');
  const charge = scope.world.store.get('charges', scope.account, id)?.wire;
  if (charge === undefined) throw noSuch('charge', id, 'charge');
  if (charge.status !== 'succeeded' || !charge.captured) {
    throw invalidState('This payment has not succeeded, so there is nothing to refund.', {
      code: 'charge_not_refundable',
    });
  }
  return charge;
}

function latestCharge(scope: Scope, intentId: string): string {
  const intent = scope.world.store.get('intents', scope.account, intentId)?.wire;
  if (intent === undefined) throw noSuch('payment_intent', intentId, 'payment_intent');
  if (intent.latest_charge === null) {
    throw invalidState('This PaymentIntent does not have a successful charge to refund.', {
      code: 'payment_intent_unexpected_state',
      param: 'payment_intent',
    });
  }
  return intent.latest_charge;
}

function refundableAmount(charge: ChargeWire, wanted: number | undefined): number {
  const left = charge.amount - charge.amount_refunded;
  if (left === 0) {
    throw invalidState(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  const amount = wanted ?? left;
  assertExpressible(amount, charge.currency, 'amount');
  if (amount > left) {
    const message = `Refund amount (${amount}) is greater than the unrefunded amount on the charge (${left}).`;
    throw invalidState(message, { param: 'amount', code: 'amount_too_large' });
  }
  return amount;
}
