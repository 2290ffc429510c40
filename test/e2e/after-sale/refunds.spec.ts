import { key, type Client } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';

const REFUND = `mutation ($input: RefundOrderInput!, $key: IdempotencyKey) {
  refundOrder(tenantId: "alpha", input: $input, idempotencyKey: $key) {
    __typename ... on Problem { code } ... on RefundExceedsPayment { refundable }
    ... on RefundOrderSucceeded { replayed refundable refund { id amount currency state reason } } } }`;

const REFUNDS = { method: 'POST', path: '/v1/refunds' };

describe('a seller who gives money back', () => {
  let product: Product;
  let buyer: Shopping;
  let seller: Client;
  let provider: ProviderView;

  beforeAll(async () => {
    product = await startProduct();
    buyer = await product.guest();
    seller = await product.seller();
    provider = new ProviderView(product);
  });
  afterAll(() => product.stop());
  afterEach(() => product.stripe.faults.clear());

  async function bought(): Promise<{ id: string; total: number }> {
    const { id, url, total } = await buyer.toPayment({ PATTERN: 3 });
    await submitPage(url, 'pay');
    await until(
      () => buyer.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
    return { id, total };
  }
  const refund = (orderId: string, amount?: number, one = key()) =>
    seller.ask(REFUND, { input: { orderId, amount }, key: one });
  const refunded = (checkoutId: string) =>
    seller.ask(
      'query ($id: ID!) { checkout(tenantId: "alpha", checkoutId: $id) { status terminal refundState refunded } }',
      { id: checkoutId },
    );

  it('gives a part, then the rest, never more than was paid; the order stays as it is [PS-10]', async () => {
    const { id, total } = await bought();
    const before = await buyer.available('mug');
    expect(await refund(id, 500)).toMatchObject({
      replayed: false,
      refundable: total - 500,
      refund: { amount: 500, currency: 'EUR', state: 'succeeded', reason: 'requested' },
    });
    expect(await refund(id, total)).toMatchObject({ code: 'REFUND_EXCEEDS_PAYMENT', refundable: total - 500 });
    expect(await refund(id)).toMatchObject({ refundable: 0, refund: { amount: total - 500 } });
    expect(await refund(id)).toMatchObject({ code: 'ORDER_NOT_REFUNDABLE' });
    expect(await provider.money(id)).toEqual({ paid: total, refunded: total });
    expect(await buyer.status(id)).toMatchObject({ status: 'completed', terminal: true, order: { status: 'paid' } });
    expect(await buyer.available('mug')).toBe(before);
  });

  it('shows the buyer how much is on its way back [PS-10]', async () => {
    const { id } = await bought();
    await refund(id, 300);
    const { data } = await buyer.client.send(
      'query ($id: ID!) { checkout(tenantId: "alpha", checkoutId: $id) { refundState refunded } }',
      { id },
    );
    expect(data.checkout).toEqual({ refundState: 'succeeded', refunded: 300 });
    expect((await seller.send('{ __typename }')).errors).toBeUndefined();
    await expect(refunded(id)).rejects.toThrow('NOT_FOUND');
  });

  it('gives back once under one key, however often it is asked [ID-2, PS-10]', async () => {
    const { id } = await bought();
    const one = key();
    const first = await refund(id, 400, one);
    const again = await refund(id, 400, one);
    expect([first.replayed, again.replayed, again.refund.id === first.refund.id]).toEqual([false, true, true]);
    expect(await refund(id, 401, one)).toMatchObject({ code: 'IDEMPOTENCY_KEY_MISMATCH' });
    expect((await provider.money(id)).refunded).toBe(400);
  });

  it('gives no more than was paid to twenty askers at once [PS-10]', async () => {
    const { id, total } = await bought();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refund(id, Math.ceil(total / 3))));
    const given = answers.filter(({ __typename }) => __typename === 'RefundOrderSucceeded');
    expect(given.length).toBeGreaterThan(0);
    expect(given.length).toBeLessThanOrEqual(3);
    expect((await provider.money(id)).refunded).toBe(given.length * Math.ceil(total / 3));
  });

  it('keeps what the provider refuses to give back, and may ask again [PS-10]', async () => {
    const { id, total } = await bought();
    product.stripe.faults.add({ match: REFUNDS, action: 'status', status: 400, times: 1 });
    expect(await refund(id)).toMatchObject({ code: 'PAYMENT_REFUSED' });
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
    expect(await refund(id)).toMatchObject({ refundable: 0, refund: { state: 'succeeded' } });
    expect(await provider.money(id)).toEqual({ paid: total, refunded: total });
  });

  it('gives back once although the provider’s answer was lost [PS-10, ID-5]', async () => {
    const { id } = await bought();
    product.stripe.faults.add({ match: REFUNDS, action: 'execute-then-reset', times: 3 });
    const one = key();
    const { refund: asked, refundable } = await refund(id, 200, one);
    expect(asked).toMatchObject({ state: 'due', amount: 200 });
    expect(await refund(id, refundable + 1)).toMatchObject({ code: 'REFUND_EXCEEDS_PAYMENT', refundable });
    product.clock.advance(5_000);
    const settled = await until(
      () => refund(id, 200, one),
      (answer) => answer.refund?.state === 'succeeded',
      'the refund',
    );
    expect(settled).toMatchObject({ replayed: true });
    expect((await provider.money(id)).refunded).toBe(200);
  });
});
