import { key, type Client } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';
import { operator } from '../../setup/tokens.js';

const REFUND = `mutation ($input: RefundOrderInput!, $key: IdempotencyKey) {
  refundOrder(tenantId: "alpha", input: $input, idempotencyKey: $key) {
    __typename ... on Problem { code } ... on RefundExceedsPayment { refundable }
    ... on RefundOrderSucceeded { refundable refund { amount state } } } }`;

const SHOWN =
  'query ($id: ID!) { checkout(tenantId: "alpha", checkoutId: $id) { status refundState refunded dispute } }';

/** Three patterns. */
const TOTAL = 1200;

/** What happens to a payment in the provider's dashboard, or at the buyer's bank. */
describe('what becomes of a payment elsewhere', () => {
  let product: Product;
  let provider: ProviderView;
  let buyer: Shopping;
  let seller: Client;

  beforeAll(async () => {
    product = await startProduct();
    provider = new ProviderView(product);
    buyer = await product.guest();
    seller = await product.seller();
  });
  afterAll(() => product.stop());
  afterEach(() => product.stripe.faults.clear());

  const shown = async (id: string) => (await buyer.client.send(SHOWN, { id })).data.checkout;
  const refund = (orderId: string, amount?: number): Promise<any> =>
    seller.ask(REFUND, { input: { orderId, amount }, key: key() });
  const becomes = (id: string, wanted: object) =>
    until(
      () => shown(id),
      (now) => Object.entries(wanted).every(([name, value]) => now[name] === value),
      JSON.stringify(wanted),
    );

  /** Reports about refunds that were acted on. */
  const applied = async (): Promise<any[]> => {
    const events = await (
      await operator(product)
    ).ask('{ inboxEvents(state: applied, first: 100) { nodes { type } } }');
    return events.nodes.filter(({ type }: any) => type.includes('refund'));
  };

  async function bought(): Promise<{ id: string; payment: string }> {
    const { id, url } = await buyer.toPayment({ PATTERN: 3 });
    await submitPage(url, 'pay');
    await becomes(id, { status: 'completed' });
    const [intent] = await provider.intents(id);
    return { id, payment: intent.id };
  }

  it('is known here: a refund in the dashboard counts against what we may give back [PS-10]', async () => {
    const { id, payment } = await bought();
    await provider.post('/v1/refunds', { payment_intent: payment, amount: '500' });
    await becomes(id, { status: 'completed', refundState: 'succeeded', refunded: 500 });
    expect(await refund(id, TOTAL)).toMatchObject({ code: 'REFUND_EXCEEDS_PAYMENT', refundable: TOTAL - 500 });
    expect(await refund(id)).toMatchObject({ refundable: 0, refund: { amount: TOTAL - 500 } });
    expect(await provider.money(id)).toEqual({ paid: TOTAL, refunded: TOTAL });
    await becomes(id, { refunded: TOTAL });
  });

  it('never counts our own refund twice, although it is reported as well, also when its answer was lost [PS-10]', async () => {
    const { id } = await bought();
    product.stripe.faults.add({
      match: { method: 'POST', path: '/v1/refunds' },
      action: 'execute-then-reset',
      times: 1000,
    });
    const before = (await applied()).length;
    await refund(id, 400);
    // What is reported comes first, and only then the answer to our own call, which is made once more. While that call is
    // under way what is reported has to wait, each time twice as long: minutes pass here in seconds.
    await until(
      () => {
        product.clock.advance(4000);
        return applied();
      },
      (events) => events.length > before,
      'what is reported of the refund',
    );
    product.stripe.faults.clear();
    product.clock.advance(15 * 60_000);
    await becomes(id, { refundState: 'succeeded', refunded: 400 });
    await refund(id, 300);
    await becomes(id, { refundState: 'succeeded', refunded: 700 });
    expect(await provider.money(id)).toEqual({ paid: TOTAL, refunded: 700 });
  });

  it('ends a refund that takes its time as soon as the bank has answered, either way [PS-10]', async () => {
    for (const [outcome, ends] of [
      ['succeeded', { refundState: 'succeeded', refunded: 400 }],
      ['failed', { refundState: 'failed', refunded: 0 }],
    ] as const) {
      const { id, payment } = await bought();
      await provider.control('refund_plans', { outcome: 'stays-pending', times: 1 });
      await refund(id, 400);
      expect(await shown(id)).toMatchObject({ refundState: 'pending', refunded: 400 });
      const { data } = await provider.get(`/v1/refunds?payment_intent=${payment}`);
      await provider.control(`refunds/${data[0].id}/settle`, { succeeds: outcome === 'succeeded' });
      await becomes(id, ends);
    }
  });

  it('says nothing to the checkout when it is about a payment that is none of ours', async () => {
    const { id } = await bought();
    const stranger = await provider.post('/v1/payment_intents', {
      amount: '900',
      currency: 'eur',
      confirm: 'true',
      payment_method: 'pm_card_visa',
      'metadata[checkout]': id,
      'metadata[tenant]': 'alpha',
      'metadata[session]': 'ps_of_nobody',
    });
    await provider.post('/v1/refunds', { payment_intent: stranger.id });
    const { data } = await provider.get('/v1/events?limit=1');
    expect(data[0].type).toMatch(/refund/);
    const own = await bought();
    await provider.post('/v1/refunds', { payment_intent: own.payment, amount: '100' });
    await becomes(own.id, { refunded: 100 });
    expect(await shown(id)).toMatchObject({ refundState: 'none', refunded: 0 });
  });
});
