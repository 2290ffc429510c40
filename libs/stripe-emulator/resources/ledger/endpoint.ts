import { newId, randomAlphanumeric } from '../../core/ids.js';
import type { EndpointRecord } from '../../core/tables.js';
import type { EndpointWire, Metadata } from '../../core/wire.js';
import { isWebAddress } from '../../params/fields.js';
import type { World } from '../../core/world.js';
import { API_VERSION } from '../../core/world.js';

/** What an endpoint is made of; absent members take Stripe's defaults. */
export interface EndpointSeed {
  readonly account: string;
  readonly url: string;
  readonly enabledEvents: readonly string[];
  readonly scope: EndpointRecord['scope'];
  readonly secret?: string | undefined;
  readonly apiVersion?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly metadata?: Metadata | undefined;
}

/** Stores a webhook endpoint; its secret is shown only to whoever creates it. */
export function createEndpoint(world: World, seed: EndpointSeed): EndpointRecord {
  assertWebAddress(seed.url);
  const wire: EndpointWire = {
    id: newId('we'),
    object: 'webhook_endpoint',
    api_version: seed.apiVersion ?? API_VERSION,
    application: null,
    created: world.clock.nowSeconds(),
    description: seed.description ?? null,
    enabled_events: seed.enabledEvents,
    livemode: false,
    metadata: seed.metadata ?? {},
    status: 'enabled',
    url: seed.url,
  };
  const record: EndpointRecord = { wire, secret: seed.secret ?? `whsec_${randomAlphanumeric(32)}`, scope: seed.scope };
  world.store.put('endpoints', seed.account, wire.id, record);
  return record;
}

/** Points an endpoint to another address with another secret; deliveries that wait go there. */
export function moveEndpoint(world: World, account: string, id: string, to: { url: string; secret: string }): void {
  const record = world.store.get('endpoints', account, id);
  if (record === undefined) return;
  assertWebAddress(to.url);
  world.store.put('endpoints', account, id, { ...record, wire: { ...record.wire, url: to.url }, secret: to.secret });
}

function assertWebAddress(url: string): void {
  if (!isWebAddress(url)) throw new Error(`stripe-emulator: '${url}' is not an http(s) address for webhooks`);
}
