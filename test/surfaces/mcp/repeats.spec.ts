import { startProduct, type Product } from '../../setup/product.js';
import { PARIS, type Shopping } from '../../setup/shopping.js';
import { AGENTS, type Agent } from './agents.js';

describe('an agent that sends no idempotency key', () => {
  let product: Product;
  let shopping: Shopping;
  let agent: Agent;

  beforeAll(async () => {
    product = await startProduct();
    shopping = await product.guest();
    agent = await AGENTS['client 2 on 2026-07-28']!(`${product.url}/mcp`, shopping.client.token);
  });
  afterAll(async () => {
    await agent.close();
    await product.stop();
  });

  const call = async (name: string, args: Record<string, unknown>) =>
    (await agent.call(name, { tenant_id: 'alpha', ...args })).structuredContent;

  it('starts one checkout however often it repeats the call, and is told so', async () => {
    const cart_id = await shopping.cart();
    const before = await shopping.available('mug');
    const answers = [];
    for (let times = 0; times < 3; times += 1) answers.push(await call('checkout_start', { cart_id }));
    expect(answers.map(({ replayed }) => replayed)).toEqual([false, true, true]);
    expect(new Set(answers.map(({ checkout }) => checkout.id)).size).toBe(1);
    expect(await shopping.available('mug')).toBe(before - 2);
  });

  it('is not doubled by calls at the same time', async () => {
    const cart_id = await shopping.cart({ PATTERN: 1 });
    const answers = await Promise.all([1, 2, 3, 4].map(() => call('checkout_start', { cart_id })));
    const started = answers.filter(({ checkout }) => checkout);
    expect(new Set(started.map(({ checkout }) => checkout.id)).size).toBe(1);
    for (const { code } of answers.filter(({ checkout }) => !checkout)) expect(code).toBe('IDEMPOTENCY_IN_FLIGHT');
  });

  it('is not doubled at the edge of any time slot: ten minutes count from the first call', async () => {
    const cart_id = await shopping.cart({ PATTERN: 1 });
    const first = await call('checkout_start', { cart_id });
    product.clock.advance(9 * 60_000);
    expect(await call('checkout_start', { cart_id })).toMatchObject({
      replayed: true,
      checkout: { id: first.checkout.id },
    });
  });

  it('gets a new answer once the problem is mended', async () => {
    const cart_id = await shopping.cart({ LAMP: 1 });
    const { checkout } = await call('checkout_start', { cart_id });
    const args = { checkout_id: checkout.id };
    expect(await call('checkout_create_payment_session', args)).toMatchObject({ code: 'SHIPPING_ADDRESS_REQUIRED' });
    await call('checkout_update', { ...args, shipping_address: PARIS });
    const opened = await call('checkout_create_payment_session', args);
    expect(opened).toMatchObject({ replayed: false, checkout: { status: 'payment_pending' } });

    // A new choice closes the page: asked again, it is a new one and not a memory of the old one.
    await call('checkout_select_shipping', { ...args, carrier_id: 'poste', service_id: 'express' });
    const again = await call('checkout_create_payment_session', args);
    expect(again).toMatchObject({ replayed: false, checkout: { status: 'payment_pending' } });
    expect(again.checkout.nextAction.url).not.toBe(opened.checkout.nextAction.url);

    await call('checkout_cancel', args);
    const anew = await call('checkout_start', { cart_id });
    expect(anew.checkout.id).not.toBe(checkout.id);
    await call('checkout_cancel', { checkout_id: anew.checkout.id });
  });

  it('is kept to a key of its own when it sends one', async () => {
    const cart_id = await shopping.cart({ PATTERN: 1 });
    await call('checkout_start', { cart_id, idempotency_key: 'mine' });
    expect(await call('checkout_start', { cart_id, idempotencyKey: 'mine' })).toMatchObject({ replayed: true });
    const other = await call('checkout_start', {
      cart_id: await shopping.cart({ PATTERN: 1 }),
      idempotency_key: 'mine',
    });
    expect(other).toMatchObject({ code: 'IDEMPOTENCY_KEY_MISMATCH' });
  });
});
