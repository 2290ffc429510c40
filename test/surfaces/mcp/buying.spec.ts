import { startProduct, type Product } from '../../setup/product.js';
import { submitPage } from '../../setup/shopping.js';
import { AGENTS, type Agent } from './agents.js';

const PARIS = { name: 'A. Buyer', line1: '1 rue de Test', city: 'Paris', postal_code: '75001', country: 'FR' };

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

describe.each(Object.keys(AGENTS))('an agent with %s', (kind) => {
  const open: Agent[] = [];
  const connect = async (token?: string | null): Promise<Agent> => {
    const agent = await AGENTS[kind]!(`${product.url}/mcp`, token);
    open.push(agent);
    return agent;
  };
  afterAll(() => Promise.all(open.map((agent) => agent.close())));

  it('speaks the revision it asked for', async () => {
    const { version } = await connect();
    expect(version).toBe(kind.includes('2026') ? '2026-07-28' : '2025-11-25');
  });

  it('buys from the list of sellers to a paid order, told at each point what to do next', async () => {
    const stranger = await connect();
    const sellers = await data(stranger, 'list_tenants');
    const tenant_id = sellers.nodes[0].id;
    const found = await data(stranger, 'catalog_search', { tenant_id, query: 'mug' });
    const { sku } = found.nodes[0].variants[0];
    const { session } = await data(stranger, 'create_guest_session', { tenant_id });

    const agent = await connect(session.accessToken);
    const { cart } = await data(agent, 'cart_create', { tenant_id });
    await data(agent, 'cart_add_item', { tenant_id, cart_id: cart.id, sku, quantity: 1 });
    const addressed = await data(agent, 'cart_set_address', { tenant_id, cart_id: cart.id, ...PARIS });
    expect(addressed.cart).toMatchObject({ deliveryEligible: true, subtotal: 1250 });

    const started = await data(agent, 'checkout_start', { tenant_id, cart_id: cart.id, email: 'buyer@example.com' });
    const id = { tenant_id, checkout_id: started.checkout.id };
    expect(started.checkout).toMatchObject({ cartId: cart.id, nextAction: { __typename: 'ChooseShipping' } });
    const { options } = await data(agent, 'checkout_shipping_options', id);
    const { carrierId: carrier_id, serviceId: service_id } = options.at(-1);
    const chosen = await data(agent, 'checkout_select_shipping', { ...id, carrier_id, service_id });
    expect(chosen.checkout.nextAction.__typename).toBe('OpenPaymentSession');

    const opened = await data(agent, 'checkout_create_payment_session', id);
    const { nextAction } = opened.checkout;
    expect(nextAction).toMatchObject({ __typename: 'PayAtUrl', landingUrl: expect.stringContaining(product.url) });
    expect(await submitPage(nextAction.url, 'pay')).toMatchObject({ status: 303 });
    const paid = await data(agent, 'checkout_status', id);
    expect(paid).toMatchObject({ status: 'completed', terminal: true, nextAction: { __typename: 'Done' } });
    expect(await data(agent, 'order_get', { tenant_id, order_id: paid.order.id })).toMatchObject({ status: 'paid' });
  });

  it('gets a problem as data and as a text that names the next tool', async () => {
    const agent = await connect((await product.client.guest('alpha')).token);
    const { cart } = await data(agent, 'cart_create', { tenant_id: 'alpha' });
    const empty = await agent.call('checkout_start', { tenant_id: 'alpha', cart_id: cart.id });
    expect(empty).toMatchObject({ isError: true, structuredContent: { code: 'CART_EMPTY', retryable: false } });
    expect(empty.content[0].text).toMatch(/^CART_EMPTY: .*\nNext: .*cart_add_item/s);
    const unknown = await agent.call('cart_add_item', { tenant_id: 'alpha', cart_id: cart.id, sku: 'NOPE' });
    expect(unknown.structuredContent).toMatchObject({
      code: 'SKU_NOT_FOUND',
      sku: 'NOPE',
      alternatives: expect.any(Array),
    });
    // A model often reads the text alone: what the advice speaks of is in it.
    expect(unknown.content[0].text).toContain(JSON.stringify(unknown.structuredContent.alternatives));
    const gone = await agent.call('checkout_status', { tenant_id: 'alpha', checkout_id: 'chk_none' });
    expect(gone).toMatchObject({ isError: true, structuredContent: { code: 'NOT_FOUND' } });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an unknown argument', { tenant_id: 'alpha', cart_id: 'c', sku: 'MUG', colour: 'red' }, 'colour'],
    ['a wrong type', { tenant_id: 'alpha', cart_id: 'c', sku: 'MUG', quantity: 'two' }, 'quantity'],
    ['a number out of bounds', { tenant_id: 'alpha', cart_id: 'c', sku: 'MUG', quantity: 0 }, 'quantity'],
    ['a number beyond 32 bits', { tenant_id: 'alpha', cart_id: 'c', sku: 'MUG', quantity: 3e9 }, 'quantity'],
    ['a missing argument', { tenant_id: 'alpha', cart_id: 'c' }, 'sku'],
    ['an argument given under two names', { tenant_id: 'alpha', cart_id: 'c', cartId: 'd', sku: 'MUG' }, 'cartId'],
    ['a token that is no text', { tenant_id: 'alpha', cart_id: 'c', sku: 'MUG', auth_token: 7 }, 'auth_token'],
  ])('is told the place of %s', async (_, args, path) => {
    const answer = await (await connect((await product.client.guest('alpha')).token)).call('cart_add_item', args);
    expect(answer).toMatchObject({ isError: true, structuredContent: { code: 'INVALID_INPUT', details: [{ path }] } });
    expect(answer.content[0].text).toContain(`- ${path}: `);
  });

  it('is refused an unknown tool as a wrong parameter', async () => {
    const agent = await connect();
    await expect(agent.call('drop_database')).rejects.toMatchObject({ code: -32_602 });
  });

  it('is told to sign in where a tool needs a token', async () => {
    const answer = await (await connect()).call('cart_create', { tenant_id: 'alpha' });
    expect(answer).toMatchObject({ isError: true, structuredContent: { code: 'UNAUTHENTICATED' } });
    expect(answer.content[0].text).toContain('create_guest_session');
  });
});

/** A call that must succeed; its text is a copy of its data. */
async function data(agent: Agent, name: string, args: Record<string, unknown> = {}): Promise<any> {
  const answer = await agent.call(name, args);
  if (answer.isError) throw new Error(`${name}: ${answer.content[0].text}`);
  expect(JSON.parse(answer.content[0].text)).toEqual(answer.structuredContent);
  return answer.structuredContent;
}
