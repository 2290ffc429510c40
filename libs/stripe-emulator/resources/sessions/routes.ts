import { invalidState, noSuch } from '../../core/api-error.js';
import type { SessionRecord } from '../../core/tables.js';
import type { SessionWire, Wire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import type { Route } from '../../http/route.js';
import { route } from '../../http/route.js';
import { oneOf, text } from '../../params/fields.js';
import type { Values } from '../../params/shapes.js';
import { expandable, momentRange, object } from '../../params/shapes.js';
import type { ListBody } from '../../store/list-page.js';
import { cursorParams, inRange, listPage } from '../../store/list-page.js';
import { createShape } from './create-params.js';
import { createSession } from './create.js';
import { currentSession, expireSession } from './lifecycle.js';
import { showSession } from './session-object.js';
import { updateSession, updateShape } from './update.js';

const BASE = '/v1/checkout/sessions';

const listShape = {
  ...expandable,
  ...cursorParams,
  created: momentRange(),
  customer: text(),
  customer_account: text(),
  customer_details: object({ email: text() }),
  payment_intent: text(),
  payment_link: text(),
  status: oneOf('open', 'complete', 'expired'),
  subscription: text(),
};

/** Checkout Sessions. */
export const sessionRoutes: readonly Route[] = [
  route('POST', BASE, createShape, (scope, params) => show(scope, createSession(scope, params))),
  route('GET', BASE, listShape, listSessions),
  route('GET', `${BASE}/:id`, expandable, (scope, _params, [id]) => show(scope, existing(scope, id))),
  route('POST', `${BASE}/:id`, updateShape, (scope, params, [id]) =>
    show(scope, updateSession(scope, existing(scope, id), params)),
  ),
  route('POST', `${BASE}/:id/expire`, expandable, (scope, _params, [id]) => expire(scope, existing(scope, id))),
  route('GET', `${BASE}/:id/line_items`, { ...expandable, ...cursorParams }, (scope, params, [id]) =>
    listPage(existing(scope, id).lineItems, () => true, params, `${BASE}/${id}/line_items`),
  ),
];

/** The first page of a session's lines, as `expand[]=line_items` shows it. */
export function lineItemsOf(record: SessionRecord): ListBody<Wire> {
  return listPage(record.lineItems, () => true, {}, `${BASE}/${record.wire.id}/line_items`);
}

function show(scope: Scope, record: SessionRecord): SessionWire {
  return showSession(scope.world, record);
}

function existing(scope: Scope, id = ''): SessionRecord {
  const record = currentSession(scope, id);
  if (record === undefined) throw noSuch('checkout.session', id, 'session');
  return record;
}

function expire(scope: Scope, record: SessionRecord): SessionWire {
  if (record.wire.status !== 'open') {
    throw invalidState(
      `Only Checkout Sessions with a status in ["open"] can be expired. This one has a status of ${record.wire.status}.`,
    );
  }
  return show(scope, expireSession(scope, record));
}

function listSessions(scope: Scope, params: Values<typeof listShape>): ListBody<SessionWire> {
  const ids = [...scope.world.store.rows('sessions', scope.account)].map(([id]) => id).toReversed();
  const all = ids.map((id) => show(scope, existing(scope, id)));
  const email = params.customer_details?.email;
  const keep = (wire: SessionWire): boolean =>
    inRange(wire.created, params.created) &&
    matches(params.status, wire.status) &&
    matches(params.payment_intent, wire.payment_intent) &&
    matches(params.customer, wire.customer) &&
    matches(email, wire.customer_details?.email) &&
    // Nothing here has these, so asking for them finds nothing.
    [params.customer_account, params.payment_link, params.subscription].every((wanted) => wanted === undefined);
  return listPage(all, keep, params, BASE);
}

function matches(wanted: string | undefined, actual: string | null | undefined): boolean {
  return wanted === undefined || wanted === actual;
}
