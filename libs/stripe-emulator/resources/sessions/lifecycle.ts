import { unschedule } from '../../core/agenda.js';
import type { IntentRecord, MethodRecord, SessionRecord } from '../../core/tables.js';
import type { SessionWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import { answerBank, attemptPayment, moveIntent, settleDebit } from '../payments/attempt.js';
import { newCustomer } from '../customers/customer.js';
import { saveNewCustomer } from '../customers/customer-routes.js';
import { storeMethod } from '../methods/find-method.js';
import type { Payer } from '../methods/method-object.js';
import { newIntent } from '../payments/intent-object.js';
import type { TestMethod } from '../../core/test-method.js';
import { customerDetails, priced, showSession } from './session-object.js';

/** What the buyer entered on the page. */
export interface Purchase {
  readonly method: TestMethod;
  /** The payment method, where there is one already. */
  readonly stored?: MethodRecord;
  readonly email: string;
  readonly name: string | null;
  /** A shipping rate the session offers; the first one when absent. */
  readonly shippingRate?: string | undefined;
}

/** Pays an open session; the result is complete, or still open after a decline. */
export function paySession(scope: Scope, record: SessionRecord, purchase: Purchase): SessionRecord {
  const chosen = withShipping(record, purchase.shippingRate);
  const details = customerDetails(purchase.email, purchase.name);
  if (chosen.wire.amount_total === 0) {
    return complete(scope, chosen, { customer_details: details, payment_status: 'no_payment_required' });
  }
  const intent = intentOf(scope, chosen);
  const after = attemptPayment(scope, intent, purchase.stored ?? storeMethod(scope, purchase.method, details));
  return follow(scope, chosen, after, details);
}

/** The buyer answers the bank's question; null when none was asked. */
export function answerSession(scope: Scope, record: SessionRecord, confirmed: boolean): SessionRecord | null {
  const { store } = scope.world;
  const asked = store.get('intents', scope.account, record.wire.payment_intent ?? '');
  const payer = store.get('methods', scope.account, asked?.wire.payment_method ?? '')?.wire.billing_details;
  const intent = answerBank(scope, asked?.wire.id ?? '', confirmed);
  return intent === null
    ? null
    : follow(scope, record, intent, { email: payer?.email ?? null, name: payer?.name ?? null });
}

/** A session follows its intent: complete when money came or is on its way, otherwise still open. */
function follow(scope: Scope, record: SessionRecord, intent: IntentRecord, payer: Payer): SessionRecord {
  const payment_intent = intent.wire.id;
  if (intent.wire.status === 'requires_payment_method' || intent.wire.status === 'requires_action') {
    return save(scope, record, { payment_intent });
  }
  const payment_status = intent.wire.status === 'succeeded' ? 'paid' : 'unpaid';
  const customer_details = customerDetails(payer.email, payer.name);
  return complete(scope, record, { payment_intent, payment_status, customer_details });
}

/** Expires an open session; an intent that was begun is canceled with it. */
export function expireSession(scope: Scope, record: SessionRecord): SessionRecord {
  const intent = scope.world.store.get('intents', scope.account, record.wire.payment_intent ?? '');
  if (intent !== undefined) {
    const canceled_at = scope.world.clock.nowSeconds();
    const change = { status: 'canceled', canceled_at, cancellation_reason: 'automatic' } as const;
    moveIntent(scope, intent, change, 'payment_intent.canceled');
  }
  const expired = save(scope, record, { status: 'expired' });
  unschedule(scope, record.wire.id);
  emit(scope, 'checkout.session.expired', expired.wire);
  return expired;
}

/** The session with this id; one whose time is over is expired before it is returned, timer or not. */
export function currentSession(scope: Scope, id: string): SessionRecord | undefined {
  const record = scope.world.store.get('sessions', scope.account, id);
  if (record === undefined) return undefined;
  return isOver(scope, record) ? expireSession(scope, record) : record;
}

/** Whether an open session's time is over. */
export function isOver(scope: Scope, record: SessionRecord): boolean {
  return record.wire.status === 'open' && record.wire.expires_at <= scope.world.clock.nowSeconds();
}

/** Ends a bank debit and tells its session. False when nothing was processing. */
export function settle(scope: Scope, intentId: string, forced?: boolean): boolean {
  unschedule(scope, intentId);
  const settled = settleDebit(scope, intentId, forced);
  if (settled === null) return false;
  const session = scope.world.store.get('sessions', scope.account, settled.intent.session ?? '');
  if (session === undefined) return true;
  const change: Partial<SessionWire> = settled.paid ? { payment_status: 'paid' } : {};
  const after = save(scope, session, change);
  emit(scope, `checkout.session.async_payment_${settled.paid ? 'succeeded' : 'failed'}`, after.wire);
  return true;
}

/** Tells the session of a manually captured intent that it is paid. */
export function markCaptured(scope: Scope, sessionId: string): void {
  const session = scope.world.store.get('sessions', scope.account, sessionId);
  if (session !== undefined) save(scope, session, { payment_status: 'paid' });
}

/** Replaces members of a session. */
export function save(scope: Scope, record: SessionRecord, change: Partial<SessionWire>): SessionRecord {
  const saved: SessionRecord = { ...record, wire: { ...record.wire, ...change } };
  scope.world.store.put('sessions', scope.account, saved.wire.id, saved);
  return saved;
}

function complete(scope: Scope, record: SessionRecord, change: Partial<SessionWire>): SessionRecord {
  const customer = madeCustomer(scope, record, change.customer_details ?? null);
  const completed = save(scope, record, { ...change, ...customer, status: 'complete' });
  unschedule(scope, record.wire.id);
  emit(scope, 'checkout.session.completed', showSession(scope.world, completed));
  return completed;
}

/** The customer that `customer_creation: always` makes of the buyer. */
function madeCustomer(scope: Scope, { wire }: SessionRecord, buyer: SessionWire['customer_details']) {
  if (wire.customer !== null || wire['customer_creation'] !== 'always') return {};
  const created = scope.world.clock.nowSeconds();
  const { id } = saveNewCustomer(scope, newCustomer({ created, metadata: {}, email: buyer?.email, name: buyer?.name }));
  return { customer: id };
}

function withShipping(record: SessionRecord, rate: string | undefined): SessionRecord {
  const choice = record.wire.shipping_options.find((option) => option.shipping_rate === rate);
  if (choice === undefined) return record;
  return { ...record, wire: { ...record.wire, ...priced(record.wire.amount_subtotal, choice) } };
}

/** The session's intent: the one of an earlier, declined attempt, or a new one. */
function intentOf(scope: Scope, record: SessionRecord): IntentRecord {
  const { wire } = record;
  const existing = scope.world.store.get('intents', scope.account, wire.payment_intent ?? '');
  if (existing !== undefined) return { ...existing, wire: { ...existing.wire, amount: wire.amount_total } };
  const intent = newIntent({
    ...record.intent,
    amount: wire.amount_total,
    currency: wire.currency,
    created: scope.world.clock.nowSeconds(),
    customer: wire.customer,
    paymentMethodTypes: wire.payment_method_types,
    automatic: true,
  });
  const fresh: IntentRecord = { wire: intent, session: wire.id, debitSucceeds: null };
  scope.world.store.put('intents', scope.account, intent.id, fresh);
  emit(scope, 'payment_intent.created', intent);
  return fresh;
}
