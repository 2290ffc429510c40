import { invalidState, noSuch } from '../../core/api-error.js';
import type { RefundRecord } from '../../core/tables.js';
import type { RefundWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import type { Route } from '../../http/route.js';
import { route } from '../../http/route.js';
import { text } from '../../params/fields.js';
import { expandable, metadata, momentRange, patchMetadata } from '../../params/shapes.js';
import { cursorParams, inRange, listPage } from '../../store/list-page.js';
import { createRefund } from './create-refund.js';
import { createShape } from './refund-params.js';

const BASE = '/v1/refunds';

const listShape = { ...expandable, ...cursorParams, charge: text(), created: momentRange(), payment_intent: text() };

/** Refunds. */
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
  route('GET', `${BASE}/:id`, expandable, (scope, _params, [id]) => existing(scope, id).wire),
  route('POST', `${BASE}/:id`, { ...expandable, metadata: metadata() }, (scope, params, [id]) => {
    const record = existing(scope, id);
    const refund = record.wire;
    const updated = { ...refund, metadata: patchMetadata(refund.metadata, params.metadata) };
    scope.world.store.put('refunds', scope.account, updated.id, { ...record, wire: updated });
    emit(scope, 'refund.updated', updated, { metadata: refund.metadata });
    return updated;
  }),
  // Stripe cancels only refunds that wait for the buyer's bank details, which no test method here asks for.
  route('POST', `${BASE}/:id/cancel`, expandable, (scope, _params, [id]) => {
    const { status } = existing(scope, id).wire;
    throw invalidState(`Only a refund with a status of requires_action can be canceled; this one is ${status}.`);
  }),
];

function existing(scope: Scope, id = ''): RefundRecord {
  const row = scope.world.store.get('refunds', scope.account, id);
  if (row === undefined) throw noSuch('refund', id, 'refund');
  return row;
}
