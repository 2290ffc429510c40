import { noSuch } from '../../core/api-error.js';
import type { EventWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import type { Route } from '../../http/route.js';
import { route } from '../../http/route.js';
import { bool, text } from '../../params/fields.js';
import type { Values } from '../../params/shapes.js';
import { expandable, list, momentRange } from '../../params/shapes.js';
import type { ListBody } from '../../store/list-page.js';
import { cursorParams, inRange, listPage } from '../../store/list-page.js';

const BASE = '/v1/events';
/** Stripe forgets events after this long. */
export const EVENT_LIFE_S = 30 * 86_400;

const listShape = {
  ...expandable,
  ...cursorParams,
  created: momentRange(),
  delivery_success: bool(),
  type: text(),
  types: list(text(), 20),
};

/** Events. */
export const eventRoutes: readonly Route[] = [
  route('GET', BASE, listShape, listEvents),
  route('GET', `${BASE}/:id`, expandable, (scope, _params, [id = '']) => {
    const row = scope.world.store.get('events', scope.account, id);
    if (row === undefined) throw noSuch('event', id, 'id');
    return row.wire;
  }),
];

function listEvents(scope: Scope, params: Values<typeof listShape>): ListBody<EventWire> {
  const oldest = scope.world.clock.nowSeconds() - EVENT_LIFE_S;
  const all = [...scope.world.store.rows('events', scope.account)].map(([, row]) => row.wire).toReversed();
  const keep = (wire: EventWire): boolean =>
    wire.created >= oldest &&
    inRange(wire.created, params.created) &&
    (params.type === undefined || matchesType(params.type, wire.type)) &&
    (params.types === undefined || params.types.includes(wire.type)) &&
    (params.delivery_success === undefined || params.delivery_success === (wire.pending_webhooks === 0));
  return listPage(all, keep, params, BASE);
}

/** `type` may end in a wildcard, as in `charge.*`. */
function matchesType(wanted: string, actual: string): boolean {
  return wanted.endsWith('*') ? actual.startsWith(wanted.slice(0, -1)) : wanted === actual;
}
