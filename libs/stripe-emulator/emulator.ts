import { setMaxListeners } from 'node:events';
import type { Server } from 'node:http';
import { createScheduler } from './core/agenda.js';
import { createClock } from './core/clock.js';
import { createFaultList } from './core/fault-list.js';
import type { AgendaRecord, Tables } from './core/tables.js';
import type { Scope, World } from './core/world.js';
import { PLATFORM_ACCOUNT } from './core/world.js';
import { Deliverer } from './events/deliverer.js';
import { LISTEN_PATH, Listeners } from './events/listen/listeners.js';
import type { WebhookFault } from './events/webhook-fault.js';
import { Api } from './http/api.js';
import type { RequestFault } from './http/request-fault.js';
import { RequestLog } from './http/request-log.js';
import { inProcessFetch } from './http/in-process.js';
import { createEmulatorServer } from './http/server.js';
import type { StripeEmulator, StripeEmulatorOptions } from './options.js';
import { assertNotProduction } from './options.js';
import { configureAccounts } from './resources/accounts/account-lifecycle.js';
import { configureEndpoints, createEndpoint } from './resources/ledger/endpoint.js';
import { prune } from './prune.js';
import { ALL_ROUTES } from './resources/all-routes.js';
import { expireHold } from './resources/payments/hold.js';
import { settleRefund } from './resources/refunds/refund-lifecycle.js';
import { currentSession, settle } from './resources/sessions/lifecycle.js';
import type { OpenedStore } from './store/open-store.js';
import { openStore } from './store/open-store.js';
import type { Store } from './store/store.js';

const HOST = '127.0.0.1';
/** Stripe retries for days; a demo that was restarted wants its events within minutes. */
const RETRY_DELAYS_MS = [500, 2_000, 5_000, 15_000, 60_000, 300_000];

/** Starts the emulator on the loopback interface. */
export async function startStripeEmulator(options: StripeEmulatorOptions = {}): Promise<StripeEmulator> {
  assertNotProduction(options);
  const wallMs = options.now ?? Date.now;
  const opened = openStore<Tables>(options.dataDir, (store) => prune(store, wallMs() + storedOffset(store)));
  try {
    return await run(options, opened, wallMs);
  } catch (error) {
    opened.close();
    throw error;
  }
}

async function run(
  options: StripeEmulatorOptions,
  opened: OpenedStore<Tables>,
  wallMs: () => number,
): Promise<StripeEmulator> {
  const { store } = opened;
  const onError = options.onError ?? report;
  let url = '';
  const listeners = new Listeners();
  const world: World = {
    clock: createClock(wallMs, storedOffset(store)),
    store,
    baseUrl: () => url,
    anyAccount: options.accounts === undefined,
    bankDebitDelayMs: options.bankDebitDelayMs ?? 60_000,
    refundPlans: createFaultList(),
    listen: (seed) => ({ id: listeners.open(seed), url: `${url.replace('http:', 'ws:')}${LISTEN_PATH}` }),
    signals: { deliveries: [], events: [], earliestDueMs: Infinity },
  };
  configureAccounts(world, options.accounts ?? []);
  if (options.webhook !== undefined) configureEndpoints(world, [options.webhook].flat());
  const requestFaults = createFaultList<RequestFault>();
  const webhookFaults = createFaultList<WebhookFault>();
  const log = new RequestLog();
  const stopping = new AbortController();
  const stopped = stopping.signal;
  // Everything that is under way listens to it.
  setMaxListeners(0, stopped);
  const retryDelaysMs = options.retryDelaysMs ?? RETRY_DELAYS_MS;
  const deliverer = new Deliverer({ world, faults: webhookFaults, retryDelaysMs, wallMs, stopped, onError });
  const scheduler = createScheduler(world, runAgenda, onError);

  const advanceClock = (ms: number): void => {
    world.clock.advance(ms);
    store.put('meta', PLATFORM_ACCOUNT, 'clock', { offsetMs: world.clock.offsetMs() });
    prune(store, world.clock.nowMs());
    scheduler.runDue();
    deliverer.runDue();
  };
  const api = new Api({
    world,
    routes: ALL_ROUTES,
    faults: requestFaults,
    log,
    apiKeys: options.apiKeys,
    onError,
    stopped,
  });
  const control = { world, requestFaults, webhookFaults, listeners, log, advanceClock };
  const server = createEmulatorServer({ api, control, onError });
  server.on('upgrade', (request, socket, head) => listeners.upgrade(request, socket, head));
  const port = await listen(server, options.port ?? 0);
  url = `http://${HOST}:${port}`;

  store.onCommit(() => {
    deliverer.drain();
    listeners.drain(world, Math.floor(wallMs() / 1000));
    scheduler.rearm();
  });
  deliverer.resume();
  scheduler.runDue();

  return {
    url,
    port,
    fetch: inProcessFetch(api),
    addWebhookEndpoint({ url: target, secret }) {
      const seed = { account: PLATFORM_ACCOUNT, url: target, secret, enabledEvents: ['*'], scope: 'both' } as const;
      const record = createEndpoint(world, seed);
      return { id: record.wire.id, secret: record.secret };
    },
    advanceClock,
    faults: {
      add: (fault) => requestFaults.add(fault),
      addWebhook: (fault) => webhookFaults.add(fault),
      addRefund: (plan) => world.refundPlans.add(plan),
      clear() {
        requestFaults.clear();
        webhookFaults.clear();
        world.refundPlans.clear();
      },
      get requests() {
        return requestFaults.all();
      },
      get webhooks() {
        return webhookFaults.all();
      },
    },
    requests: log.entries,
    async stop() {
      if (stopped.aborted) return;
      stopping.abort();
      scheduler.stop();
      deliverer.stop();
      listeners.stop();
      await close(server);
      opened.close();
    },
  };
}

function runAgenda(scope: Scope, id: string, kind: AgendaRecord['kind']): void {
  // Reading a session whose time is over expires it.
  if (kind === 'expire-session') currentSession(scope, id);
  else if (kind === 'expire-hold') expireHold(scope, id);
  else if (kind === 'settle-refund') settleRefund(scope, id);
  else settle(scope, id);
}

function storedOffset(store: Store<Tables>): number {
  return store.get('meta', PLATFORM_ACCOUNT, 'clock')?.offsetMs ?? 0;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${error.code ?? error.message})`;
      reject(new Error(`stripe-emulator: port ${port} ${reason}`, { cause: error }));
    });
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}

function report(error: unknown): void {
  process.stderr.write(`stripe-emulator: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
