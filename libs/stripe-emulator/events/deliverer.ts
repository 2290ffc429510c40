import type { FaultList } from '../core/fault-list.js';
import type { DeliveryRecord, EndpointRecord } from '../core/tables.js';
import type { World } from '../core/world.js';
import { postWebhook } from './post.js';
import { signatureHeader } from './signature.js';
import type { WebhookFault } from './webhook-fault.js';

/** How many requests one endpoint gets at a time. */
const PARALLEL = 8;
const LONGEST_HOLD_MS = 1_000;

interface Key {
  readonly account: string;
  readonly id: string;
  /** Position among the events of this run; a held event waits for one that came after it. */
  readonly order: number;
}

interface Lane {
  running: number;
  waiting: Key[];
  held: Key[];
}

/** What the deliverer is built with. */
export interface DelivererOptions {
  readonly world: World;
  readonly faults: FaultList<WebhookFault>;
  /** The waits after the first, second… failed attempt; after the last one the event is given up. */
  readonly retryDelaysMs: readonly number[];
  /** Wall clock for signatures: receivers compare it with theirs, which do not follow the virtual clock. */
  readonly wallMs: () => number;
  /** Gives up what is under way; `stop` sees to what waits. */
  readonly stopped: AbortSignal;
  readonly onError: (error: unknown) => void;
}

/** Sends stored deliveries until each is accepted or given up. The store holds the truth; this holds timers and sockets. */
export class Deliverer {
  readonly #options: DelivererOptions;
  readonly #timers = new Map<string, { key: Key; timer: NodeJS.Timeout }>();
  readonly #lanes = new Map<string, Lane>();

  #started = 0;

  constructor(options: DelivererOptions) {
    this.#options = options;
  }

  /** Resumes what an earlier run left: every undelivered event is tried at once. */
  resume(): void {
    for (const { account, id } of this.#options.world.store.everywhere('deliveries')) this.#start(account, id);
  }

  /** Starts the deliveries that the last transactions added. */
  drain(): void {
    const { deliveries } = this.#options.world.signals;
    for (const { account, id } of deliveries.splice(0)) this.#start(account, id);
  }

  /** Sends at once what the virtual clock has made due. */
  runDue(): void {
    const { world } = this.#options;
    for (const [id, { key, timer }] of [...this.#timers]) {
      const row = world.store.get('deliveries', key.account, id);
      if (row === undefined || row.dueMs > world.clock.nowMs()) continue;
      clearTimeout(timer);
      this.#timers.delete(id);
      this.#enqueue(key);
    }
  }

  stop(): void {
    for (const { timer } of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  /** The first attempt, where a planned fault may strike. */
  #start(account: string, id: string): void {
    const key: Key = { account, id, order: (this.#started += 1) };
    const row = this.#options.world.store.get('deliveries', key.account, key.id);
    const event = row && this.#options.world.store.get('events', key.account, row.event);
    if (row === undefined || event === undefined) return;
    const fault = this.#options.faults.take(({ event: type }) => [undefined, '*', event.wire.type].includes(type));
    switch (fault?.action) {
      case undefined:
        return this.#enqueue(key);
      case 'drop':
        return this.#options.world.store.delete('deliveries', key.account, key.id);
      case 'duplicate':
        for (let copy = 0; copy < (fault.copies ?? 2); copy += 1) this.#enqueue(key);
        return;
      case 'delay':
        return this.#wait(key, fault.ms ?? LONGEST_HOLD_MS);
      case 'reorder':
        this.#lane(row.endpoint).held.push(key);
        return this.#wait(key, fault.ms ?? LONGEST_HOLD_MS);
    }
  }

  #wait(key: Key, ms: number): void {
    const fire = (): void => {
      this.#timers.delete(key.id);
      this.#enqueue(key);
    };
    const timer = setTimeout(fire, ms);
    timer.unref();
    this.#timers.set(key.id, { key, timer });
  }

  #lane(endpoint: string): Lane {
    let lane = this.#lanes.get(endpoint);
    if (lane === undefined) this.#lanes.set(endpoint, (lane = { running: 0, waiting: [], held: [] }));
    return lane;
  }

  #enqueue(key: Key): void {
    const row = this.#options.world.store.get('deliveries', key.account, key.id);
    if (row === undefined) return;
    const lane = this.#lane(row.endpoint);
    lane.held = lane.held.filter((held) => held.id !== key.id);
    lane.waiting.push(key);
    this.#pump(row.endpoint);
  }

  #pump(endpoint: string): void {
    const lane = this.#lane(endpoint);
    while (lane.running < PARALLEL && !this.#options.stopped.aborted) {
      const key = lane.waiting.shift();
      if (key === undefined) return;
      lane.running += 1;
      this.#attempt(key)
        .catch(this.#options.onError)
        .finally(() => {
          lane.running -= 1;
          for (const held of lane.held.filter(({ order }) => order < key.order)) this.#release(held);
          this.#pump(endpoint);
        });
    }
  }

  #release(key: Key): void {
    clearTimeout(this.#timers.get(key.id)?.timer);
    this.#timers.delete(key.id);
    this.#enqueue(key);
  }

  async #attempt(key: Key): Promise<void> {
    const { world, wallMs } = this.#options;
    const row = world.store.get('deliveries', key.account, key.id);
    // A duplicate's second copy is sent although the first was accepted meanwhile.
    const [eventId = '', endpointId = ''] = key.id.split(':');
    const event = world.store.get('events', key.account, eventId);
    const endpoint = world.store.find('endpoints', endpointId);
    if (event === undefined || endpoint === undefined) return this.#forget(key);
    const body = JSON.stringify(event.wire, null, 2);
    const signature = signatureHeader(body, endpoint.row.secret, Math.floor(wallMs() / 1000));
    const status = await postWebhook(endpoint.row.wire.url, body, signature, this.#options.stopped);
    if (this.#options.stopped.aborted) return;
    if (status !== null && status >= 200 && status < 300) this.#accepted(key);
    else if (row !== undefined) this.#failed(key, row, endpoint.row);
  }

  #accepted(key: Key): void {
    const { store } = this.#options.world;
    store.transaction(() => {
      const row = store.get('deliveries', key.account, key.id);
      const event = row && store.get('events', key.account, row.event);
      if (row === undefined || event === undefined) return;
      store.delete('deliveries', key.account, key.id);
      const pending = Math.max(0, event.wire.pending_webhooks - 1);
      store.put('events', key.account, row.event, { wire: { ...event.wire, pending_webhooks: pending } });
    });
  }

  #failed(key: Key, row: DeliveryRecord, endpoint: EndpointRecord): void {
    const { world, retryDelaysMs } = this.#options;
    const delay = retryDelaysMs[row.attempts];
    if (delay === undefined || endpoint.wire.status !== 'enabled') return this.#forget(key);
    const dueMs = world.clock.nowMs() + delay;
    world.store.put('deliveries', key.account, key.id, { ...row, attempts: row.attempts + 1, dueMs });
    this.#wait(key, delay);
  }

  #forget(key: Key): void {
    this.#options.world.store.delete('deliveries', key.account, key.id);
  }
}
