import { schedule } from '../../core/agenda.js';
import { newId } from '../../core/ids.js';
import type { IntentRecord } from '../../core/tables.js';
import type { ChargeWire, IntentWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import type { Payer } from './charge-object.js';
import { newCharge } from './charge-object.js';
import { DECLINED_CARD, GOOD_CARD, type TestMethod } from './methods.js';

/** The members of an intent that an attempt changes. */
type Outcome = Partial<IntentWire>;

/** Tries to pay an intent with a test method: records the charge, moves the intent on, emits the events. */
export function attemptPayment(scope: Scope, intent: IntentRecord, method: TestMethod, payer: Payer): IntentRecord {
  const paymentMethod = newId('pm');
  if (method.behaviour === 'asks-buyer') {
    const asked: Outcome = { status: 'requires_action', payment_method: paymentMethod, next_action: ASK_BUYER };
    return moveIntent(scope, intent, asked, 'payment_intent.requires_action');
  }
  const status = chargeStatus(method);
  const charge = newCharge(intent.wire, method, paymentMethod, payer, status, scope.world.clock.nowSeconds());
  scope.world.store.put('charges', scope.account, charge.id, { wire: charge });
  emit(scope, `charge.${charge.status}`, charge);
  if (status === 'failed') {
    return moveIntent(scope, intent, declined(charge, method, payer), 'payment_intent.payment_failed');
  }
  const base = { latest_charge: charge.id, payment_method: paymentMethod, last_payment_error: null };
  if (status === 'pending') return startDebit(scope, intent, { ...base, status: 'processing' }, method);
  if (intent.wire.capture_method === 'manual') {
    const held: Outcome = { ...base, status: 'requires_capture', amount_capturable: intent.wire.amount };
    return moveIntent(scope, intent, held, 'payment_intent.amount_capturable_updated');
  }
  return moveIntent(scope, intent, { ...base, ...received(intent.wire.amount) }, 'payment_intent.succeeded');
}

/** For the client library, which shows the bank's question. */
const ASK_BUYER = { type: 'use_stripe_sdk', use_stripe_sdk: {} };

/** The buyer answers the bank's question. False when none was asked. */
export function answerBank(scope: Scope, id: string, confirmed: boolean): boolean {
  const intent = scope.world.store.get('intents', scope.account, id);
  if (intent?.wire.status !== 'requires_action') return false;
  const answered = { ...intent, wire: { ...intent.wire, next_action: null } };
  const method = confirmed ? GOOD_CARD : DECLINED_CARD;
  attemptPayment(scope, answered, method, { email: intent.wire.receipt_email, name: null });
  return true;
}

/** Ends a bank debit as it was chosen when it started (or as `forced` says). Null when nothing is processing. */
export function settleDebit(
  scope: Scope,
  id: string,
  forced?: boolean,
): { intent: IntentRecord; paid: boolean } | null {
  const { store } = scope.world;
  const intent = store.get('intents', scope.account, id);
  const charge = store.get('charges', scope.account, intent?.wire.latest_charge ?? '')?.wire;
  if (intent?.wire.status !== 'processing' || charge === undefined) return null;
  const paid = forced ?? intent.debitSucceeds ?? true;
  const settled: ChargeWire = paid ? succeededCharge(charge) : failedDebit(charge);
  store.put('charges', scope.account, charge.id, { wire: settled });
  emit(scope, `charge.${settled.status}`, settled);
  const open = { ...intent, debitSucceeds: null };
  const moved = paid
    ? moveIntent(scope, open, received(intent.wire.amount), 'payment_intent.succeeded')
    : moveIntent(scope, open, debitError(settled), 'payment_intent.payment_failed');
  return { intent: moved, paid };
}

/** Replaces members of an intent and emits the event that tells it. */
export function moveIntent(scope: Scope, intent: IntentRecord, change: Outcome, event: string): IntentRecord {
  const moved: IntentRecord = { ...intent, wire: { ...intent.wire, ...change } };
  scope.world.store.put('intents', scope.account, moved.wire.id, moved);
  emit(scope, event, moved.wire);
  return moved;
}

/** The members of an intent whose money has arrived. */
export function received(amount: number): Outcome {
  return { status: 'succeeded', amount_received: amount, amount_capturable: 0, processing: null };
}

function chargeStatus(method: TestMethod): ChargeWire['status'] {
  if (method.behaviour === 'succeeds') return 'succeeded';
  return method.behaviour === 'declined' ? 'failed' : 'pending';
}

function startDebit(scope: Scope, intent: IntentRecord, change: Outcome, method: TestMethod): IntentRecord {
  const processing = { ...intent, debitSucceeds: method.behaviour === 'debit-succeeds' };
  const moved = moveIntent(scope, processing, change, 'payment_intent.processing');
  const dueMs = scope.world.clock.nowMs() + scope.world.bankDebitDelayMs;
  schedule(scope, moved.wire.id, 'settle-debit', dueMs);
  return moved;
}

function declined(charge: ChargeWire, method: TestMethod, payer: Payer): Outcome {
  const error = {
    charge: charge.id,
    code: 'card_declined',
    decline_code: method.decline?.declineCode ?? 'generic_decline',
    message: method.decline?.message ?? 'Your card was declined.',
    payment_method: paymentMethodStub(charge, payer),
    type: 'card_error',
  };
  return {
    status: 'requires_payment_method',
    latest_charge: charge.id,
    payment_method: null,
    last_payment_error: error,
  };
}

function paymentMethodStub(charge: ChargeWire, payer: Payer): Record<string, unknown> {
  const { type } = charge.payment_method_details;
  return {
    id: charge.payment_method,
    object: 'payment_method',
    billing_details: { email: payer.email, name: payer.name },
    created: charge.created,
    customer: charge.customer,
    livemode: false,
    metadata: {},
    type,
  };
}

function succeededCharge(charge: ChargeWire): ChargeWire {
  const paid = { status: 'succeeded', paid: true, captured: true, amount_captured: charge.amount } as const;
  return { ...charge, ...paid, balance_transaction: newId('txn') };
}

function failedDebit(charge: ChargeWire): ChargeWire {
  const message = 'The bank debit could not be collected.';
  return { ...charge, status: 'failed', paid: false, failure_code: 'debit_not_authorized', failure_message: message };
}

function debitError(charge: ChargeWire): Outcome {
  const error = {
    charge: charge.id,
    code: 'payment_intent_payment_attempt_failed',
    message: 'The bank debit could not be collected.',
    type: 'card_error',
  };
  return { status: 'requires_payment_method', payment_method: null, last_payment_error: error, processing: null };
}
