import type { StripeEmulator } from '#stripe-emulator';
import type { Client } from '../../setup/client.js';
import { pause } from '../framework/each.js';
import type { World } from '../framework/world.js';
import { THEATRE, type Ticket } from './theatre.js';

/** What the provider is asked to undo, and how it answers. */
export interface Refusal {
  readonly undo: 'refund' | 'close';
  /** Out of order, or a clear no. */
  readonly status: 503 | 400;
  readonly times: number;
}

/** What one undo looked like from behind the curtain. */
export interface Watched {
  readonly status: string;
  readonly over: boolean;
  readonly needsAttention: string | null;
  /** Length of each pause, milliseconds, by the number of tries before it. */
  readonly pauses: ReadonlyMap<number, number>;
}

const LIST = `{ checkoutsNeedingAttention(tenantId: "${THEATRE}", first: 100) { nodes { checkoutId message step } } }`;
const REPAIR = `mutation ($id: ID!) { repairCheckout(tenantId: "${THEATRE}", checkoutId: $id) {
  ... on Problem { code } ... on CheckoutSucceeded { checkout { status } } } }`;
const LOOK_MS = 20;

/** The SDK's own retries would count as ours. */
const NO_RETRY = { 'stripe-should-retry': 'false' };
const PATHS = { refund: '/v1/refunds', close: '/v1/checkout/sessions/*/expire' } as const;

export function refuse(stripe: StripeEmulator, { undo, status, times }: Refusal): void {
  stripe.faults.add({
    match: { method: 'POST', path: PATHS[undo] },
    action: 'status',
    status,
    times,
    headers: NO_RETRY,
  });
}

/** How often the provider was asked for this undo, and how often it said no. */
export function asked({ requests }: StripeEmulator, undo: Refusal['undo']): { all: number; refused: number } {
  const wanted = new RegExp(`^${PATHS[undo].replace('*', '[^/]+')}$`);
  const found = requests.filter(({ method, path }) => method === 'POST' && wanted.test(path));
  return { all: found.length, refused: found.filter(({ fault }) => fault !== null).length };
}

/**
 * Looks at a checkout until `wanted`. With `hurry` every pause is cut short once its length is known, as if its time had
 * passed. Null when it does not come.
 */
export async function watch(
  { db }: World,
  id: string,
  wanted: (seen: Watched) => boolean,
  options: { hurry: boolean; withinMs: number },
): Promise<Watched | null> {
  const pauses = new Map<number, number>();
  const _id = `${THEATRE}/${id}` as never;
  const deadline = Date.now() + options.withinMs;
  while (Date.now() < deadline) {
    const checkout = await db.collection('checkouts').findOne({ _id });
    if (!checkout) throw new Error(`There is no ${id}`);
    const { status, needsAttention, lease, updatedAt, version } = checkout;
    const run = checkout['runs'].findLast(({ endedAt }: { endedAt: Date | null }) => endedAt === null);
    if (run?.retryAt && !pauses.has(run.tries)) pauses.set(run.tries, run.retryAt.getTime() - updatedAt.getTime());
    const seen = { status, over: !run && !lease, needsAttention, pauses };
    if (wanted(seen)) return seen;
    if (options.hurry && run?.retryAt && !lease) {
      const index = checkout['runs'].indexOf(run);
      const now = new Date();
      const change = { $set: { dueAt: now, [`runs.${index}.retryAt`]: now } };
      await db.collection('checkouts').updateOne({ _id, version, lease: null }, change);
    }
    await pause(LOOK_MS);
  }
  return null;
}

/** Whether the seller is shown it. */
export async function isListed(seller: Client, id: string): Promise<boolean> {
  const { nodes } = await seller.ask(LIST);
  return nodes.some(({ checkoutId }: { checkoutId: string }) => checkoutId === id);
}

/** The one call; answers what came of it. */
export async function repair(seller: Client, id: string): Promise<string> {
  const { checkout, code } = await seller.ask(REPAIR, { id });
  return checkout?.status ?? code;
}

/** Whether its seat is set aside. */
export async function isHeld({ db }: World, { id, show }: Ticket): Promise<boolean> {
  const set = await db.collection('unit_sets').findOne({ _id: `${THEATRE}/show:${show}` as never });
  return set?.['taken'].some(({ by }: { by: string }) => by === id) ?? false;
}
