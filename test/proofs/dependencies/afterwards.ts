import { submitPage } from '../../setup/shopping.js';
import { becomes, each } from '../framework/each.js';
import type { Stage } from '../framework/proof.js';
import type { World } from '../framework/world.js';
import { SHOP, type Caller } from './callers.js';

const AT_ONCE = 4;

/** Everybody who has a checkout buys it now. Answers how many did. */
export async function finish(stage: Stage, world: World, callers: readonly Caller[]): Promise<number> {
  const buying = callers.flatMap((caller) => {
    const id = caller.checkoutId();
    return id ? [{ buyer: caller.buyer, id }] : [];
  });
  stage.progress.begin('purchases', buying.length);
  await each(buying, AT_ONCE, async ({ buyer, id }) => {
    const shown = await buyer.status(id);
    if (shown.status !== 'completed') {
      const opened = await buyer.pay(id);
      const url = opened.checkout?.nextAction.url ?? (await buyer.status(id)).nextAction.url;
      if (url) await submitPage(url, 'pay');
    }
    const done = await becomes(async () => (await buyer.status(id)).status === 'completed', undefined, 500);
    if (!done) stage.broken(`${id} cannot be bought any more: it is ${(await buyer.status(id)).status}`);
    stage.progress.step();
  });
  return buying.length;
}

/** One payment, one order and one mug for each, nothing held, no page left that could be paid as well. */
export async function checkBooks(
  stage: Stage,
  world: World,
  callers: readonly Caller[],
  bought: number,
  stock: number,
): Promise<void> {
  const money = [...(await world.provider.money()).values()];
  const sessions = await world.provider.sessions();
  const checkouts = await world.db.collection('checkouts').countDocuments({ tenantId: SHOP });
  const mugs = await world.db.collection('inventory').findOne({ _id: `${SHOP}/MUG` as never });
  const found = {
    checkouts,
    orders: await world.db.collection('orders').countDocuments({ tenantId: SHOP, status: 'paid' }),
    payers: money.length,
    paidTwice: money.filter(({ payments }) => payments !== 1).length,
    refunded: money.reduce((sum, { refunded }) => sum + refunded, 0),
    openPages: sessions.filter(({ status }) => status === 'open').length,
    sold: stock - Number(mugs?.['onHand']),
    held: mugs?.['holds'].length,
  };
  const nothing = { paidTwice: 0, refunded: 0, openPages: 0 };
  const expected = { checkouts: bought, orders: bought, payers: bought, ...nothing, sold: bought, held: 0 };
  for (const [name, wanted] of Object.entries(expected)) {
    const is = found[name as keyof typeof found];
    if (is !== wanted) stage.broken(`after ${callers.length} calls ${name} is ${is}, not ${wanted}`);
  }
}
