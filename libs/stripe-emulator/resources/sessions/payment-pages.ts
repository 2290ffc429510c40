import { invalidParam, invalidState, noSuch } from '../../core/api-error.js';
import type { SessionRecord } from '../../core/tables.js';
import type { Scope } from '../../core/world.js';
import type { Route } from '../../http/route.js';
import { DeclinedReply, route } from '../../http/route.js';
import { ignored, integer, text } from '../../params/fields.js';
import type { Values } from '../../params/shapes.js';
import { expandable, required } from '../../params/shapes.js';
import { methodOf } from '../methods/find-method.js';
import { declineBody } from '../payments/confirm.js';
import { currentSession, paySession } from './lifecycle.js';
import { showSession } from './session-object.js';

const BASE = '/v1/payment_pages';

const confirmShape = {
  ...expandable,
  expected_amount: required(integer()),
  expected_payment_method_type: ignored(),
  payment_method: required(text()),
  return_url: ignored(),
};

/** What Stripe's own page calls; undocumented, but its command line pays sessions this way (`stripe trigger`). */
export const paymentPageRoutes: readonly Route[] = [
  route('GET', `${BASE}/:id`, expandable, (scope, _params, [id]) => show(scope, existing(scope, id))),
  route('POST', `${BASE}/:id/confirm`, confirmShape, (scope, params, [id]) =>
    confirm(scope, existing(scope, id), params),
  ),
];

function existing(scope: Scope, id = ''): SessionRecord {
  const record = currentSession(scope, id);
  if (record === undefined) throw noSuch('payment_page', id, 'payment_page');
  return record;
}

function confirm(scope: Scope, record: SessionRecord, params: Values<typeof confirmShape>): unknown {
  const { wire } = record;
  if (wire.status !== 'open') throw invalidState(`This Checkout Session is ${wire.status}.`);
  if (params.expected_amount !== wire.amount_total) {
    throw invalidParam('expected_amount', `The amount to pay is ${wire.amount_total}.`);
  }
  const stored = methodOf(scope, params.payment_method);
  const { email, name } = stored.wire.billing_details;
  const after = paySession(scope, record, { method: stored.test, stored, email: email ?? '', name });
  const intent = scope.world.store.get('intents', scope.account, after.wire.payment_intent ?? '')?.wire;
  const declined = intent?.status === 'requires_payment_method';
  return declined ? new DeclinedReply(declineBody(intent)) : show(scope, after);
}

function show(scope: Scope, record: SessionRecord): Record<string, unknown> {
  const session = showSession(scope.world, record);
  const { amount_subtotal, amount_total, payment_status, status } = session;
  return {
    id: `ppage_${session.id.slice(-24)}`,
    object: 'checkout.payment_page',
    payment_status,
    session_id: session.id,
    status,
    total_summary: { due: amount_total, subtotal: amount_subtotal, total: amount_total },
  };
}
