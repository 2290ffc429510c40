import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { newId } from '../../core/ids.js';
import type { ListenerSeed, World } from '../../core/world.js';
import { PLATFORM_ACCOUNT } from '../../core/world.js';
import type { ListenerView } from './listener.js';
import { Listener } from './listener.js';

/** Where the websocket of `stripe listen` is served. */
export const LISTEN_PATH = '/stripecli/listen';
const SUBPROTOCOL = 'stripecli-devproxy-v1';
/** How long a listener without a connection is remembered; later it has to ask for a new session, which it does by itself. */
const LINGER_MS = 30_000;
const LARGEST_MESSAGE = 1_000_000;

/** Whom the events of `stripe listen` go to. Nothing of it is stored: like Stripe, it tells those that are there. */
export class Listeners {
  readonly #byId = new Map<string, Listener>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_MESSAGE,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });

  /** Makes room for a listener that is about to connect; its id, which only that listener knows. */
  open(seed: ListenerSeed): string {
    const id = newId('cliws', 32);
    this.#byId.set(id, new Listener(seed));
    this.#linger(id);
    return id;
  }

  /** Sends the events that the last transactions added. */
  drain(world: World, seconds: number): void {
    for (const { account, id } of world.signals.events.splice(0)) {
      const event = this.#byId.size === 0 ? undefined : world.store.get('events', account, id)?.wire;
      if (event === undefined) continue;
      for (const listener of this.#byId.values()) {
        // The platform hears of its connected accounts too.
        if (listener.account === account || listener.account === PLATFORM_ACCOUNT) listener.tell(event, seconds);
      }
    }
  }

  /** Takes a connection over from the HTTP server. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Until the handshake is over nobody else hears of a connection that breaks.
    socket.on('error', () => socket.destroy());
    const [path] = (request.url ?? '').split('?');
    const id = String(request.headers['websocket-id']);
    const listener = this.#byId.get(id);
    if (path !== LISTEN_PATH || listener === undefined) return refuse(socket);
    this.#server.handleUpgrade(request, socket, head, (connection) => {
      clearTimeout(this.#timers.get(id));
      listener.connect(connection, () => this.#linger(id));
    });
  }

  get all(): readonly ListenerView[] {
    return [...this.#byId.values()].map(({ view }) => view);
  }

  /** Ends every connection, as Stripe does now and then; the listeners come back by themselves. */
  disconnect(): void {
    for (const listener of this.#byId.values()) listener.disconnect();
  }

  stop(): void {
    for (const listener of this.#byId.values()) listener.terminate();
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #linger(id: string): void {
    const timer = setTimeout(() => {
      this.#byId.delete(id);
      this.#timers.delete(id);
    }, LINGER_MS);
    timer.unref();
    this.#timers.set(id, timer);
  }
}

/** Of all texts this one makes the command line ask for a new session. */
function refuse(socket: Duplex): void {
  const body = JSON.stringify({ error: { message: 'Unknown WebSocket ID.' } });
  socket.end(
    `HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
}
