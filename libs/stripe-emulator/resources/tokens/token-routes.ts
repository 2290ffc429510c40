import { invalidParam, invalidState } from '../../core/api-error.js';
import type { TokenWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import type { Route } from '../../http/route.js';
import { preview, route } from '../../http/route.js';
import { currency, integer, text } from '../../params/fields.js';
import type { Values } from '../../params/shapes.js';
import { expandable, metadata, object, patchMetadata, required } from '../../params/shapes.js';
import { methodOf } from '../methods/find-method.js';
import { newToken } from './token-object.js';
import { currentToken, deactivate } from './token-use.js';

const GRANTED = '/v1/shared_payment/granted_tokens';
const HELPER = '/v1/test_helpers/shared_payment/granted_tokens';

const grantShape = {
  ...expandable,
  customer: text(),
  payment_method: required(text()),
  /** Of earlier preview versions; clients of the payment protocol still send it. */
  seller_details: object({ network_id: text(), network_business_profile: text(), external_id: text() }),
  shared_metadata: metadata(),
  usage_limits: required(
    object({ currency: required(currency()), expires_at: integer(), max_amount: required(integer(1)) }),
  ),
};

/** Shared payment tokens: granted by the test helper, which plays the agent, and read by the seller. */
export const tokenRoutes: readonly Route[] = [
  route('POST', HELPER, grantShape, grant),
  route('POST', `${HELPER}/:id/revoke`, expandable, (scope, _params, [id = '']) => {
    const token = currentToken(scope, id, 'shared_payment_granted_token');
    if (token.wire.deactivated_reason !== null) {
      throw invalidState(`This SharedPaymentGrantedToken is not active: ${token.wire.deactivated_reason}.`);
    }
    return deactivate(scope, token, 'revoked').wire;
  }),
  route(
    'GET',
    `${GRANTED}/:id`,
    expandable,
    (scope, _params, [id = '']) => currentToken(scope, id, 'shared_payment_granted_token').wire,
  ),
].map(preview);

function grant(scope: Scope, params: Values<typeof grantShape>): TokenWire {
  const created = scope.world.clock.nowSeconds();
  const { currency: code, expires_at = null, max_amount } = params.usage_limits;
  if (expires_at !== null && expires_at <= created) {
    throw invalidParam('usage_limits[expires_at]', 'The token must expire in the future.');
  }
  const { wire: method, test } = methodOf(scope, params.payment_method);
  const limits = { currency: code, expires_at, max_amount };
  const sharedMetadata = patchMetadata({}, params.shared_metadata, 'shared_metadata');
  const wire = newToken({ method, limits, sharedMetadata, created });
  scope.world.store.put('tokens', scope.account, wire.id, { wire, test });
  return wire;
}
