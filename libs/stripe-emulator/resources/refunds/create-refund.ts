import { invalidParam, invalidState, noSuch } from '../../core/api-error.js';
import { assertExpressible } from '../../core/currency.js';
import { newId } from '../../core/ids.js';
import type { RefundBehaviour } from '../../core/test-method.js';
import type { ChargeWire, RefundStatus, RefundWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import { patchMetadata } from '../../params/shapes.js';
import { refundFee, reverseTransfer } from '../connect/take-back.js';
import type { RefundParams } from './refund-params.js';
import { startRefund } from './refund-lifecycle.js';

/** Gives money back: at once, or as the payment method or a plan of the test says. */
export function createRefund(scope: Scope, params: RefundParams): RefundWire {
  const charge = chargeToRefund(scope, params);
  const amount = refundableAmount(charge, params.amount);
  const behaviour = behaviourOf(scope, charge);
  const fresh = newRefund(scope, charge, params, amount, behaviour);
  const reversed = params.reverse_transfer === true ? reverseTransfer(scope, charge, amount, fresh.id) : null;
  const refund: RefundWire = { ...fresh, transfer_reversal: reversed };
  if (params.refund_application_fee === true) refundFee(scope, charge, amount);
  const total = charge.amount_refunded + amount;
  const refunded: ChargeWire = { ...charge, amount_refunded: total, refunded: total === charge.amount };
  scope.world.store.put('charges', scope.account, charge.id, { wire: refunded });
  startRefund(scope, refund, behaviour);
  emit(scope, 'charge.refunded', refunded, { amount_refunded: charge.amount_refunded, refunded: charge.refunded });
  return refund;
}

function behaviourOf(scope: Scope, charge: ChargeWire): RefundBehaviour {
  const planned = scope.world.refundPlans.take(() => true)?.outcome;
  const method = scope.world.store.get('methods', scope.account, charge.payment_method ?? '');
  return planned ?? method?.test.refunds ?? 'succeeds';
}

/** As at Stripe, a refund that will fail seems to have succeeded until then. */
const FIRST_STATUS: Record<RefundBehaviour, RefundStatus> = {
  succeeds: 'succeeded',
  'succeeds-later': 'pending',
  'fails-later': 'succeeded',
  'stays-pending': 'pending',
};

function newRefund(
  scope: Scope,
  charge: ChargeWire,
  params: RefundParams,
  amount: number,
  behaviour: RefundBehaviour,
): RefundWire {
  const status = FIRST_STATUS[behaviour];
  return {
    id: newId('re'),
    object: 'refund',
    amount,
    balance_transaction: newId('txn'),
    charge: charge.id,
    created: scope.world.clock.nowSeconds(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    ...(charge.payment_method_details.type === 'card' ? { destination_details: CARD_DESTINATION } : {}),
    metadata: patchMetadata({}, params.metadata),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    ...(status === 'pending' ? { pending_reason: 'processing' } : {}),
    reason: params.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status,
    transfer_reversal: null,
  };
}

const CARD_DESTINATION = {
  card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
  type: 'card',
};

function chargeToRefund(scope: Scope, params: RefundParams): ChargeWire {
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
  if (charge.disputed) throw invalidState('A disputed payment cannot be refunded.', { code: 'charge_disputed' });
  assertConnect(charge, params);
  return charge;
}

/** Money is only taken back from whoever got some. */
function assertConnect(charge: ChargeWire, params: RefundParams): void {
  if (params.refund_application_fee === true && charge.application_fee_amount === null) {
    throw invalidParam('refund_application_fee', 'This charge has no application fee.');
  }
  if (params.reverse_transfer === true && charge.transfer_data === null) {
    throw invalidParam('reverse_transfer', 'This charge has no transfer.');
  }
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
