import { Agent } from '../agent.js';
import { ADDRESS, EMAIL } from '../buyer.js';
import type { Cart, ShippingOption } from '../graphql/answers.js';
import { expectEqual, expectSome, expectThat } from '../expect.js';
import { agentTakesSeats } from '../seats/agent-takes-seats.js';
import { THEATRE } from '../seats/theatre.js';
import { sellerOf } from '../sellers.js';
import type { Stay } from '../graphql/stay-answers.js';
import { money } from '../transcript.js';
import { agentBooks } from './agent-books.js';
import { agentCart, agentPays, type ShownCheckout } from './agent-steps.js';
import { expectHandoff } from './handoff.js';
import { leftOut, type Outcome, type Stage } from './stage.js';

interface Seller {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

/** An agent does at every kind of seller what the buyers before it did, with tools alone. */
export async function agentScene(stage: Stage, booked: Stay): Promise<readonly Outcome[]> {
  const { world, transcript, installed } = stage;
  transcript.scene('An agent over MCP, at every kind of seller');
  const agent = await Agent.connect(world.mcpEndpoint);
  const tools = await agent.tools();
  expectThat(
    'tools',
    ['list_tenants', 'checkout_start'].every((name) => tools.includes(name)),
    'the usual',
    tools,
  );
  transcript.did('connected', `/mcp, SDK 1, revision ${agent.protocol}, ${tools.length} tools`);
  const { nodes } = await agent.call<{ nodes: Seller[] }>('list_tenants');
  transcript.did('list_tenants', nodes.map(({ name }) => name).join(', '));
  const visit = async (
    { id }: { id: string },
    work: (guest: Agent, seller: Seller) => Promise<string>,
  ): Promise<Outcome> => {
    const seller = expectSome(
      `${id} in list_tenants`,
      nodes.find((node) => node.id === id),
    );
    const guest = await agent.guestOf(seller.id);
    const status = await work(guest, seller);
    await guest.close();
    return { kind: seller.kind, status };
  };
  const outcomes = [
    await visit(sellerOf('retail'), (guest, seller) => buy(stage, guest, seller)),
    await visit(sellerOf('vacation-rental'), (guest, { id }) => agentBooks(stage, guest, { tenantId: id, booked })),
    await visit(sellerOf('directory-handoff'), (guest, seller) => beHandedOver(stage, guest, seller)),
    installed.seats ? await visit(THEATRE, (guest) => agentTakesSeats(stage, guest)) : leftOut(THEATRE.kind),
  ];
  await agent.close();
  return outcomes;
}

async function buy(stage: Stage, agent: Agent, seller: Seller): Promise<string> {
  const { cart } = await agentCart(agent, seller.id, { query: 'notebook', count: 1 });
  const at = { tenant_id: seller.id };
  const { postalCode, ...address } = ADDRESS;
  const to = { ...at, cart_id: cart.id, ...address, postal_code: postalCode };
  const addressed = (await agent.call<{ cart: Cart }>('cart_set_address', to)).cart;
  expectEqual('cart is deliverable and purchasable', [addressed.deliveryEligible, addressed.purchasable], [true, true]);
  stage.transcript.did('cart_set_address', `${seller.name}: cart of ${money(cart.subtotal)}, deliverable`);
  const { checkout } = await agent.call<{ checkout: ShownCheckout }>('checkout_start', {
    ...at,
    cart_id: cart.id,
    email: EMAIL,
  });
  const where = { ...at, checkout_id: checkout.id };
  const { options } = await agent.call<{ options: ShippingOption[] }>('checkout_shipping_options', where);
  const { carrierId, serviceId, price } = expectSome('cheapest way', options[0]);
  const way = { ...where, carrier_id: carrierId, service_id: serviceId };
  const chosen = await agent.call<{ checkout: ShownCheckout }>('checkout_select_shipping', way);
  const { total } = chosen.checkout.totals;
  expectEqual('cart and shipping', total, cart.subtotal + price);
  const { id, status } = await agentPays(stage, agent, where);
  const order = await agent.call<{ status: string }>('order_get', { ...at, order_id: id });
  expectEqual('order', order.status, 'paid');
  stage.transcript.did(status, `${money(total)}, ${carrierId}; the order is ${order.status}`);
  return status;
}

async function beHandedOver({ transcript, world }: Stage, agent: Agent, seller: Seller): Promise<string> {
  const { cart, products } = await agentCart(agent, seller.id, { query: 'candle', count: 1 });
  const asked = { tenant_id: seller.id, cart_id: cart.id };
  const { checkout } = await agent.call<{ checkout: ShownCheckout }>('checkout', asked);
  expectEqual('how the checkout ends', [checkout.status, checkout.terminal], ['handed_off', true]);
  expectEqual('sessions at the provider', await world.desk.sessionsOf(checkout.id), []);
  await expectHandoff(checkout.nextAction, products);
  transcript.did('checkout', `${seller.name}: cart of ${money(cart.subtotal)}, one call`);
  transcript.did(checkout.status, 'with disclaimer, and a tracked link that leads (302) to the article');
  return checkout.status;
}
