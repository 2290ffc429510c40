import { newId } from '../core/ids.js';
import type { EndpointRecord } from '../core/tables.js';
import type { EventWire, Wire } from '../core/wire.js';
import type { Scope, World } from '../core/world.js';
import { API_VERSION, PLATFORM_ACCOUNT } from '../core/world.js';

/** Records an event about `object` as it is now, and one delivery for each endpoint that wants it. */
export function emit(scope: Scope, type: string, object: Wire, previous?: Readonly<Record<string, unknown>>): void {
  const { store, clock } = scope.world;
  const event: EventWire = {
    id: newId('evt'),
    object: 'event',
    ...(scope.account === PLATFORM_ACCOUNT ? {} : { account: scope.account }),
    api_version: API_VERSION,
    created: clock.nowSeconds(),
    data: { object, ...(previous === undefined ? {} : { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: 0,
    request: { id: scope.requestId, idempotency_key: scope.idempotencyKey },
    type,
  };
  store.transaction(() => queueDeliveries(scope.world, scope.account, event));
}

/** Sends a stored event again to every endpoint that wants it now; false when there is no such event. */
export function resendEvent(world: World, id: string): boolean {
  const found = world.store.find('events', id);
  if (found === undefined) return false;
  world.store.transaction(() => queueDeliveries(world, found.account, found.row.wire));
  return true;
}

function queueDeliveries(world: World, account: string, event: EventWire): void {
  const { store, clock, signals } = world;
  const receivers = [...receiversOf(world, account, event.type)];
  store.put('events', account, event.id, { wire: { ...event, pending_webhooks: receivers.length } });
  signals.events.push({ account, id: event.id });
  for (const receiver of receivers) {
    const id = `${event.id}:${receiver.endpoint.wire.id}`;
    store.put('deliveries', account, id, {
      event: event.id,
      endpoint: receiver.endpoint.wire.id,
      endpointAccount: receiver.account,
      attempts: 0,
      dueMs: clock.nowMs(),
    });
    signals.deliveries.push({ account, id });
  }
}

/** An account's own endpoints, and the platform's endpoints for connected accounts. */
function* receiversOf(
  world: World,
  account: string,
  type: string,
): Generator<{ account: string; endpoint: EndpointRecord }> {
  for (const row of world.store.everywhere('endpoints')) {
    const own = row.account === account && row.row.scope !== 'connect';
    const connected = row.account === PLATFORM_ACCOUNT && account !== PLATFORM_ACCOUNT && row.row.scope !== 'account';
    const types = row.row.wire.enabled_events;
    const wanted = types.includes('*') || types.includes(type);
    if ((own || connected) && wanted && row.row.wire.status === 'enabled') {
      yield { account: row.account, endpoint: row.row };
    }
  }
}
