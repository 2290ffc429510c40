import { invalidParam, invalidState, noSuch } from '../../core/api-error.js';
import { assertChargeable, assertExpressible } from '../../core/currency.js';
import type { IntentRecord } from '../../core/tables.js';
import type { IntentStatus, IntentWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import { patchMetadata } from '../../params/shapes.js';
import { existingCustomer } from '../customers/customer-routes.js';
import { debitType } from '../methods/test-methods.js';
import { assertConnectTerms, intentTemplate } from '../sessions/intent-template.js';
import { moveIntent } from './attempt.js';
import { giveUpHold } from './hold.js';
import { newIntent } from './intent-object.js';
import type { CancelParams, CreateParams, UpdateParams } from './intent-params.js';
import type { Means } from './confirm.js';
import { confirm, meansOf } from './confirm.js';

/** The intent of this id, or a refusal. */
export function existing(scope: Scope, id = ''): IntentRecord {
  const record = scope.world.store.get('intents', scope.account, id);
  if (record === undefined) throw noSuch('payment_intent', id, 'intent');
  return record;
}

/** The intent, for whoever knows its client secret; a server need not send one. */
export function secretly(intent: IntentRecord, secret: string | undefined): IntentRecord {
  if (secret === undefined || secret === intent.wire['client_secret']) return intent;
  throw invalidParam('client_secret', 'The client_secret provided does not match the PaymentIntent.');
}

/** An intent that may be acted on directly: not behind a session, and in one of the given states. */
export function directIntent(
  scope: Scope,
  id: string | undefined,
  verb: string,
  states: readonly IntentStatus[],
): IntentRecord {
  const intent = existing(scope, id);
  if (intent.session !== null) {
    throw invalidState(`You cannot ${verb} a PaymentIntent created by Checkout; expire its Checkout Session instead.`);
  }
  assertState(intent, verb, states);
  return intent;
}

/** Refuses an intent in another state. */
export function assertState(intent: IntentRecord, verb: string, states: readonly IntentStatus[]): void {
  if (states.includes(intent.wire.status)) return;
  throw invalidState(`You cannot ${verb} this PaymentIntent because it has a status of ${intent.wire.status}.`, {
    code: 'payment_intent_unexpected_state',
    payment_intent: intent.wire,
  });
}

/** Creates an intent; with `confirm` it is paid at once. */
export function createIntent(scope: Scope, params: CreateParams): unknown {
  assertExpressible(params.amount, params.currency, 'amount');
  assertChargeable(params.amount, params.currency, 'amount');
  const customer = params.customer === undefined ? null : existingCustomer(scope, params.customer, 'customer', 400).id;
  const template = intentTemplate(params, '');
  assertConnectTerms(scope, template, params.amount, '');
  const explicit = params.payment_method_types ?? params.allowed_payment_method_types;
  const wire = newIntent({
    ...template,
    amount: params.amount,
    currency: params.currency,
    created: scope.world.clock.nowSeconds(),
    customer,
    paymentMethodTypes: explicit ?? dynamicTypes(params),
    automatic: explicit === undefined,
  });
  const record: IntentRecord = { wire, session: null, debitSucceeds: null };
  scope.world.store.put('intents', scope.account, wire.id, record);
  emit(scope, 'payment_intent.created', wire);
  if (params.confirm === true) return confirm(scope, record, params);
  const means = meansOf(scope, record, params);
  return means === undefined ? wire : attach(scope, record, means);
}

/** What an account offers by itself; a bank debit can not be held for a capture. */
function dynamicTypes({ currency, capture_method }: CreateParams): string[] {
  const debit = capture_method === 'manual' ? undefined : debitType(currency);
  return debit === undefined ? ['card'] : ['card', debit];
}

function attach(scope: Scope, intent: IntentRecord, { method, token }: Means): IntentWire {
  if (token !== undefined) {
    throw invalidParam('confirm', 'A SharedPaymentGrantedToken is used when the PaymentIntent is confirmed.');
  }
  const wire: IntentWire = { ...intent.wire, payment_method: method.wire.id, status: 'requires_confirmation' };
  scope.world.store.put('intents', scope.account, wire.id, { ...intent, wire });
  return wire;
}

/** Members that an update takes as they are. */
const TAKEN = [
  'description',
  'receipt_email',
  'setup_future_usage',
  'shipping',
  'statement_descriptor',
  'statement_descriptor_suffix',
  'transfer_group',
] as const;

/** Changes an intent; its amount only while nothing was paid. */
export function updateIntent(scope: Scope, params: UpdateParams, [id]: readonly string[]): IntentWire {
  const intent = existing(scope, id);
  const named = TAKEN.filter((name) => params[name] !== undefined).map((name) => [name, params[name]] as const);
  if (params.amount !== undefined) {
    assertState(intent, 'update', ['requires_payment_method', 'requires_confirmation', 'requires_action']);
    assertExpressible(params.amount, intent.wire.currency, 'amount');
    assertChargeable(params.amount, intent.wire.currency, 'amount');
  }
  const wire: IntentWire = {
    ...intent.wire,
    ...(Object.fromEntries(named) as Partial<IntentWire>),
    amount: params.amount ?? intent.wire.amount,
    metadata: patchMetadata(intent.wire.metadata, params.metadata),
  };
  scope.world.store.put('intents', scope.account, wire.id, { ...intent, wire });
  return wire;
}

/** Cancels an unpaid intent, or gives up a held amount. */
export function cancelIntent(scope: Scope, params: CancelParams, id: string | undefined): IntentWire {
  const states = ['requires_payment_method', 'requires_confirmation', 'requires_action', 'requires_capture'] as const;
  const captureHeld = existing(scope, id).wire.status === 'requires_capture';
  const intent = captureHeld ? existing(scope, id) : directIntent(scope, id, 'cancel', states);
  const change = {
    status: 'canceled',
    amount_capturable: 0,
    next_action: null,
    canceled_at: scope.world.clock.nowSeconds(),
    cancellation_reason: params.cancellation_reason ?? null,
  } as const;
  if (captureHeld) giveUpHold(scope, intent.wire);
  return moveIntent(scope, intent, change, 'payment_intent.canceled').wire;
}
