import type { WebSocket } from 'ws';
import { newId } from '../../core/ids.js';
import type { EventWire } from '../../core/wire.js';
import type { ListenerSeed } from '../../core/world.js';
import { API_VERSION } from '../../core/world.js';
import { signatureHeader } from '../signature.js';

/** What one listener may leave unacknowledged; the oldest are forgotten first. */
const MOST_UNACKNOWLEDGED = 1_000;
/** A listener that takes nothing is cut off when this many bytes wait for it. */
const MOST_WAITING_BYTES = 10_000_000;

/** What the control operations show of a listener. */
export interface ListenerView {
  readonly account: string;
  readonly device: string;
  readonly connected: boolean;
  /** How often it connected so far. */
  readonly connections: number;
  readonly unacknowledged: number;
  /** Statuses that the address it forwards to answered with, and how often. */
  readonly answers: Readonly<Record<string, number>>;
}

/** One `stripe listen`, over all of its connections. What it did not acknowledge is sent again when it comes back. */
export class Listener {
  readonly #seed: ListenerSeed;
  readonly #unacknowledged = new Map<string, string>();
  readonly #answers: Record<string, number> = {};
  #socket: WebSocket | null = null;
  #connections = 0;

  constructor(seed: ListenerSeed) {
    this.#seed = seed;
  }

  get account(): string {
    return this.#seed.account;
  }

  get view(): ListenerView {
    return {
      account: this.#seed.account,
      device: this.#seed.device,
      connected: this.#socket !== null,
      connections: this.#connections,
      unacknowledged: this.#unacknowledged.size,
      answers: { ...this.#answers },
    };
  }

  /** Speaks through this connection from now on; `onGone` is told when it is over and nothing took its place. */
  connect(socket: WebSocket, onGone: () => void): void {
    this.#socket?.close(1000, 'Replaced by a newer connection');
    this.#socket = socket;
    this.#connections += 1;
    socket.on('message', (data: Buffer) => this.#heard(data.toString('utf8')));
    // A broken connection closes, and that is what counts.
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      onGone();
    });
    for (const message of this.#unacknowledged.values()) this.#send(message);
  }

  /**
   * Tells of an event, as Stripe does once in the account's own version and once in the latest one: the command line takes
   * one of the two. Here both are the same.
   */
  tell(event: EventWire, seconds: number): void {
    const payload = JSON.stringify(event, null, 2);
    const headers = {
      'Content-Type': 'application/json; charset=utf-8',
      'Stripe-Signature': signatureHeader(payload, this.#seed.secret, seconds),
      'User-Agent': 'stripe-emulator (test webhooks)',
    };
    for (const api_version of [null, API_VERSION]) {
      const conversation = newId('wc');
      const message = JSON.stringify({
        type: 'webhook_event',
        endpoint: { api_version },
        event_payload: payload,
        http_headers: headers,
        webhook_conversation_id: conversation,
        webhook_id: event.id,
      });
      this.#unacknowledged.set(conversation, message);
      this.#send(message);
    }
    const [oldest] = this.#unacknowledged.keys();
    if (this.#unacknowledged.size > MOST_UNACKNOWLEDGED && oldest !== undefined) this.#unacknowledged.delete(oldest);
  }

  /** Ends the connection politely; the listener may come back. */
  disconnect(): void {
    this.#socket?.close(1001, 'The test payment emulator closed the connection');
  }

  /** Ends the connection at once. */
  terminate(): void {
    this.#socket?.terminate();
  }

  #send(message: string): void {
    if (this.#socket === null) return;
    if (this.#socket.bufferedAmount > MOST_WAITING_BYTES) return this.#socket.terminate();
    this.#socket.send(message);
  }

  #heard(text: string): void {
    const message = membersOf(text);
    if (message === undefined) return this.#socket?.close(1007, 'Send JSON objects');
    if (message['type'] === 'event_ack') this.#unacknowledged.delete(String(message['webhook_conversation_id']));
    if (message['type'] !== 'webhook_response') return;
    const status = String(message['status']);
    this.#answers[status] = (this.#answers[status] ?? 0) + 1;
  }
}

function membersOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // Not JSON: the caller ends the connection.
    return undefined;
  }
}
