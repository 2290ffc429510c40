import { invalidParam, invalidState, noSuch } from '../../core/api-error.js';
import type { TokenRecord } from '../../core/tables.js';
import type { IntentWire, TokenWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';

/** The token of this account, deactivated when its time is over, or a refusal. */
export function currentToken(scope: Scope, id: string, param: string, status = 404): TokenRecord {
  const record = scope.world.store.get('tokens', scope.account, id);
  if (record === undefined) throw noSuch('shared payment granted token', id, param, status);
  const { expires_at } = record.wire.usage_limits;
  const over = expires_at !== null && expires_at <= scope.world.clock.nowSeconds();
  return over && record.wire.deactivated_reason === null ? deactivate(scope, record, 'expired') : record;
}

/** The token behind a payment, when it covers it: usable, in this currency, and large enough. */
export function tokenFor(scope: Scope, id: string, intent: IntentWire, param: string): TokenRecord {
  const record = currentToken(scope, id, param, 400);
  const { deactivated_reason: reason, usage_limits: limits } = record.wire;
  if (reason !== null) {
    throw invalidState(`This SharedPaymentGrantedToken cannot be used any more: ${reason}.`, { param });
  }
  if (limits.currency !== intent.currency) {
    throw invalidParam(param, `This SharedPaymentGrantedToken is limited to ${limits.currency}.`);
  }
  if (limits.max_amount < intent.amount) {
    throw invalidParam(param, `This SharedPaymentGrantedToken is limited to an amount of ${limits.max_amount}.`);
  }
  return record;
}

/** Ends a token. */
export function deactivate(
  scope: Scope,
  record: TokenRecord,
  reason: NonNullable<TokenWire['deactivated_reason']>,
): TokenRecord {
  const wire = { ...record.wire, deactivated_at: scope.world.clock.nowSeconds(), deactivated_reason: reason };
  return save(scope, record, wire);
}

/** Spends the token of an attempt: it pays once, and stays usable while nothing but declines came of it. */
export function consume(scope: Scope, record: TokenRecord, intent: IntentWire): void {
  if (intent.status === 'requires_payment_method') return;
  noteCaptured(scope, deactivate(scope, record, 'consumed').wire.id, intent);
}

/** Tells a token how much was taken with it. */
export function noteCaptured(scope: Scope, id: string | undefined, intent: IntentWire): void {
  const record = id === undefined ? undefined : scope.world.store.get('tokens', scope.account, id);
  if (record === undefined || intent.amount_received === 0) return;
  const amount_captured = { currency: intent.currency, value: intent.amount_received };
  save(scope, record, { ...record.wire, usage_details: { amount_captured } });
}

function save(scope: Scope, record: TokenRecord, wire: TokenWire): TokenRecord {
  const saved = { ...record, wire };
  scope.world.store.put('tokens', scope.account, wire.id, saved);
  return saved;
}
