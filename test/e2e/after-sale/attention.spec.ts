import { startProduct, type Product } from '../../setup/product.js';
import { until, type Shopping } from '../../setup/shopping.js';

const LIST = `{ checkoutsNeedingAttention(tenantId: "alpha") {
  nodes { checkoutId status message step retryAt } endCursor } }`;

const REPAIR = `mutation ($id: ID!) { repairCheckout(tenantId: "alpha", checkoutId: $id) {
  __typename ... on Problem { code } ... on CheckoutSucceeded { checkout { id status } } } }`;

/** Longer than the longest pause between two tries, milliseconds. */
const PAUSE_MS = 15 * 60_000;

describe('what only a person can bring further', () => {
  let product: Product;
  let buyer: Shopping;

  beforeAll(async () => {
    product = await startProduct();
    buyer = await product.guest();
  });
  afterAll(() => product.stop());
  afterEach(() => product.stripe.faults.clear());

  const listed = async () => (await (await product.seller()).ask(LIST)).nodes;

  /** The platform may be trying by itself at this very moment: that is busy, and to be asked again. */
  const repaired = async (id: string) => {
    const seller = await product.seller();
    return until(
      () => seller.ask(REPAIR, { id }),
      ({ code }) => code !== 'CHECKOUT_BUSY',
      'repair',
    );
  };

  it('is listed after some tries, goods still held, and goes on by one call once the cause is gone [AD-5]', async () => {
    const before = await buyer.available('lamp');
    const { id } = await buyer.toPayment({ LAMP: 1 });
    const sessions = { path: '/v1/checkout/sessions*' };
    product.stripe.faults.add({ match: sessions, action: 'status', status: 503, times: 10_000 });
    expect(await buyer.cancel(id)).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR' });
    expect(await listed()).toEqual([]);
    const [item] = await until(
      () => {
        product.clock.advance(PAUSE_MS);
        return listed();
      },
      (nodes) => nodes.length > 0,
      'attention',
    );
    expect(item).toMatchObject({
      checkoutId: id,
      step: 'process-payment',
      message: expect.stringContaining('provider'),
    });
    expect(await (await product.guest()).available('lamp')).toBe(before - 1);

    product.stripe.faults.clear();
    expect(await repaired(id)).toMatchObject({ checkout: { id, status: 'cancelled' } });
    expect(await listed()).toEqual([]);
    expect(await (await product.guest()).available('lamp')).toBe(before);
    expect(await (await product.seller()).ask(REPAIR, { id })).toMatchObject({ checkout: { id, status: 'cancelled' } });
  });
});
