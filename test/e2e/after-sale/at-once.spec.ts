import { CheckoutReader } from '#checkout';
import { PaymentRefused } from '#payments';
import { OrdersService } from '../../../libs/checkout/orders/orders.service.js';
import { key, type Client } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';

const REFUND = `mutation ($input: RefundOrderInput!, $key: IdempotencyKey) {
  refundOrder(tenantId: "alpha", input: $input, idempotencyKey: $key) {
    __typename ... on Problem { code }
    ... on RefundOrderSucceeded { refund { state } } } }`;
const SHOWN =
  'query ($id: ID!) { checkout(tenantId: "alpha", checkoutId: $id) { status terminal refundState refunded dispute } }';
const REFUNDS = { method: 'POST', path: '/v1/refunds' };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TOTAL = 1200;

/** Money on its way back that meets other money, or other hands. */
describe('several who give money back', () => {
  let product: Product;
  let provider: ProviderView;
  let buyer: Shopping;
  let seller: Client;

  beforeAll(async () => {
    product = await startProduct();
    provider = new ProviderView(product);
  });
  beforeEach(async () => {
    buyer = await product.guest();
    seller = await product.seller();
  });
  afterAll(() => product.stop());
  afterEach(() => {
    product.stripe.faults.clear();
    jest.restoreAllMocks();
  });

  /** As it lies in the database: tokens do not last as long as what is waited for here. */
  const stored = async (id: string) => (await product.gateway.app.get(CheckoutReader).linked('alpha', id, Infinity))!;
  const becomes = (id: string, wanted: object) =>
    until(
      async () => (await buyer.client.send(SHOWN, { id })).data.checkout,
      (now) => Object.entries(wanted).every(([name, value]) => now[name] === value),
      JSON.stringify(wanted),
    );
  const refund = (orderId: string, amount?: number): Promise<any> =>
    seller.ask(REFUND, { input: { orderId, amount }, key: key() });

  async function bought(): Promise<{ id: string; payment: string }> {
    const { id, url } = await buyer.toPayment({ PATTERN: 3 });
    await submitPage(url, 'pay');
    await becomes(id, { status: 'completed' });
    const [intent] = await provider.intents(id);
    return { id, payment: intent.id };
  }

  it('see each refund end as soon as its own bank has answered, whatever the others are at [PS-10]', async () => {
    const { id, payment } = await bought();
    await provider.control('refund_plans', { outcome: 'stays-pending', times: 2 });
    await refund(id, 400);
    await refund(id, 300);
    await becomes(id, { refundState: 'pending', refunded: 700 });
    const { data } = await provider.get(`/v1/refunds?payment_intent=${payment}`);
    const [first, second] = [400, 300].map((amount) => data.find((one: any) => one.amount === amount));
    await provider.control(`refunds/${first.id}/settle`, { succeeds: false });
    await becomes(id, { refundState: 'pending', refunded: 300 });
    const [charge] = (await provider.get(`/v1/charges?payment_intent=${payment}`)).data;
    await provider.control(`charges/${charge.id}/dispute`);
    await becomes(id, { dispute: 'open' });
    await provider.control(`refunds/${second.id}/settle`, { succeeds: true });
    await becomes(id, { refunded: 300, refundState: 'succeeded' });
  });

  it('free the goods of a sale that is undone when somebody else was faster to give all of it back [SG-2, PS-10]', async () => {
    const before = await buyer.available('mug');
    const { id, url } = await buyer.toPayment({ MUG: 1 });
    jest.spyOn(product.gateway.app.get(OrdersService), 'markPaid').mockRejectedValue(new PaymentRefused('no'));
    product.stripe.faults.add({ match: REFUNDS, action: 'status', status: 400, times: 1 });
    await submitPage(url, 'pay');
    await becomes(id, { status: 'compensating', refundState: 'failed' });
    const [intent] = await provider.intents(id);
    await provider.post('/v1/refunds', { payment_intent: intent.id });
    await becomes(id, { refunded: intent.amount });
    product.clock.advance(HOUR + MINUTE);
    await until(
      () => stored(id),
      ({ status, runs }) => status === 'compensated' && runs.every(({ endedAt }) => endedAt !== null),
      'the end of the undoing',
    );
    expect(await (await product.guest()).available('mug')).toBe(before);
    expect(await provider.money(id)).toEqual({ paid: intent.amount, refunded: intent.amount });
  });

  it('give back once although the answer was lost and nobody could ask again for more than a day [PS-10, ID-5]', async () => {
    const { id } = await bought();
    product.stripe.faults.add({ match: REFUNDS, action: 'execute-then-reset', times: 1000 });
    expect(await refund(id, 400)).toMatchObject({ refund: { state: 'due' } });
    product.clock.advance(25 * HOUR);
    product.stripe.faults.clear();
    await until(
      () => {
        product.clock.advance(MINUTE);
        return stored(id);
      },
      ({ payment: { refunds } }) => refunds.every(({ state }) => state === 'succeeded'),
      'the refund',
    );
    expect(await provider.money(id)).toEqual({ paid: TOTAL, refunded: 400 });
    expect((await stored(id)).payment).toMatchObject({ paid: TOTAL, refundable: TOTAL - 400 });
  });

  it('know of a refund that was made although its repeat was refused [PS-10]', async () => {
    const { id } = await bought();
    product.stripe.faults.add({ match: REFUNDS, action: 'execute-then-reset', times: 1 });
    product.stripe.faults.add({ match: REFUNDS, action: 'status', status: 403, times: 1 });
    expect(await refund(id, 400)).toMatchObject({ code: 'PAYMENT_REFUSED' });
    await becomes(id, { refunded: 400, refundState: 'succeeded' });
    expect((await stored(id)).payment.refundable).toBe(TOTAL - 400);
    expect(await provider.money(id)).toEqual({ paid: TOTAL, refunded: 400 });
  });
});
