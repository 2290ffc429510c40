import type { Cart, NextAction, Product, Totals } from '../graphql/answers.js';
import type { Agent } from '../agent.js';
import { expectEqual, expectSome } from '../expect.js';
import { open } from '../payment-desk.js';
import { until } from '../until.js';
import { inStock } from './handoff.js';
import type { Stage } from './stage.js';

/** What the tools show of a checkout. */
export interface ShownCheckout {
  readonly id: string;
  readonly status: string;
  readonly terminal: boolean;
  readonly totals: Totals;
  readonly nextAction: NextAction;
}

interface Where {
  readonly tenant_id: string;
  readonly checkout_id: string;
}

/** A cart with one of each of so many products that a search finds. */
export async function agentCart(
  agent: Agent,
  tenantId: string,
  { query, count }: { query: string; count: number },
): Promise<{ cart: Cart; products: readonly Product[] }> {
  const at = { tenant_id: tenantId };
  const { nodes } = await agent.call<{ nodes: Product[] }>('catalog_search', { ...at, query });
  const chosen = inStock(nodes, count);
  let { cart } = await agent.call<{ cart: Cart }>('cart_create', at);
  for (const { sku } of chosen) {
    ({ cart } = await agent.call<{ cart: Cart }>('cart_add_item', { ...at, cart_id: cart.id, sku, quantity: 1 }));
  }
  return { cart, products: chosen.map(({ product }) => product) };
}

/** Opens the payment page, hands it to the buyer, who pays there, and asks until it is over: paid exactly once. */
export async function agentPays({ world, transcript }: Stage, agent: Agent, where: Where): Promise<ShownCheckout> {
  const { checkout } = await agent.call<{ checkout: ShownCheckout }>('checkout_create_payment_session', { ...where });
  expectEqual('status with an open payment page', checkout.status, 'payment_pending');
  const url = expectSome('hosted page', checkout.nextAction.url);
  const landingUrl = expectSome('landing page', checkout.nextAction.landingUrl);
  const button = await open(landingUrl, { method: 'POST', body: new URLSearchParams() });
  expectEqual('button of the landing page', [button.status, button.location], [303, url]);
  expectEqual('answer to the payment form', (await world.desk.press(url, 'pay')).status, 303);
  const ended = await until(
    'a terminal status',
    () => agent.call<ShownCheckout>('checkout_status', { ...where }),
    ({ terminal }) => terminal,
  );
  expectEqual('status', [ended.status, ended.nextAction.__typename], ['completed', 'Done']);
  const sessions = await world.desk.sessionsOf(where.checkout_id);
  expectEqual(
    'sessions of the checkout at the provider',
    sessions.map(({ payment_status, amount_total }) => [payment_status, amount_total]),
    [['paid', checkout.totals.total]],
  );
  expectEqual('refunds', await world.desk.refunds(), 0);
  transcript.did('paid', 'the buyer got the landing page, the agent never saw a card');
  return ended;
}
