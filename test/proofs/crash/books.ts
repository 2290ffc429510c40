import { readdir } from 'node:fs/promises';
import type { Authorised, Money } from '../framework/provider.js';
import type { World } from '../framework/world.js';
import { transfers } from './bookkeeper.js';
import { stockFaults, type StoredCheckout } from './stock-books.js';

interface StoredOrder {
  readonly _id: string;
  readonly status: string;
}

const WAITING = new Set(['pending', 'payment_pending']);
const AT_WORK = new Set(['in_progress', 'failed', 'compensating']);
const NOTHING: Money = { paid: 0, refunded: 0, payments: 0 };

/** What the world looks like once nobody is at work any more. */
export interface Books {
  readonly checkouts: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Minor units that buyers are out of pocket, counted at the provider. */
  readonly money: number;
  readonly faults: readonly string[];
}

/** Checkouts that neither ended nor wait for their buyer, and receipts that were not sent yet. */
export async function unsettled(world: World): Promise<string[]> {
  const checkouts = await world.db.collection<StoredCheckout>('checkouts').find().toArray();
  const money = await moneyIn(world);
  const open = checkouts.filter((checkout) => isAtWork(checkout) || (isWaiting(checkout) && money.has(idOf(checkout))));
  const letters = await world.db.collection<{ _id: string }>('deliveries').find({ state: 'pending' }).toArray();
  return [...open.map(({ _id, status }) => `${_id} (${status})`), ...letters.map(({ _id }) => `the delivery ${_id}`)];
}

/** A delivery that a dead gateway had claimed is tried again after a minute: here that minute passes. */
export async function hurryDeliveries({ db }: World): Promise<void> {
  await db.collection('deliveries').updateMany({ state: 'pending' }, { $set: { dueAt: new Date() } });
}

/** Holds every account against every other: checkouts, money at the provider, orders, mails, stock and named units. */
export async function audit(world: World): Promise<Books> {
  const checkouts = await world.db.collection<StoredCheckout>('checkouts').find().toArray();
  const orders = new Map(
    (await world.db.collection<StoredOrder>('orders').find().toArray()).map((order) => [order._id, order.status]),
  );
  const money = await moneyIn(world);
  const mails = await readdir(world.mailDir);
  const open = (await world.provider.sessions()).filter(({ status }) => status === 'open');
  const faults = [...(await stockFaults(world.db, checkouts))];
  const byStatus: Record<string, number> = {};
  for (const checkout of checkouts) {
    const id = idOf(checkout);
    byStatus[checkout.status] = (byStatus[checkout.status] ?? 0) + 1;
    const say = (fault: string): unknown => faults.push(`${checkout._id} (${checkout.status}): ${fault}`);
    const { paid, refunded, payments } = money.get(id) ?? NOTHING;
    const isBought = checkout.status === 'completed';
    const due = isBought ? totalOf(checkout) : 0;
    if (paid - refunded !== due) say(`${paid} paid and ${refunded} refunded where ${due} is due`);
    if (isBought && payments !== 1) say(`${payments} payments`);
    if (checkout.needsAttention) say(`needs attention: ${checkout.needsAttention}`);
    checkOrder(checkout, orders.get(checkout._id), say);
    const letters = mails.filter((name) => name.includes(id)).length;
    if (letters !== (isBought ? 1 : 0)) say(`${letters} confirmation mails`);
    const pages = open.filter(({ metadata }) => metadata.checkout === id).length;
    if (pages > (checkout.status === 'payment_pending' ? 1 : 0)) say(`${pages} pages can be paid at the provider`);
  }
  faults.push(...promises(checkouts, await world.provider.authorised(), money));
  faults.push(...twice(checkouts), ...strangers(checkouts, [...money.keys()], [...orders.keys()]));
  const sum = [...money.values()].reduce((total, { paid, refunded }) => total + paid - refunded, 0);
  return { checkouts: checkouts.length, byStatus, money: sum, faults };
}

/** What is authorised is taken for what is bought, given up for what is not, and never given back. */
function promises(
  checkouts: readonly StoredCheckout[],
  authorised: readonly Authorised[],
  money: ReadonlyMap<string, Money>,
): string[] {
  const bought = new Set(checkouts.filter(({ status }) => status === 'completed').map(idOf));
  const waiting = new Set(checkouts.filter(isWaiting).map(idOf));
  return authorised.flatMap(({ tenant, checkout, status }) => {
    const { refunded } = money.get(checkout) ?? NOTHING;
    const kept = status === 'requires_capture' && !waiting.has(checkout);
    return [
      ...(kept ? [`${tenant}/${checkout}: money is still authorised`] : []),
      ...(status === 'succeeded' && !bought.has(checkout)
        ? [`${tenant}/${checkout}: money was taken for nothing`]
        : []),
      ...(refunded > 0 ? [`${tenant}/${checkout}: ${refunded} were refunded instead of given up`] : []),
    ];
  });
}

/** Where the money is: at the provider, and with sellers who are paid by transfer. */
async function moneyIn({ provider, db }: World): Promise<Map<string, Money>> {
  return new Map([...(await provider.money()), ...(await transfers(db))]);
}

function isAtWork(checkout: StoredCheckout): boolean {
  const { status, lease, dueAt, runs } = checkout;
  if (lease !== null || AT_WORK.has(status)) return true;
  if (!isWaiting(checkout)) return dueAt !== null;
  const last = runs.at(-1);
  return last !== undefined && last.endedAt === null && last.direction === 'undo';
}

function isWaiting({ status }: StoredCheckout): boolean {
  return WAITING.has(status);
}

function checkOrder({ status }: StoredCheckout, order: string | undefined, say: (fault: string) => unknown): void {
  if (status === 'completed' && order !== 'paid') say(`its order is ${order ?? 'not there'}`);
  if (status === 'completed') return;
  if (order === 'paid') say('it has a paid order');
  if (order === 'created' && !WAITING.has(status)) say('it left a draft of an order');
}

/** Each buyer had one subject and one key: one checkout at most. */
function twice(checkouts: readonly StoredCheckout[]): string[] {
  const byOwner = new Map<string, string[]>();
  for (const { _id, ownerId } of checkouts) byOwner.set(ownerId, [...(byOwner.get(ownerId) ?? []), _id]);
  const doubled = [...byOwner.values()].filter((ids) => ids.length > 1);
  return doubled.map((ids) => `One call with one key made ${ids.join(' and ')}`);
}

function strangers(checkouts: readonly StoredCheckout[], paid: string[], ordered: string[]): string[] {
  const ids = new Set(checkouts.map(idOf));
  const rows = new Set(checkouts.map(({ _id }) => _id));
  return [
    ...paid.filter((id) => !ids.has(id)).map((id) => `There is money of ${id}, which is not there`),
    ...ordered.filter((id) => !rows.has(id)).map((id) => `There is an order ${id} without its checkout`),
  ];
}

function totalOf({ _id, pricing }: StoredCheckout): number {
  if (!pricing) throw new Error(`${_id} is completed and has no price`);
  const lines = pricing.lines.reduce((sum, { total }) => sum + total, 0);
  return lines + pricing.shipping + pricing.tax - pricing.discount;
}

function idOf({ _id, tenantId }: StoredCheckout): string {
  return _id.slice(tenantId.length + 1);
}
