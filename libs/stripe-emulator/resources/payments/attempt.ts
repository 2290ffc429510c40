import { schedule } from '../../core/agenda.js';
import { newId } from '../../core/ids.js';
import type { IntentRecord, MethodRecord } from '../../core/tables.js';
import type { TestMethod } from '../../core/test-method.js';
import type { ChargeWire, IntentWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import { shareOut } from '../connect/share-out.js';
import { openDispute } from '../disputes/dispute-lifecycle.js';
import { newCharge } from './charge-object.js';

/** How long an amount is held for a capture. */
const HOLD_LIFE_MS = 7 * 86_400_000;

/** The members of an intent that an attempt changes. */
type Outcome = Partial<IntentWire>;

/** Tries to pay an intent with a method: records the charge, moves the intent on, emits the events. */
export function attemptPayment(scope: Scope, intent: IntentRecord, payment: MethodRecord): IntentRecord {
  const { test: method } = payment;
  const paymentMethod = payment.wire.id;
  if (method.behaviour === 'asks-buyer') {
    const asked: Outcome = { status: 'requires_action', payment_method: paymentMethod, next_action: ASK_BUYER };
    return moveIntent(scope, intent, asked, 'payment_intent.requires_action');
  }
  const status = chargeStatus(method);
  const fresh = newCharge(intent.wire, payment, status, scope.world.clock.nowSeconds());
  const charge = fresh.captured ? shareOut(scope, fresh) : fresh;
  scope.world.store.put('charges', scope.account, charge.id, { wire: charge });
  emit(scope, `charge.${charge.status}`, charge);
  if (status === 'failed') {
    return moveIntent(scope, intent, declined(charge, payment), 'payment_intent.payment_failed');
  }
  const base = { latest_charge: charge.id, payment_method: paymentMethod, last_payment_error: null };
  if (status === 'pending') return startDebit(scope, intent, { ...base, status: 'processing' }, method);
  if (intent.wire.capture_method === 'manual') {
    const held: Outcome = { ...base, status: 'requires_capture', amount_capturable: intent.wire.amount };
    schedule(scope, intent.wire.id, 'expire-hold', scope.world.clock.nowMs() + HOLD_LIFE_MS);
    return moveIntent(scope, intent, held, 'payment_intent.amount_capturable_updated');
  }
  const paid = moveIntent(scope, intent, { ...base, ...received(intent.wire.amount) }, 'payment_intent.succeeded');
  if (method.disputed !== undefined) openDispute(scope, charge.id, method.disputed);
  return paid;
}

/** For the client library, which shows the bank's question. */
const ASK_BUYER = { type: 'use_stripe_sdk', use_stripe_sdk: {} };

/** The buyer answers the bank's question; a refusal leaves the intent payable. Null when none was asked. */
export function answerBank(scope: Scope, id: string, confirmed: boolean): IntentRecord | null {
  const { store } = scope.world;
  const intent = store.get('intents', scope.account, id);
  const method = store.get('methods', scope.account, intent?.wire.payment_method ?? '');
  if (intent?.wire.status !== 'requires_action' || method === undefined) return null;
  if (!confirmed) {
    return moveIntent(scope, intent, notAuthenticated(method), 'payment_intent.payment_failed');
  }
  const answered = { ...intent, wire: { ...intent.wire, next_action: null } };
  return attemptPayment(scope, answered, { ...method, test: { ...method.test, behaviour: 'succeeds' } });
}

function notAuthenticated({ wire }: MethodRecord): Outcome {
  const error = {
    code: 'payment_intent_authentication_failure',
    message: 'The buyer did not confirm the payment with the bank.',
    payment_method: wire,
    type: 'card_error',
  };
  return { status: 'requires_payment_method', payment_method: null, next_action: null, last_payment_error: error };
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
  const settled: ChargeWire = paid ? shareOut(scope, succeededCharge(charge)) : failedDebit(charge);
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

function declined(charge: ChargeWire, { wire, test }: MethodRecord): Outcome {
  const error = {
    charge: charge.id,
    code: test.decline?.code ?? 'card_declined',
    decline_code: test.decline?.declineCode ?? 'generic_decline',
    message: test.decline?.message ?? 'Your card was declined.',
    payment_method: wire,
    type: 'card_error',
  };
  return {
    status: 'requires_payment_method',
    latest_charge: charge.id,
    payment_method: null,
    last_payment_error: error,
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
