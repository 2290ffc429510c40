import { ApiError, errorBody, invalidParam } from '../../core/api-error.js';
import type { IntentRecord, MethodRecord, TokenRecord } from '../../core/tables.js';
import type { IntentWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { isPreview } from '../../core/world.js';
import { DeclinedReply } from '../../http/route.js';
import { methodOf, storeMethod } from '../methods/find-method.js';
import { payerOf, testMethodOf } from '../methods/method-params.js';
import { consume, tokenFor } from '../tokens/token-use.js';
import { attemptPayment } from './attempt.js';
import type { ConfirmParams } from './intent-params.js';

const TOKEN = 'shared_payment_granted_token';

/** What an intent is paid with. */
export interface Means {
  readonly method: MethodRecord;
  readonly token?: TokenRecord;
}

/** Pays an intent; a decline is an answer with status 402, its traces stay. */
export function confirm(scope: Scope, intent: IntentRecord, params: ConfirmParams): unknown {
  const { method, token } = meansOf(scope, intent, params) ?? attached(scope, intent);
  assertAllowed(intent.wire, method);
  const wire = {
    ...intent.wire,
    shipping: params.shipping ?? intent.wire.shipping,
    setup_future_usage: params.setup_future_usage ?? intent.wire['setup_future_usage'],
    receipt_email: params.receipt_email ?? intent.wire.receipt_email,
  };
  const after = attemptPayment(scope, { ...intent, wire, token: token?.wire.id }, method);
  if (token !== undefined) consume(scope, token, after.wire);
  return after.wire.status === 'requires_payment_method' ? new DeclinedReply(declineBody(after.wire)) : after.wire;
}

/** An intent that lists types takes those alone; with automatic methods the dashboard decides, and here everything goes. */
function assertAllowed(intent: IntentWire, { wire: { type } }: MethodRecord): void {
  if (intent.automatic_payment_methods !== null || intent.payment_method_types.includes(type)) return;
  throw invalidParam('payment_method', `The PaymentMethod provided (${type}) is not allowed for this PaymentIntent.`);
}

/** What the request names to pay with; undefined when it names nothing. */
export function meansOf(scope: Scope, intent: IntentRecord, params: ConfirmParams): Means | undefined {
  const { payment_method: name, payment_method_data: data } = params;
  const token = data?.[TOKEN] ?? params[TOKEN];
  const named = [name, params[TOKEN], data].filter((one) => one !== undefined);
  if (named.length > 1) {
    throw invalidParam('payment_method', 'Name one way to pay: payment_method, payment_method_data or a token.');
  }
  if (token !== undefined) return shared(scope, intent, token, data === undefined ? TOKEN : dataParam(TOKEN));
  if (name !== undefined) return { method: methodOf(scope, name) };
  if (data === undefined) return undefined;
  const { type } = data;
  if (type === undefined) throw invalidParam(dataParam('type'), 'Missing required param.', 'parameter_missing');
  const full = { ...data, type };
  return { method: storeMethod(scope, testMethodOf(full, 'payment_method_data'), payerOf(full)) };
}

function shared(scope: Scope, intent: IntentRecord, id: string, param: string): Means {
  if (!isPreview(scope)) {
    throw invalidParam(param, `Received unknown parameter: ${param}`, 'parameter_unknown');
  }
  const token = tokenFor(scope, id, intent.wire, param);
  return { method: storeMethod(scope, token.test), token };
}

function attached(scope: Scope, intent: IntentRecord): Means {
  if (intent.wire.payment_method !== null) return { method: methodOf(scope, intent.wire.payment_method) };
  throw invalidParam('payment_method', 'You must provide a payment method to confirm.', 'parameter_missing');
}

function dataParam(name: string): string {
  return `payment_method_data[${name}]`;
}

/** The answer to a declined payment. */
export function declineBody(intent: IntentWire): unknown {
  const reason = intent['last_payment_error'] as { code: string; decline_code: string; message: string };
  const details = { code: reason.code, decline_code: reason.decline_code, payment_intent: intent };
  return errorBody(new ApiError(402, 'card_error', reason.message, details));
}
