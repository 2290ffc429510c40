import { Client } from '../setup/client.js';
import { PARIS, Shopping, submitPage } from '../setup/shopping.js';
import { becomes, each, range } from './framework/each.js';
import type { Figures, Stage } from './framework/proof.js';
import { openShop } from './framework/sellers.js';
import type { World } from './framework/world.js';

const TENANT = 'rush';
const SKU = 'LAST';
const UNITS = 10;
/** Buyers at the same moment; more would measure sockets. */
const WIDTH = 100;
/** What somebody who came too late may be told. */
const CLEAN_REFUSALS = new Set(['INVENTORY_UNAVAILABLE']);

/** Many buyers, few units, two gateways on one database. */
export async function oversell(stage: Stage): Promise<Figures> {
  const world = await stage.world();
  await world.seed((app) => openShop(app, TENANT, { [SKU]: UNITS }));
  const gateways = await Promise.all([world.gateway(), world.gateway()]);
  world.webhooksTo(gateways[0].url);
  const urls = gateways.map(({ url }) => url);
  return rush(stage, world, urls, stage.quick ? 60 : 1000);
}

interface Rival {
  readonly buyer: Shopping;
  readonly cart: string;
}

async function rush(stage: Stage, world: World, urls: string[], buyers: number): Promise<Figures> {
  stage.progress.begin('carts', buyers);
  // Everybody has a cart before anybody holds anything.
  const rivals = await each(range(buyers), WIDTH, async (index): Promise<Rival> => {
    const client = await new Client(urls[index % urls.length]!).guest(TENANT);
    const buyer = new Shopping(client, TENANT);
    const cart = await buyer.cart({ [SKU]: 1 });
    stage.progress.step();
    return { buyer, cart };
  });
  stage.progress.begin('checkouts', buyers);
  const answers = await each(stage.random.shuffled(rivals), WIDTH, async ({ buyer, cart }) => {
    const answer = await buyer.start(cart, { shippingAddress: PARIS });
    stage.progress.step();
    return { buyer, answer };
  });
  const winners = answers.filter(({ answer }) => answer.checkout);
  const losers = answers.filter(({ answer }) => !answer.checkout);
  for (const { answer } of losers) {
    if (!CLEAN_REFUSALS.has(answer.code)) stage.broken(`a buyer was refused with ${JSON.stringify(answer)}`);
  }
  stage.progress.begin('payments', winners.length);
  await each(winners, UNITS, async ({ buyer, answer }) => {
    const opened = await buyer.pay(answer.checkout.id);
    await submitPage(opened.checkout.nextAction.url, 'pay');
    const done = await becomes(async () => (await buyer.status(answer.checkout.id)).status === 'completed');
    if (!done) stage.broken(`${answer.checkout.id} was paid and did not complete`);
    stage.progress.step();
  });
  const refusals = losers.length;
  return { buyers, gateways: urls.length, refusals, ...(await count(stage, world, buyers)) };
}

/** Orders, stock and money, each from its own books. */
async function count(stage: Stage, world: World, buyers: number): Promise<Figures> {
  const orders = await world.db.collection('orders').countDocuments({ tenantId: TENANT, status: 'paid' });
  const drafts = await world.db.collection('orders').countDocuments({ tenantId: TENANT, status: 'created' });
  const stock = await world.db.collection('inventory').findOne({ tenantId: TENANT });
  const money = [...(await world.provider.money()).values()];
  const figures = {
    orders,
    drafts,
    payments: money.length,
    onHand: stock?.['onHand'],
    available: stock?.['available'],
    holds: stock?.['holds'].length,
  };
  const expected = { orders: UNITS, drafts: 0, payments: UNITS, onHand: 0, available: 0, holds: 0 };
  for (const [name, wanted] of Object.entries(expected)) {
    const found = figures[name as keyof typeof figures];
    if (found !== wanted) stage.broken(`${name} is ${found} after ${buyers} buyers of ${UNITS} units, not ${wanted}`);
  }
  return figures;
}
