import { http } from '../../setup/http.js';
import { PaymentForm } from '../../setup/payment-form.js';
import { startProduct, type Product } from '../../setup/product.js';
import { until } from '../../setup/shopping.js';
import { AGENTS, type Agent } from './agents.js';

describe('a payment form of an app’s own, opened by an agent', () => {
  let product: Product;
  let agent: Agent;
  let token: string;

  beforeAll(async () => {
    product = await startProduct();
    token = (await product.client.guest('alpha')).token!;
    agent = await AGENTS['client 2 on 2026-07-28']!(`${product.url}/mcp`, token);
  });
  afterAll(async () => {
    await agent.close();
    await product.stop();
  });

  const data = async (name: string, args: Record<string, unknown>): Promise<any> => {
    const { isError, structuredContent } = await agent.call(name, { tenant_id: 'alpha', ...args });
    if (isError) throw new Error(`${name}: ${JSON.stringify(structuredContent)}`);
    return structuredContent;
  };

  async function started(): Promise<string> {
    const { cart } = await data('cart_create', {});
    await data('cart_add_item', { cart_id: cart.id, sku: 'PATTERN' });
    return (await data('checkout_start', { cart_id: cart.id, email: 'buyer@example.com' })).checkout.id;
  }

  it('is one of the rails that the tool lists', async () => {
    const tools = await agent.tools();
    const { properties } = tools.find(({ name }) => name === 'checkout_create_payment_session').inputSchema;
    expect(properties.rail).toMatchObject({
      enum: ['STRIPE_CHECKOUT', 'STRIPE_EMBEDDED', 'STRIPE_ELEMENTS', 'STRIPE_INTENT', 'STRIPE_MPP', 'OFFLINE'],
    });
  });

  it('pays with the secret that the tool answers, over MCP and over REST [PS-6]', async () => {
    const checkout_id = await started();
    const { checkout } = await data('checkout_create_payment_session', { checkout_id, rail: 'STRIPE_INTENT' });
    expect(checkout.nextAction).toMatchObject({ __typename: 'ConfirmPayment', publishableKey: 'pk_test_comptoir' });
    const path = `/v1/tenants/alpha/checkouts/${checkout_id}`;
    const headers = { authorization: `Bearer ${token}` };
    expect((await http(`${product.url}${path}`, { headers })).json.nextAction).toEqual(checkout.nextAction);
    await new PaymentForm(product, checkout.nextAction).confirm('pm_card_visa');
    const paid = await until(
      () => data('checkout_status', { checkout_id }),
      ({ status }) => status === 'completed',
      'completion',
    );
    expect(paid.paymentSession).toMatchObject({ rail: 'STRIPE_INTENT', state: 'paid' });
    expect(JSON.stringify(paid)).not.toContain('_secret_');
  });

  it('is refused for a rail that is none', async () => {
    const checkout_id = await started();
    const asked = { tenant_id: 'alpha', checkout_id, rail: 'CASH' };
    const answer = await agent.call('checkout_create_payment_session', asked);
    expect(answer.structuredContent).toMatchObject({ code: 'INVALID_INPUT', details: [{ path: 'rail' }] });
  });
});
