import type { IntentWire } from '../../core/wire.js';
import type { Route } from '../../http/route.js';
import { route } from '../../http/route.js';
import { text } from '../../params/fields.js';
import { expandable } from '../../params/shapes.js';
import { inRange, listPage } from '../../store/list-page.js';
import { captureIntent, captureShape } from './capture.js';
import { confirm } from './confirm.js';
import { cancelIntent, createIntent, directIntent, existing, secretly, updateIntent } from './intent-actions.js';
import { cancelShape, confirmShape, createShape, listShape, updateShape } from './intent-params.js';

const BASE = '/v1/payment_intents';

/** PaymentIntents. */
export const intentRoutes: readonly Route[] = [
  route('POST', BASE, createShape, createIntent),
  route('GET', BASE, listShape, (scope, params) => {
    const all = [...scope.world.store.rows('intents', scope.account)].map(([, row]) => row.wire).toReversed();
    const keep = (wire: IntentWire): boolean =>
      inRange(wire.created, params.created) &&
      (params.customer ?? wire.customer) === wire.customer &&
      // Nothing here has one, so asking for it finds nothing.
      params.customer_account === undefined;
    return listPage(all, keep, params, BASE);
  }),
  // A buyer's client sends the secret along; a server may as well.
  route(
    'GET',
    `${BASE}/:id`,
    { ...expandable, client_secret: text() },
    (scope, params, [id]) => secretly(existing(scope, id), params.client_secret).wire,
  ),
  route('POST', `${BASE}/:id`, updateShape, updateIntent),
  route('POST', `${BASE}/:id/confirm`, confirmShape, (scope, params, [id]) => {
    secretly(existing(scope, id), params.client_secret);
    const intent = directIntent(scope, id, 'confirm', ['requires_payment_method', 'requires_confirmation']);
    return confirm(scope, intent, params);
  }),
  route('POST', `${BASE}/:id/cancel`, cancelShape, (scope, params, [id]) => cancelIntent(scope, params, id)),
  route('POST', `${BASE}/:id/capture`, captureShape, captureIntent),
];
