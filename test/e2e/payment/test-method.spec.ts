import { key } from '../../setup/client.js';
import { http } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { PARIS, type Shopping } from '../../setup/shopping.js';
import { AGENTS, type Agent } from '../../surfaces/mcp/agents.js';

/** A buyer without a browser: tests, and agents that try the gateway out. */
describe('a test payment method named at the start of a checkout', () => {
  let product: Product;
  let buyer: Shopping;
  let provider: ProviderView;
  let agent: Agent;

  beforeAll(async () => {
    product = await startProduct();
    provider = new ProviderView(product);
    buyer = await product.guest();
    agent = await AGENTS['client 2 on 2026-07-28']!(`${product.url}/mcp`, buyer.client.token);
  });
  afterAll(async () => {
    await agent.close();
    await product.stop();
  });
  afterEach(() => product.stripe.faults.clear());

  const start = (cart_id: string, payment_method_id: unknown, more: object = {}): Promise<any> =>
    agent.call('checkout_start', { tenant_id: 'alpha', cart_id, email: 'b@example.com', payment_method_id, ...more });

  it('completes the purchase in one call, paid by an intent like any other [SG-11]', async () => {
    const cart = await buyer.cart({ PATTERN: 1 });
    const { structuredContent } = await start(cart, 'pm_card_visa');
    expect(structuredContent).toMatchObject({ checkout: { status: 'completed', nextAction: { __typename: 'Done' } } });
    const { id } = structuredContent.checkout;
    expect(await buyer.status(id)).toMatchObject({
      order: { status: 'paid' },
      paymentSession: { rail: 'STRIPE_INTENT' },
    });
    expect(await provider.money(id)).toEqual({ paid: 400, refunded: 0 });
  });

  it('is taken under its other spelling and over REST, and listed nowhere [SG-11]', async () => {
    const cart = await buyer.cart({ PATTERN: 1 });
    const camel = { tenant_id: 'alpha', cart_id: cart, paymentMethodId: 'pm_card_visa' };
    const answer = await agent.call('checkout_start', camel);
    expect(answer.structuredContent).toMatchObject({ checkout: { status: 'completed' } });
    const headers = { authorization: `Bearer ${buyer.client.token}`, 'idempotency-key': key() };
    const body = { cart_id: await buyer.cart({ PATTERN: 1 }), payment_method_id: 'pm_card_visa' };
    const rest = await http(`${product.url}/v1/tenants/alpha/checkouts`, { headers, body });
    expect(rest).toMatchObject({ status: 201, json: { checkout: { status: 'completed' } } });
    const tool = (await agent.tools()).find(({ name }) => name === 'checkout_start');
    const openApi = (await http(`${product.url}/openapi.json`)).text;
    expect(JSON.stringify([tool, openApi])).not.toMatch(/payment_?method_?id/i);
    const stray = await agent.call('checkout_start', { tenant_id: 'alpha', cart_id: cart, colour: 'red' });
    expect(stray.structuredContent.details[0].message).not.toContain('payment_method_id');
  });

  it('pays once for one key, however often it is sent, and not with another method under it [SG-11, ID-2, ID-3]', async () => {
    const cart = await buyer.cart({ PATTERN: 1 });
    const one = { idempotency_key: key() };
    const first = (await start(cart, 'pm_card_visa', one)).structuredContent;
    const again = (await start(cart, 'pm_card_visa', one)).structuredContent;
    expect(again).toMatchObject({ replayed: true, checkout: { id: first.checkout.id, status: 'completed' } });
    expect((await start(cart, 'pm_card_mastercard', one)).structuredContent).toMatchObject({
      code: 'IDEMPOTENCY_KEY_MISMATCH',
    });
    expect(await provider.intents(first.checkout.id)).toHaveLength(1);
    expect(await provider.money(first.checkout.id)).toEqual({ paid: 400, refunded: 0 });
  });

  it('goes on from wherever it was when the answer was lost: one intent, one payment [SG-11, ID-5]', async () => {
    const cart = await buyer.cart({ PATTERN: 1 });
    const one = { idempotency_key: key() };
    const path = '/v1/payment_intents/*/confirm';
    product.stripe.faults.add({ match: { path }, action: 'execute-then-reset', times: 3 });
    const lost = (await start(cart, 'pm_card_visa', one)).structuredContent;
    expect(lost.code ?? lost.checkout.status).toMatch(/PAYMENT_SERVICE_ERROR|completed/);
    const found = (await start(cart, 'pm_card_visa', one)).structuredContent;
    expect(found).toMatchObject({ checkout: { status: 'completed' } });
    expect(await provider.intents(found.checkout.id)).toHaveLength(1);
    expect(await provider.money(found.checkout.id)).toEqual({ paid: 400, refunded: 0 });
  });

  it('that is declined says so and leaves the checkout open for another one [SG-11, PS-12]', async () => {
    const cart = await buyer.cart({ PATTERN: 1 });
    const declined = await start(cart, 'pm_card_chargeDeclined');
    expect(declined).toMatchObject({
      isError: true,
      structuredContent: { code: 'PAYMENT_DECLINED', retryable: false },
    });
    const live = (await agent.call('checkout_start', { tenant_id: 'alpha', cart_id: cart })).structuredContent;
    expect(live).toMatchObject({
      checkout: { status: 'payment_pending', nextAction: { __typename: 'ConfirmPayment' } },
    });
    expect((await start(cart, 'pm_card_visa')).structuredContent).toMatchObject({
      checkout: { id: live.checkout.id, status: 'completed' },
    });
  });

  it('whose bank asks for the buyer leaves the rest to the form [SG-11, PS-11]', async () => {
    const cart = await buyer.cart({ PATTERN: 1 });
    expect((await start(cart, 'pm_card_authenticationRequired')).structuredContent).toMatchObject({
      checkout: { status: 'payment_pending', nextAction: { __typename: 'ConfirmPayment' } },
    });
  });

  it('asks for the address first where something is delivered, as any payment does [SG-11]', async () => {
    const cart = await buyer.cart({ MUG: 1 });
    expect((await start(cart, 'pm_card_visa')).structuredContent).toMatchObject({ code: 'SHIPPING_ADDRESS_REQUIRED' });
    const { nodes } = await buyer.client.ask('{ checkouts(tenantId: "alpha", status: pending) { nodes { id } } }');
    await buyer.update(nodes[0].id, { shippingAddress: PARIS });
    expect((await start(cart, 'pm_card_visa')).structuredContent).toMatchObject({ checkout: { status: 'completed' } });
  });

  it.each(['tok_visa', 'pm_', '4242424242424242', 7])('is refused when it is none: %p', async (method) => {
    const { structuredContent } = await start(await buyer.cart({ PATTERN: 1 }), method);
    expect(structuredContent).toMatchObject({ code: 'INVALID_INPUT', details: [{ path: 'payment_method_id' }] });
  });

  it('is refused where real money is paid, before anything is held [SG-11]', async () => {
    const live = await startProduct({ stripeKey: `sk_${'live'}_comptoir` });
    try {
      const payer = await live.guest();
      const before = await payer.available('mug');
      const input = { subject: { cart: await payer.cart({ MUG: 1 }) }, paymentMethodId: 'pm_card_visa' };
      const { query, variables } = payer.keyed('startCheckout', input, key());
      expect(await payer.client.ask(query, variables as never)).toMatchObject({
        code: 'TEST_MODE_ONLY',
        retryable: false,
      });
      expect(await payer.available('mug')).toBe(before);
      expect(await payer.client.ask('{ checkouts(tenantId: "alpha") { nodes { id } } }')).toEqual({ nodes: [] });
      expect(live.stripe.requests).toEqual([]);
    } finally {
      await live.stop();
    }
  });
});
