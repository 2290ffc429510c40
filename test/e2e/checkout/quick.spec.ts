import { key } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { PARIS, type Shopping } from '../../setup/shopping.js';

const QUICK = `mutation ($tenantId: ID!, $input: QuickCheckoutInput!, $key: IdempotencyKey) {
  quickCheckout(tenantId: $tenantId, input: $input, idempotencyKey: $key) {
    __typename ... on Problem { code }
    ... on CheckoutSucceeded { replayed checkout { id status nextAction { __typename ... on PayAtUrl { url } } } } } }`;

describe('a checkout in one call', () => {
  let product: Product;
  let shopping: Shopping;

  beforeAll(async () => {
    product = await startProduct();
    shopping = await product.guest();
  });
  afterAll(() => product.stop());

  const quick = (input: object, idempotencyKey = key()): Promise<any> =>
    shopping.client.ask(QUICK, { tenantId: 'alpha', input, key: idempotencyKey });

  it('goes from the cart to the payment page, and the same call again opens nothing new', async () => {
    const cart = await shopping.cart({ MUG: 1 });
    const once = key();
    const first = await quick({ subject: { cart }, shippingAddress: PARIS }, once);
    expect(first.checkout).toMatchObject({ status: 'payment_pending', nextAction: { __typename: 'PayAtUrl' } });
    const again = await quick({ subject: { cart }, shippingAddress: PARIS }, once);
    expect(again).toMatchObject({ replayed: true, checkout: { id: first.checkout.id } });
    expect(again.checkout.nextAction.url).toBe(first.checkout.nextAction.url);
  });

  it('stops at what is missing, and goes on from there when it is asked again', async () => {
    const cart = await shopping.cart({ MUG: 1 });
    const once = key();
    expect(await quick({ subject: { cart } }, once)).toMatchObject({ code: 'SHIPPING_ADDRESS_REQUIRED' });
    const [live] = (
      await shopping.client.ask(
        'query ($t: ID!) { checkouts(tenantId: $t, status: pending, first: 1) { nodes { id } } }',
        { t: 'alpha' },
      )
    ).nodes;
    await shopping.update(live.id, { shippingAddress: PARIS });
    const second = await quick({ subject: { cart } });
    expect(second.checkout).toMatchObject({ id: live.id, status: 'payment_pending' });
  });

  it('holds nothing when it would send the buyer to an address that the tenant does not allow', async () => {
    const before = await shopping.available('mug');
    const cart = await shopping.cart({ MUG: 1 });
    const refused = await quick({ subject: { cart }, shippingAddress: PARIS, successUrl: 'https://evil.example/x' });
    expect(refused).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await shopping.available('mug')).toBe(before);
  });
});
