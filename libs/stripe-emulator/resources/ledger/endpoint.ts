import { newId, randomAlphanumeric } from '../../core/ids.js';
import type { EndpointRecord } from '../../core/tables.js';
import type { EndpointWire, Metadata } from '../../core/wire.js';
import { isWebAddress } from '../../params/fields.js';
import type { World } from '../../core/world.js';
import { API_VERSION, PLATFORM_ACCOUNT } from '../../core/world.js';
import type { WebhookTarget } from '../../options.js';

/** How an endpoint of the start option is told from those that were made over the API. */
const CONFIGURED = 'configured at start';

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

/**
 * Makes the endpoints that come from the start option exactly these. An endpoint keeps its place in the list, so that a
 * gateway that moved keeps its waiting events.
 */
export function configureEndpoints(world: World, targets: readonly WebhookTarget[]): void {
  const rows = [...world.store.rows('endpoints', PLATFORM_ACCOUNT)];
  const earlier = rows.filter(([, { wire }]) => wire.description === CONFIGURED).map(([id]) => id);
  world.store.transaction(() => {
    targets.forEach((target, place) => configure(world, target, earlier[place]));
    for (const id of earlier.slice(targets.length)) world.store.delete('endpoints', PLATFORM_ACCOUNT, id);
  });
}

function configure(world: World, target: WebhookTarget, id: string | undefined): void {
  const record = id === undefined ? undefined : world.store.get('endpoints', PLATFORM_ACCOUNT, id);
  const seed = { account: PLATFORM_ACCOUNT, enabledEvents: ['*'], scope: 'both', description: CONFIGURED } as const;
  if (id === undefined || record === undefined) return void createEndpoint(world, { ...seed, ...target });
  assertWebAddress(target.url);
  const wire = { ...record.wire, url: target.url };
  world.store.put('endpoints', PLATFORM_ACCOUNT, id, { ...record, wire, secret: target.secret });
}

function assertWebAddress(url: string): void {
  if (!isWebAddress(url)) throw new Error(`stripe-emulator: '${url}' is not an http(s) address for webhooks`);
}
