import { noSuch } from '../../core/api-error.js';
import type { EndpointRecord } from '../../core/tables.js';
import type { EndpointWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import type { Route } from '../../http/route.js';
import { route } from '../../http/route.js';
import { bool, text, url } from '../../params/fields.js';
import { expandable, list, metadata, patchMetadata, required } from '../../params/shapes.js';
import { cursorParams, listPage } from '../../store/list-page.js';
import { createEndpoint } from './endpoint.js';

const BASE = '/v1/webhook_endpoints';

const createShape = {
  ...expandable,
  api_version: text(60),
  connect: bool(),
  description: text(),
  enabled_events: required(list(text(), 400)),
  metadata: metadata(),
  url: required(url()),
};

const updateShape = {
  ...expandable,
  description: text(),
  disabled: bool(),
  enabled_events: list(text(), 400),
  metadata: metadata(),
  url: url(),
};

/** Webhook endpoints. */
export const endpointRoutes: readonly Route[] = [
  route('POST', BASE, createShape, (scope, params) => {
    const { wire, secret } = createEndpoint(scope.world, {
      account: scope.account,
      url: params.url,
      enabledEvents: params.enabled_events,
      scope: params.connect === true ? 'connect' : 'account',
      apiVersion: params.api_version,
      description: params.description,
      metadata: patchMetadata({}, params.metadata),
    });
    return { ...wire, secret };
  }),
  route('GET', BASE, { ...expandable, ...cursorParams }, (scope, params) => {
    const all = [...scope.world.store.rows('endpoints', scope.account)].map(([, row]) => row.wire).toReversed();
    return listPage(all, () => true, params, BASE);
  }),
  route('GET', `${BASE}/:id`, expandable, (scope, _params, [id]) => existing(scope, id).wire),
  route('POST', `${BASE}/:id`, updateShape, (scope, params, [id]) => {
    const record = existing(scope, id);
    const wire: EndpointWire = {
      ...record.wire,
      description: params.description ?? record.wire['description'],
      enabled_events: params.enabled_events ?? record.wire.enabled_events,
      metadata: patchMetadata(record.wire['metadata'] as Record<string, string>, params.metadata),
      status: params.disabled === undefined ? record.wire.status : params.disabled ? 'disabled' : 'enabled',
      url: params.url ?? record.wire.url,
    };
    scope.world.store.put('endpoints', scope.account, wire.id, { ...record, wire });
    return wire;
  }),
  route('DELETE', `${BASE}/:id`, expandable, (scope, _params, [id]) => {
    const { wire } = existing(scope, id);
    scope.world.store.delete('endpoints', scope.account, wire.id);
    return { id: wire.id, object: 'webhook_endpoint', deleted: true };
  }),
];

function existing(scope: Scope, id = ''): EndpointRecord {
  const record = scope.world.store.get('endpoints', scope.account, id);
  if (record === undefined) throw noSuch('webhook endpoint', id, 'webhook_endpoint');
  return record;
}
