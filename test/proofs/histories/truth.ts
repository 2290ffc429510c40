import { transfers } from '../crash/bookkeeper.js';
import { stockFaults, type StoredCheckout } from '../crash/stock-books.js';
import type { Town } from './town.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The window of every seller of a proof; see framework/sellers.ts. */
const WINDOW_MS = 120 * MINUTE_MS;

/** The shortest page that the provider has may outlast its checkout, which closes it then. */
const PAGE_MS = 31 * MINUTE_MS;

const WAITING = new Set(['pending', 'payment_pending']);
const OVER = new Set(['completed', 'handed_off', 'compensated', 'cancelled', 'expired']);
const PAYABLE = new Set(['opening', 'open', 'processing', 'authorised']);

interface StoredSession {
  readonly rail: string;
  readonly state: string;
  readonly expiresAt: Date;
  readonly openedAt: Date;
}

interface StoredRefund {
  readonly amount: number;
  readonly state: string;
  readonly reason: string;
}

/** What an outsider sees of a checkout in the database, with its money and its time. */
interface Stored extends StoredCheckout {
  readonly payment: {
    readonly sessions: readonly StoredSession[];
    readonly refunds: readonly StoredRefund[];
    readonly paid: number;
    readonly refundable: number;
  };
  readonly expiresAt: Date;
  readonly holdUntil: Date;
  readonly updatedAt: Date;
}

function stored({ world }: Town): Promise<Stored[]> {
  return world.db.collection<Stored>('checkouts').find().toArray();
}

/** What must be true of a checkout at every instant. */
export async function brokenNow({ world }: Town, tenantId: string, id: string): Promise<string[]> {
  const checkout = await world.db.collection<Stored>('checkouts').findOne({ _id: `${tenantId}/${id}` });
  if (!checkout) return [`${tenantId}/${id} is gone`];
  const faults = [...brokenWindows(checkout), ...brokenMoney(checkout)];
  return faults.map((fault) => `${checkout._id} (${checkout.status}): ${fault}`);
}

/** A session ends before its checkout, if it can, and that before its hold; only for a transfer anybody waits for days. */
function brokenWindows({ status, payment, expiresAt, holdUntil, updatedAt }: Stored): string[] {
  const latest = payment.sessions.at(-1);
  const session = latest && PAYABLE.has(latest.state) ? latest : null;
  const isPage = session !== null && session.expiresAt.getTime() <= session.openedAt.getTime() + PAGE_MS;
  const mustLast = session?.state === 'open' && !isPage ? session.expiresAt : null;
  const isForNothing = status === 'pending' && !session;
  const waits = expiresAt.getTime() - updatedAt.getTime();
  const holds = holdUntil.getTime() - updatedAt.getTime();
  return [
    ...(holdUntil < expiresAt ? ['its hold ends before it does'] : []),
    ...(WAITING.has(status) && mustLast && expiresAt < mustLast ? ['it ends before its session'] : []),
    ...(isForNothing && waits > WINDOW_MS ? [`it waits ${waits / MINUTE_MS} minutes for nothing`] : []),
    ...(WAITING.has(status) && session?.rail !== 'offline' && holds > Math.max(waits, DAY_MS)
      ? [`its goods are held for ${holds / MINUTE_MS} minutes`]
      : []),
  ];
}

function brokenMoney({ payment: { paid, refunds, refundable } }: Stored): string[] {
  const back = total(refunds.filter(({ state }) => state !== 'failed'));
  return paid - back === refundable ? [] : [`${paid} paid and ${back} given back, and ${refundable} can be`];
}

/** Checkouts that are not over yet, or have something to do, and events that were not applied yet. */
export async function unfinished(town: Town): Promise<string[]> {
  const open = (await stored(town)).filter(({ status, dueAt }) => !OVER.has(status) || dueAt !== null);
  const events = await unapplied(town);
  return [...open.map(({ _id, status }) => `${_id} (${status})`), ...events.map(({ _id }) => `event ${_id}`)];
}

function unapplied({ world }: Town): Promise<{ _id: string; dueAt: Date }[]> {
  return world.db
    .collection<{ _id: string; dueAt: Date; state: string }>('inbox')
    .find({ state: 'received' })
    .toArray();
}

/** Whether somebody is at work, or should be by now. */
export async function isBusy(town: Town): Promise<boolean> {
  const now = town.clock.now();
  if ((await unapplied(town)).some(({ dueAt }) => dueAt <= now)) return true;
  return (await stored(town)).some(({ lease, dueAt }) => lease !== null || (dueAt !== null && dueAt <= now));
}

/** What must be true of all of them in the end: money where it is, and goods. */
export async function brokenInTheEnd(town: Town): Promise<{ faults: string[]; byStatus: Record<string, number> }> {
  const checkouts = await stored(town);
  const money = new Map([...(await town.world.provider.money()), ...(await transfers(town.world.db))]);
  const faults = await stockFaults(town.world.db, checkouts);
  const byStatus: Record<string, number> = {};
  for (const { _id, tenantId, status, payment, pricing, needsAttention } of checkouts) {
    byStatus[status] = (byStatus[status] ?? 0) + 1;
    const say = (fault: string): unknown => faults.push(`${_id} (${status}): ${fault}`);
    const { paid, refunded } = money.get(_id.slice(tenantId.length + 1)) ?? { paid: 0, refunded: 0 };
    const given = total(payment.refunds.filter(({ reason, state }) => reason === 'requested' && state !== 'failed'));
    const price = pricing
      ? total([
          ...pricing.lines.map((line) => ({ amount: line.total })),
          { amount: pricing.shipping + pricing.tax - pricing.discount },
        ])
      : 0;
    const due = status === 'completed' ? price - given : 0;
    if (paid - refunded !== due) say(`${paid} came and ${refunded} went back where ${due} is due`);
    if (needsAttention) say(`needs attention: ${needsAttention}`);
  }
  return { faults, byStatus };
}

function total(amounts: readonly { readonly amount: number }[]): number {
  return amounts.reduce((sum, { amount }) => sum + amount, 0);
}
