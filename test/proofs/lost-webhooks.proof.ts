import { Client } from '../setup/client.js';
import { Shopping, submitPage } from '../setup/shopping.js';
import { becomes, each, range } from './framework/each.js';
import type { GatewayProcess } from './framework/gateway-process.js';
import type { Figures, Stage } from './framework/proof.js';
import { openShop } from './framework/sellers.js';
import type { World } from './framework/world.js';

const TENANT = 'remote';
const AT_ONCE = 8;
/** From the payment, or from the start of a gateway that was away, to the completed checkout. */
const BY_ITSELF_MS = 90_000;
/** From the one status read. */
const BY_READING_MS = 2000;
/** How often is looked; adds to what is measured. */
const LOOK_MS = 50;

interface Paid {
  readonly id: string;
  readonly buyer: Shopping;
  readonly at: number;
}

/** The provider has no endpoint to report to: what was paid is found by asking it. */
export async function lostWebhooks(stage: Stage): Promise<Figures> {
  const poll: Record<string, string> = stage.quick ? { EVENT_POLL_INTERVAL_MS: '1000' } : {};
  const world = await stage.world({ env: poll });
  await world.seed((app) => openShop(app, TENANT, { MUG: 10_000 }));
  const gateway = await world.gateway();
  const counts = stage.quick ? { alone: 6, away: 3, read: 3 } : { alone: 150, away: 50, read: 50 };
  const alone = await byItself(stage, world, await paid(stage, gateway.url, counts.alone), 'alone');
  const away = await whileAway(stage, world, gateway, counts.away);
  await gateway.stop();
  const read = await byReading(stage, world, counts.read);
  const money = [...(await world.provider.money()).values()];
  const orders = await world.db.collection('orders').countDocuments({ tenantId: TENANT, status: 'paid' });
  const bought = counts.alone + counts.away + counts.read;
  if (orders !== bought || money.length !== bought || money.some(({ payments }) => payments !== 1)) {
    stage.broken(`${bought} checkouts were paid, and there are ${orders} orders and ${money.length} payments`);
  }
  return { paid: bought, slowestMs: Math.max(alone, away), slowestReadMs: read };
}

async function paid(stage: Stage, url: string, count: number): Promise<Paid[]> {
  const opened = await pages(stage, url, count);
  return each(opened, AT_ONCE, async ({ id, page, buyer }) => {
    await submitPage(page, 'pay');
    return { id, buyer, at: Date.now() };
  });
}

function pages(stage: Stage, url: string, count: number): Promise<{ id: string; page: string; buyer: Shopping }[]> {
  stage.progress.begin('payment pages', count);
  return each(range(count), AT_ONCE, async () => {
    const buyer = new Shopping(await new Client(url).guest(TENANT), TENANT);
    const { id, url: page } = await buyer.toPayment({ MUG: 1 });
    stage.progress.step();
    return { id, page, buyer };
  });
}

/** Nobody returns, nobody asks. Answers the longest wait. */
async function byItself(stage: Stage, world: World, payments: readonly Paid[], what: string): Promise<number> {
  stage.progress.begin(what, payments.length);
  const open = new Map(payments.map(({ id, at }) => [id, at]));
  const latest = Math.max(...open.values()) + BY_ITSELF_MS;
  let slowest = 0;
  await becomes(
    async () => {
      for (const id of await completed(world, [...open.keys()])) {
        const waited = Date.now() - (open.get(id) ?? 0);
        if (waited > BY_ITSELF_MS) stage.broken(`${id} completed ${waited} ms after it was paid`);
        slowest = Math.max(slowest, waited);
        open.delete(id);
        stage.progress.step();
      }
      return open.size === 0;
    },
    latest - Date.now(),
    LOOK_MS,
  );
  for (const id of open.keys()) stage.broken(`${id} was paid and is not completed after ${BY_ITSELF_MS} ms`);
  return slowest;
}

/** Paid while no gateway runs; the next one finds it. */
async function whileAway(stage: Stage, world: World, gateway: GatewayProcess, count: number): Promise<number> {
  const opened = await pages(stage, gateway.url, count);
  await gateway.kill();
  for (const { page } of opened) await submitPage(page, 'pay');
  await gateway.start();
  const at = Date.now();
  return byItself(
    stage,
    world,
    opened.map(({ id, buyer }) => ({ id, buyer, at })),
    'away',
  );
}

/** A gateway that asks for nothing by itself: one status read, and no second one. */
async function byReading(stage: Stage, world: World, count: number): Promise<number> {
  const gateway = await world.gateway({ EVENT_POLL_INTERVAL_MS: '0' });
  const payments = await paid(stage, gateway.url, count);
  stage.progress.begin('status reads', count);
  let slowest = 0;
  for (const { id, buyer } of payments) {
    if (await isCompleted(world, id))
      stage.broken(`${id} completed before anybody asked: nothing was healed by reading`);
    const begun = Date.now();
    await buyer.status(id);
    const done = await becomes(() => isCompleted(world, id), BY_READING_MS - (Date.now() - begun), LOOK_MS);
    slowest = Math.max(slowest, Date.now() - begun);
    if (!done) stage.broken(`${id} was read once and is not completed ${Date.now() - begun} ms later`);
    stage.progress.step();
  }
  return slowest;
}

async function isCompleted(world: World, id: string): Promise<boolean> {
  return (await completed(world, [id])).length === 1;
}

/** Looked up behind the gateway's back: asking the gateway would heal. */
async function completed({ db }: World, ids: readonly string[]): Promise<string[]> {
  const _id = { $in: ids.map((id) => `${TENANT}/${id}` as never) };
  const found = await db
    .collection('checkouts')
    .find({ _id, status: 'completed' }, { projection: { _id: 1 } })
    .toArray();
  return found.map((checkout) => String(checkout._id).slice(TENANT.length + 1));
}
