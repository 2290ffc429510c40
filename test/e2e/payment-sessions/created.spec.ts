import { key } from '../../setup/client.js';
import { applicationKey } from '../../setup/application-key.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { PARIS, type Shopping } from '../../setup/shopping.js';

const OPENING = { method: 'POST', path: '/v1/checkout/sessions' };
const HOME = { success_url: 'https://shop.example/done' };

/** Sessions that a client of Stripe's creates. */
describe('a payment session that an application asks for', () => {
  let product: Product;
  let buyer: Shopping;
  let secret: string;
  let provider: ProviderView;

  beforeAll(async () => {
    product = await startProduct();
    buyer = await product.guest();
    provider = new ProviderView(product);
    secret = (await applicationKey(await product.seller(), 'alpha')).secret;
  });
  afterAll(() => product.stop());
  afterEach(() => product.stripe.faults.clear());

  /** As a client of Stripe's sends it. */
  async function create(params: Record<string, string>, one = key()): Promise<{ status: number; body: any }> {
    const response = await fetch(`${product.url}/v1/checkout/sessions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/x-www-form-urlencoded',
        'idempotency-key': one,
      },
      body: new URLSearchParams({ ...HOME, ...params }).toString(),
    });
    return { status: response.status, body: await response.json() };
  }

  it.each(['the same key', 'another key'])(
    'has a page once the provider answers again, asked for under %s [ID-4, ID-5, PS-1]',
    async (which) => {
      const { checkout } = await buyer.start(await buyer.cart({ MUG: 1 }), { shippingAddress: PARIS });
      const one = key();
      product.stripe.faults.add({ match: OPENING, action: 'execute-then-reset', times: 20 });
      expect((await create({ client_reference_id: checkout.id }, one)).status).toBe(502);
      product.stripe.faults.clear();
      const again = which === 'the same key' ? one : key();
      const { status, body } = await create({ client_reference_id: checkout.id }, again);
      expect([status, body.status]).toEqual([200, 'open']);
      expect(body.url).toMatch(/^http/);
      expect(await provider.sessions(checkout.id)).toHaveLength(1);
    },
  );

  it.each([
    ['an amount that the currency has no coins for', line('12550', 'isk'), 'line_items[0][price_data][unit_amount]'],
    ['a currency that there is not', line('1250', 'xyz'), 'line_items[0][price_data][currency]'],
    ['a currency that is none', line('1250', 'e'), 'line_items[0][price_data][currency]'],
    ['an amount beyond all amounts', line('99999999', 'eur', '999999'), 'line_items'],
    ['a sum beyond all numbers', most(), 'line_items'],
  ])('is refused by name for %s', async (_, params, param) => {
    expect(await create(params)).toMatchObject({ status: 400, body: { error: { param } } });
  });
});

function line(unit: string, currency: string, quantity = '1', no = 0): Record<string, string> {
  return {
    [`line_items[${no}][quantity]`]: quantity,
    [`line_items[${no}][price_data][currency]`]: currency,
    [`line_items[${no}][price_data][unit_amount]`]: unit,
    [`line_items[${no}][price_data][product_data][name]`]: 'Thing',
  };
}

/** As many lines as are taken, of as much as each may be. */
function most(): Record<string, string> {
  return Object.assign({}, ...Array.from({ length: 100 }, (_, no) => line('99999999', 'eur', '999999', no)));
}
