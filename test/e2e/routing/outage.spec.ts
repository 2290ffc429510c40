import { startProduct, type Product } from '../../setup/product.js';
import { PARIS, until, type Shopping } from '../../setup/shopping.js';
import { family, openTenant } from '../../setup/tenants.js';
import { BOTH } from '../offline/transfers.js';

const OPENING = { method: 'POST', path: '/v1/checkout/sessions' };
const GOODS = [family('pattern', 'Pattern', 'Digital', { sku: 'PATTERN', price: 400, stock: null, weightGrams: 0 })];

describe('a provider that keeps failing', () => {
  let product: Product;
  let buyer: Shopping;

  beforeAll(async () => {
    product = await startProduct();
    await openTenant(product, 'mixed', { payment: BOTH }, GOODS);
    buyer = await product.guest('mixed');
  });
  afterAll(() => product.stop());

  const begun = async (): Promise<string> =>
    (await buyer.start(await buyer.cart({ PATTERN: 1 }), { shippingAddress: PARIS })).checkout.id;
  const openings = () => product.stripe.requests.filter(({ path }) => path === OPENING.path).length;

  it('is not asked for a while, others are chosen meanwhile, and it is tried again by itself [PR-2, PR-4]', async () => {
    product.stripe.faults.add({ match: OPENING, action: 'status', status: 500, times: 1000 });
    const failing = await Promise.all(Array.from({ length: 10 }, begun));
    for (const answer of await Promise.all(failing.map((id) => buyer.pay(id)))) {
      expect(answer).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR', retryable: true });
    }
    const asked = openings();
    // Who names the way is told at once, and may ask again; their goods stay held.
    const named = await begun();
    expect(await buyer.pay(named, { rail: 'STRIPE_CHECKOUT' })).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR' });
    expect(await buyer.status(named)).toMatchObject({ status: 'pending' });
    // Who does not gets the other provider, which is well.
    const { checkout } = await buyer.pay(await begun());
    expect(checkout.paymentSession).toMatchObject({ provider: 'offline', routing: { score: 64 } });
    expect(openings()).toBe(asked);
    // Those whose outcome is unclear stay where they are.
    expect(await buyer.status(failing[0]!)).toMatchObject({
      status: 'pending',
      paymentSession: { provider: 'stripe' },
    });

    product.stripe.faults.clear();
    const again = await until(
      () => buyer.pay(named),
      (answer) => answer.checkout !== undefined,
      'the provider to be tried again',
    );
    expect(again.checkout).toMatchObject({ status: 'payment_pending', paymentSession: { provider: 'stripe' } });
    const other = await buyer.pay(await begun());
    expect(other.checkout.paymentSession).toMatchObject({ provider: 'stripe', routing: { score: 100 } });
  });
});
