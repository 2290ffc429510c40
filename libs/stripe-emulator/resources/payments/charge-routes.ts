import { noSuch } from '../../core/api-error.js';
import type { ChargeWire } from '../../core/wire.js';
import type { Route } from '../../http/route.js';
import { route } from '../../http/route.js';
import { text } from '../../params/fields.js';
import { expandable, momentRange } from '../../params/shapes.js';
import { cursorParams, inRange, listPage } from '../../store/list-page.js';

const BASE = '/v1/charges';

const listShape = {
  ...expandable,
  ...cursorParams,
  created: momentRange(),
  customer: text(),
  payment_intent: text(),
  transfer_group: text(),
};

/** Charges: read only, payments make them. */
export const chargeRoutes: readonly Route[] = [
  route('GET', BASE, listShape, (scope, params) => {
    const all = [...scope.world.store.rows('charges', scope.account)].map(([, row]) => row.wire).toReversed();
    const keep = (wire: ChargeWire): boolean =>
      inRange(wire.created, params.created) &&
      (params.payment_intent === undefined || params.payment_intent === wire.payment_intent) &&
      (params.transfer_group ?? wire['transfer_group']) === wire['transfer_group'] &&
      (params.customer === undefined || params.customer === wire.customer);
    return listPage(all, keep, params, BASE);
  }),
  route('GET', `${BASE}/:id`, expandable, (scope, _params, [id = '']) => {
    const row = scope.world.store.get('charges', scope.account, id);
    if (row === undefined) throw noSuch('charge', id, 'id');
    return row.wire;
  }),
];
