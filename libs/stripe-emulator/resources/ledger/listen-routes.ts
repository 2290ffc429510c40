import { notEmulated } from '../../core/api-error.js';
import { randomAlphanumeric } from '../../core/ids.js';
import type { Scope } from '../../core/world.js';
import { API_VERSION } from '../../core/world.js';
import type { Route } from '../../http/route.js';
import { route } from '../../http/route.js';
import { ignored, oneOf, text, unsupported } from '../../params/fields.js';
import type { Values } from '../../params/shapes.js';
import { expandable, list, required } from '../../params/shapes.js';

/** Seconds after which the command line renews its connection. */
const RECONNECT_DELAY_S = 3_600;

const sessionShape = {
  ...expandable,
  device_name: required(text(200)),
  filters: unsupported(),
  forward_connect_to_url: ignored(),
  // Sent even when no thin events are asked for; those are a feature of their own.
  forward_thin_connect_to_url: ignored(),
  forward_thin_to_url: ignored(),
  forward_to_url: ignored(),
  /** Older command lines name one feature, newer ones several. */
  websocket_feature: text(40),
  websocket_features: list(oneOf('webhooks', 'request_logs', 'v2_events'), 3),
};

/** What `stripe listen` asks for: undocumented, the words are those of the command line's public source. */
export const listenRoutes: readonly Route[] = [route('POST', '/v1/stripecli/sessions', sessionShape, openSession)];

function openSession(scope: Scope, params: Values<typeof sessionShape>): unknown {
  const features = params.websocket_features ?? [params.websocket_feature ?? 'webhooks'];
  if (features.some((feature) => feature !== 'webhooks')) throw notEmulated('websocket_features');
  const secret = secretOf(scope, params.device_name);
  const { id, url } = scope.world.listen({ account: scope.account, device: params.device_name, secret });
  return {
    object: 'stripecli.session',
    default_version: API_VERSION,
    device_token: '',
    display_connect_filter_warning: false,
    latest_version: API_VERSION,
    reconnect_delay: RECONNECT_DELAY_S,
    secret,
    websocket_authorized_feature: 'webhooks',
    websocket_id: id,
    websocket_url: url,
  };
}

/** The same for each `listen` of one device, so that whoever receives can be told of it beforehand. */
function secretOf(scope: Scope, device: string): string {
  const { store } = scope.world;
  const known = store.get('devices', scope.account, device);
  if (known !== undefined) return known.secret;
  const secret = `whsec_${randomAlphanumeric(32)}`;
  store.put('devices', scope.account, device, { secret });
  return secret;
}
