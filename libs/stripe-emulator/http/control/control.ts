import type { ServerResponse } from 'node:http';
import { PLATFORM_ACCOUNT } from '../../core/world.js';
import { resendEvent } from '../../events/emit.js';
import { isWebAddress } from '../../params/fields.js';
import { createEndpoint } from '../../resources/ledger/endpoint.js';
import { ACCOUNT_OPERATIONS } from './account-operations.js';
import type { ControlOptions, Operation } from './control-input.js';
import { invalid, parseRequestFault, parseWebhookFault, readObject } from './control-input.js';
import { PAYMENT_OPERATIONS } from './payment-operations.js';
import type { Incoming } from '../exchange.js';
import { sendJson } from '../exchange.js';

/** Where the control operations are served. */
export const CONTROL_PATH = '/_emulator/';

const OPERATIONS: Record<string, Operation> = {
  'GET health': ({ world }) => ({ ok: true, now: world.clock.nowSeconds() }),
  'GET faults': ({ requestFaults, webhookFaults, world }) => ({
    requests: requestFaults.all(),
    webhooks: webhookFaults.all(),
    refunds: world.refundPlans.all(),
  }),
  'POST faults': ({ requestFaults }, incoming) => ({ id: requestFaults.add(parseRequestFault(incoming.body)) }),
  'POST webhook_faults': ({ webhookFaults }, incoming) => ({ id: webhookFaults.add(parseWebhookFault(incoming.body)) }),
  'DELETE faults': ({ requestFaults, webhookFaults, world }) => {
    requestFaults.clear();
    webhookFaults.clear();
    world.refundPlans.clear();
    return {};
  },
  'POST clock/advance': (options, incoming) => {
    const { ms } = readObject(incoming.body);
    if (typeof ms !== 'number' || !Number.isSafeInteger(ms) || ms < 0)
      throw invalid('ms must be a whole number, 0 or more');
    options.advanceClock(ms);
    return { now: options.world.clock.nowSeconds() };
  },
  'GET listeners': ({ listeners }) => ({ data: listeners.all }),
  'DELETE listeners': ({ listeners }) => {
    listeners.disconnect();
    return {};
  },
  'GET requests': ({ log }) => ({ data: log.entries }),
  'DELETE requests': ({ log }) => {
    log.clear();
    return {};
  },
  'POST webhook_endpoints': ({ world }, incoming) => {
    const { url, secret } = readObject(incoming.body);
    if (typeof url !== 'string' || !isWebAddress(url)) throw invalid('url must be an http(s) address');
    if (secret !== undefined && typeof secret !== 'string') throw invalid('secret must be text');
    const seed = { account: PLATFORM_ACCOUNT, url, secret, enabledEvents: ['*'], scope: 'both' } as const;
    const record = createEndpoint(world, seed);
    return { id: record.wire.id, secret: record.secret };
  },
  ...PAYMENT_OPERATIONS,
  ...ACCOUNT_OPERATIONS,
  'POST events/:id/resend': ({ world }, _incoming, id) => {
    if (!resendEvent(world, id)) throw invalid(`no event ${id}`);
    return {};
  },
};

/** Serves the control operations: JSON in and out, for tests and other processes on this machine. */
export function serveControl(options: ControlOptions, incoming: Incoming, response: ServerResponse): void {
  const [first = '', second, third] = incoming.path.slice(CONTROL_PATH.length).split('/');
  const pattern = third === undefined ? [first, second].filter(Boolean).join('/') : `${first}/:id/${third}`;
  const operation = OPERATIONS[`${incoming.method} ${pattern}`];
  if (operation === undefined) return sendJson(response, 404, { problem: `no control operation ${incoming.path}` });
  // A page of another site can post forms to this port, but not JSON; so nothing but JSON is obeyed.
  const json = incoming.headers['content-type']?.startsWith('application/json') === true;
  if (incoming.method === 'POST' && !json) return sendJson(response, 415, { problem: 'send application/json' });
  const body = options.world.store.transaction(() => operation(options, incoming, second ?? ''));
  sendJson(response, 200, body);
}
