import { startProduct, type Product } from '../setup/product.js';
import { PARIS, submitPage, type Shopping } from '../setup/shopping.js';

/**
 * Database commands per operation: the biggest term of its cost. A change here is a change of the product's speed, so
 * each number is written down. Webhooks and sweeps are kept away; the tenant is cached.
 */
const EXPECTED = {
  'catalogSearch, browse': 3,
  'catalogSearch, text': 4,
  product: 2,
  createCart: 1,
  'addCartItem, first': 4,
  cart: 3,
  startCheckout: 11,
  'startCheckout, replayed': 3,
  'updateCheckout, address': 4,
  shippingOptions: 3,
  selectShipping: 4,
  createPaymentSession: 7,
  'checkout, paid while nobody looked': 12,
  'checkout, completed': 2,
};

describe('database commands per operation', () => {
  let product: Product;
  let shopping: Shopping;
  const counted: Record<string, number> = {};

  async function count<T>(name: string, operation: () => Promise<T>): Promise<T> {
    product.commands.length = 0;
    const result = await operation();
    counted[name] = product.commands.length;
    return result;
  }

  beforeAll(async () => {
    product = await startProduct({ webhooks: false, sweepEveryMs: 60_000 });
    shopping = await product.guest();
    // The tenant is read once and cached: for a moment, and on a busy machine the moment would pass.
    product.clock.freeze();
    await shopping.available('mug');
  });
  afterAll(() => product.stop());

  it('are as many as written down', async () => {
    const search = 'query ($t: ID!, $q: String) { catalogSearch(tenantId: $t, query: $q) { nodes { id } } }';
    const { client } = shopping;
    await count('catalogSearch, browse', () => client.ask(search, { t: 'alpha' }));
    await count('catalogSearch, text', () => client.ask(search, { t: 'alpha', q: 'mug' }));
    await count('product', () => shopping.available('mug'));
    const cart = await count('createCart', () => shopping.cart({}));
    await count('addCartItem, first', () => shopping.add(cart, 'MUG', 2));
    await count('cart', () =>
      client.ask('query ($t: ID!, $c: ID!) { cart(tenantId: $t, cartId: $c) { id } }', { t: 'alpha', c: cart }),
    );
    const started = await count('startCheckout', () => shopping.start(cart, { key: 'one' }));
    await count('startCheckout, replayed', () => shopping.start(cart, { key: 'one' }));
    const { id } = started.checkout;
    await count('updateCheckout, address', () => shopping.update(id, { shippingAddress: PARIS }));
    await count('shippingOptions', () =>
      client.ask('query ($t: ID!, $c: ID!) { shippingOptions(tenantId: $t, checkoutId: $c) { options { price } } }', {
        t: 'alpha',
        c: id,
      }),
    );
    await count('selectShipping', () => shopping.select(id, 'poste', 'express'));
    const opened = await count('createPaymentSession', () => shopping.pay(id));
    await submitPage(opened.checkout.nextAction.url, 'pay');
    await count('checkout, paid while nobody looked', () => shopping.status(id));
    await count('checkout, completed', () => shopping.status(id));
    expect(counted).toEqual(EXPECTED);
  });
});
