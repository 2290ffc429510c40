import { Client } from '../../setup/client.js';
import { PARIS, Shopping, submitPage } from '../../setup/shopping.js';
import { family, importTo } from '../../setup/tenants.js';
import { becomes, each } from '../framework/each.js';
import type { Figures, Stage } from '../framework/proof.js';
import { openSeller } from '../framework/sellers.js';
import type { World } from '../framework/world.js';
import { CURRENCIES, type CurrencyFacts } from './currencies.js';
import { total } from './oracle.js';

const SKUS = ['A', 'B', 'C'] as const;
const AT_ONCE = 4;
/** What Stripe takes at least, with room: the product knows no minimums. */
const LIMITS = { maxLineQuantity: 20, maxLines: 10, maxCartTotal: 99_999_999 };
const DEAR = { from: 2000, to: 30_000 };

/** Shops in the currencies that are easiest to get wrong, and others; real carts, real sessions, real payments. */
export async function checkEndToEnd(stage: Stage): Promise<Figures> {
  const codes = ['JPY', 'EUR', 'KWD', 'ISK', 'UGX', 'USD', 'HUF', 'BHD', 'XOF'].slice(0, stage.quick ? 4 : 9);
  const world = await stage.world();
  const shops = codes.flatMap((code) => CURRENCIES.filter((facts) => facts.code === code));
  await world.seed(async (app) => {
    for (const facts of shops) await openShopIn(stage, app, facts);
  });
  const gateway = await world.gateway();
  world.webhooksTo(gateway.url);
  const carts = stage.quick ? 1 : 12;
  const jobs = shops.flatMap((facts) => Array.from({ length: carts }, () => facts));
  stage.progress.begin('payments', jobs.length);
  await each(jobs, AT_ONCE, async (facts) => {
    await buy(stage, world, gateway.url, facts);
    stage.progress.step();
  });
  return { endToEnd: jobs.length };
}

async function openShopIn(stage: Stage, app: Parameters<typeof openSeller>[0], facts: CurrencyFacts): Promise<void> {
  const id = facts.code.toLowerCase();
  const amount = (): number => stage.random.between(DEAR.from, DEAR.to) * (facts.decimals === 3 ? 10 : 1);
  const rate = { carrierId: 'post', serviceId: 'std', name: 'Post', minDays: 1, maxDays: 2 };
  const rates = [{ ...rate, basePrice: amount(), perKilogram: amount() }];
  const settings = { shipping: { coverage: [{ country: 'FR' }], rates }, includedTaxRate: 2000 };
  await openSeller(app, id, 'retail', settings, { currencies: [facts.code], limits: LIMITS });
  const goods = SKUS.map((sku) =>
    family(sku.toLowerCase(), sku, 'Goods', {
      sku,
      price: amount(),
      stock: 1000,
      weightGrams: stage.random.between(1, 999),
    }),
  );
  await importTo(app, id, goods);
}

async function buy(stage: Stage, world: World, url: string, facts: CurrencyFacts): Promise<void> {
  const tenant = facts.code.toLowerCase();
  const buyer = new Shopping(await new Client(url).guest(tenant), tenant);
  const wanted = Object.fromEntries(SKUS.map((sku) => [sku, stage.random.between(1, 9)]));
  const started = await buyer.start(await buyer.cart(wanted), { shippingAddress: PARIS });
  const { id, totals, lines } = started.checkout;
  const sum = total(lines.map((line: any) => BigInt(line.unitPrice) * BigInt(line.quantity))) + BigInt(totals.shipping);
  const opened = await buyer.pay(id);
  if (!opened.checkout) return stage.broken(`${totals.total} ${facts.code} cannot be paid: ${JSON.stringify(opened)}`);
  await submitPage(opened.checkout.nextAction.url, 'pay');
  if (!(await becomes(async () => (await buyer.status(id)).status === 'completed'))) {
    return stage.broken(`${id} was paid and did not complete`);
  }
  const money = (await world.provider.money()).get(id);
  const order = await world.db.collection('orders').findOne({ _id: `${tenant}/${id}` as never });
  const found = {
    total: BigInt(totals.total),
    paid: (BigInt(money?.paid ?? 0) * facts.under) / facts.over,
    currency: order?.['currency'],
    payments: money?.payments,
  };
  const expected = { total: sum, paid: sum, currency: facts.code, payments: 1 };
  for (const [name, value] of Object.entries(expected)) {
    const is = found[name as keyof typeof found];
    if (is !== value) stage.broken(`${name} of ${id} is ${is}, not ${value}`);
  }
}
