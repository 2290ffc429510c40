import type { ServerResponse } from 'node:http';
import type { Scope, World } from '../core/world.js';
import { internalScope, PLATFORM_ACCOUNT } from '../core/world.js';
import { resendEvent } from '../events/emit.js';
import type { WebhookFault } from '../events/webhook-fault.js';
import type { FaultList } from '../core/fault-list.js';
import { isWebAddress } from '../params/fields.js';
import { createEndpoint } from '../resources/ledger/endpoint.js';
import { answerBank } from '../resources/payments/attempt.js';
import { currentSession, expireSession, settle } from '../resources/sessions/lifecycle.js';
import { invalid, parseRequestFault, parseWebhookFault, readObject } from './control-input.js';
import type { Incoming } from './exchange.js';
import { sendJson } from './exchange.js';
import type { RequestFault } from './request-fault.js';
import type { RequestLog } from './request-log.js';

/** Where the control operations are served. */
export const CONTROL_PATH = '/_emulator/';

/** What the control operations act on. */
export interface ControlOptions {
  readonly world: World;
  readonly requestFaults: FaultList<RequestFault>;
  readonly webhookFaults: FaultList<WebhookFault>;
  readonly log: RequestLog;
  readonly advanceClock: (ms: number) => void;
}

type Operation = (options: ControlOptions, incoming: Incoming, id: string) => unknown;

const OPERATIONS: Record<string, Operation> = {
  'GET health': ({ world }) => ({ ok: true, now: world.clock.nowSeconds() }),
  'GET faults': ({ requestFaults, webhookFaults }) => ({
    requests: requestFaults.all(),
    webhooks: webhookFaults.all(),
  }),
  'POST faults': ({ requestFaults }, incoming) => ({ id: requestFaults.add(parseRequestFault(incoming.body)) }),
  'POST webhook_faults': ({ webhookFaults }, incoming) => ({ id: webhookFaults.add(parseWebhookFault(incoming.body)) }),
  'DELETE faults': ({ requestFaults, webhookFaults }) => {
    requestFaults.clear();
    webhookFaults.clear();
    return {};
  },
  'POST clock/advance': (options, incoming) => {
    const { ms } = readObject(incoming.body);
    if (typeof ms !== 'number' || !Number.isSafeInteger(ms) || ms < 0)
      throw invalid('ms must be a whole number, 0 or more');
    options.advanceClock(ms);
    return { now: options.world.clock.nowSeconds() };
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
  'POST sessions/:id/expire': ({ world }, _incoming, id) => {
    const scope = scopeOf(world, 'sessions', id);
    const record = currentSession(scope, id);
    if (record?.wire.status !== 'open') throw invalid(`session ${id} is not open`);
    expireSession(scope, record);
    return { status: 'expired' };
  },
  'POST sessions/:id/settle': ({ world }, incoming, id) => {
    const succeeds = outcomeIn(incoming);
    const scope = scopeOf(world, 'sessions', id);
    const intent = world.store.get('sessions', scope.account, id)?.wire.payment_intent ?? '';
    if (!settle(scope, intent, succeeds)) throw invalid(`session ${id} has no bank debit in progress`);
    return { payment_status: world.store.get('sessions', scope.account, id)?.wire.payment_status };
  },
  'POST payment_intents/:id/settle': ({ world }, incoming, id) => {
    const scope = scopeOf(world, 'intents', id);
    if (!settle(scope, id, outcomeIn(incoming))) throw invalid(`payment_intent ${id} has no bank debit in progress`);
    return { status: world.store.get('intents', scope.account, id)?.wire.status };
  },
  'POST payment_intents/:id/authenticate': ({ world }, incoming, id) => {
    const scope = scopeOf(world, 'intents', id);
    if (!answerBank(scope, id, outcomeIn(incoming) ?? true)) throw invalid(`payment_intent ${id} asks nothing`);
    return { status: world.store.get('intents', scope.account, id)?.wire.status };
  },
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

function outcomeIn({ body }: Incoming): boolean | undefined {
  const { succeeds } = body === '' ? {} : readObject(body);
  if (succeeds !== undefined && typeof succeeds !== 'boolean') throw invalid('succeeds must be true or false');
  return succeeds;
}

function scopeOf(world: World, table: 'sessions' | 'intents', id: string): Scope {
  const found = world.store.find(table, id);
  if (found === undefined) throw invalid(`no ${table === 'sessions' ? 'session' : 'payment_intent'} ${id}`);
  return internalScope(world, found.account);
}
