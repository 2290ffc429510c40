import { createHash } from 'node:crypto';
import { ApiError } from '../core/api-error.js';
import type { StoredReply } from '../core/tables.js';
import type { World } from '../core/world.js';
import type { Reply } from './route.js';

/** Stripe may forget a key after this long. */
export const KEY_LIFE_MS = 86_400_000;
const LONGEST_KEY = 255;

/** Keys whose first request is still running, per account. */
export class InFlight {
  readonly #keys = new Set<string>();

  /** Marks a key as running; a second request with it conflicts. */
  enter(account: string, key: string): void {
    const id = `${account} ${key}`;
    if (this.#keys.has(id)) {
      throw new ApiError(409, 'idempotency_error', 'Another request with this idempotency key is in progress.', {
        code: 'idempotency_key_in_use',
      });
    }
    this.#keys.add(id);
  }

  leave(account: string, key: string): void {
    this.#keys.delete(`${account} ${key}`);
  }
}

/** What must be equal for two requests to be the same one. */
export function fingerprint(method: string, path: string, body: string): string {
  const canonical = [...new URLSearchParams(body)].map(([name, value]) => `${name}=${value}`).toSorted();
  return createHash('sha256')
    .update(JSON.stringify([method, path, canonical]))
    .digest('base64');
}

/** The stored answer of a key, unless it is too old; another request with the same key is refused. */
export function storedReply(world: World, account: string, key: string, print: string): Reply | undefined {
  if (key.length > LONGEST_KEY) {
    throw new ApiError(400, 'invalid_request_error', `Idempotency keys have at most ${LONGEST_KEY} characters.`);
  }
  const stored = world.store.get('replies', account, key);
  if (stored === undefined || isForgotten(stored, world.clock.nowMs())) return undefined;
  if (stored.fingerprint === print) return { status: stored.status, body: stored.body };
  throw new ApiError(
    400,
    'idempotency_error',
    'Keys for idempotent requests can only be used with the same parameters they were first used with.',
  );
}

/** Keeps an answer under a key, and drops the account's oldest ones when their day is over. */
export function keepReply(world: World, account: string, key: string, print: string, reply: Reply): void {
  const createdMs = world.clock.nowMs();
  for (const [oldKey, row] of world.store.rows('replies', account)) {
    if (!isForgotten(row, createdMs)) break;
    world.store.delete('replies', account, oldKey);
  }
  world.store.put('replies', account, key, { fingerprint: print, status: reply.status, body: reply.body, createdMs });
}

/** Whether a stored answer may be dropped. */
export function isForgotten(stored: StoredReply, nowMs: number): boolean {
  return nowMs - stored.createdMs > KEY_LIFE_MS;
}
