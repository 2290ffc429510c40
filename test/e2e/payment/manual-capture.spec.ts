import { InvalidInput } from '@comptoir/kernel';
import { CheckoutReader } from '#checkout';
import { InventoryService } from '#inventory';
import { key, type Client } from '../../setup/client.js';
import { setMoney } from '../../setup/money.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { PARIS, submitPage, until, type Shopping } from '../../setup/shopping.js';

const MINUTE = 60_000;
const RAILS = ['STRIPE_CHECKOUT', 'STRIPE_EMBEDDED', 'STRIPE_ELEMENTS', 'STRIPE_INTENT'];
const CAPTURE = '/v1/payment_intents/*/capture';

const REFUND = `mutation ($input: RefundOrderInput!, $key: IdempotencyKey) {
  refundOrder(tenantId: "alpha", input: $input, idempotencyKey: $key) {
    __typename ... on Problem { code } ... on RefundOrderSucceeded { refund { amount state } } } }`;

/** A tenant that has cards authorised first, and charged when the sale is certain. */
describe('money that is authorised first', () => {
  let product: Product;
  let buyer: Shopping;
  let provider: ProviderView;

  beforeAll(async () => {
    product = await startProduct();
    provider = new ProviderView(product);
    await setMoney(product, 'alpha', { mode: 'platform', capture: 'manual' });
  });
  // A token lasts an hour, and some tests let half of one pass.
  beforeEach(async () => {
    buyer = await product.guest();
    await product.gateway.app.get(InventoryService).adjust({ tenantId: 'alpha' } as never, 'MUG', 2);
  });
  afterEach(() => {
    product.stripe.faults.clear();
    jest.restoreAllMocks();
  });
  afterAll(() => product.stop());

  /** Two mugs, to be paid on a rail. */
  async function opened(rail: string): Promise<{ id: string; total: number; pay: () => Promise<void> }> {
    const { checkout: started } = await buyer.start(await buyer.cart({ MUG: 2 }), { shippingAddress: PARIS });
    const { checkout } = await buyer.pay(started.id, { rail });
    const { nextAction, totals } = checkout;
    const pay = async (): Promise<void> => {
      if (rail === 'STRIPE_INTENT') {
        const [intent] = await provider.intents(started.id);
        await provider.post(`/v1/payment_intents/${intent.id}/confirm`, { payment_method: 'pm_card_visa' });
        return;
      }
      const [session] = await provider.sessions(started.id);
      const framed = `${product.stripe.url}/c/pay/${session.id}?client_secret=${encodeURIComponent(nextAction.clientSecret)}`;
      await submitPage(nextAction.url ?? framed, 'pay');
    };
    return { id: started.id, total: totals.total, pay };
  }
  const becomes = (id: string, status: string) =>
    until(
      () => {
        product.clock.advance(1000);
        return buyer.status(id);
      },
      (shown) => shown.status === status,
      `${id} to be ${status}`,
    );
  /** A list of orders asks nobody: only what finds the money by itself can have told. */
  const sold = (id: string) =>
    until(
      () => buyer.client.ask('{ myOrders(tenantId: "alpha") { nodes { id status } } }'),
      ({ nodes }) => nodes.some((order: any) => order.id === id && order.status === 'paid'),
      `the order ${id}`,
    );
  /** Requests for a payment that were made of the provider, by what they asked for. */
  const asked = (action: string) =>
    product.stripe.requests.filter(({ method, path }) => method === 'POST' && path.endsWith(action));
  const noWord = () => product.stripe.faults.addWebhook({ event: '*', action: 'drop', times: 100 });
  const noCapture = (times: number) =>
    product.stripe.faults.add({ match: { path: CAPTURE }, action: 'status', status: 503, times });
  const intentOf = async (id: string) => (await provider.intents(id)).at(-1);

  it.each(RAILS)('is charged once, by the webhook alone, and refunded as ever: on %s', async (rail) => {
    const before = await buyer.available('mug');
    const { id, total, pay } = await opened(rail);
    const from = asked('/capture').length;
    await pay();
    await sold(id);
    const done = await becomes(id, 'completed');
    expect(done).toMatchObject({ order: { status: 'paid' }, paymentSession: { rail, state: 'paid' } });
    expect(await intentOf(id)).toMatchObject({ capture_method: 'manual', status: 'succeeded', amount_received: total });
    expect(asked('/capture').length - from).toBe(1);
    expect(await buyer.available('mug')).toBe(before - 2);
    const seller: Client = await product.seller();
    const refunded = await seller.ask(REFUND, { input: { orderId: id, amount: 500 }, key: key() });
    expect(refunded).toMatchObject({ refund: { amount: 500, state: 'succeeded' } });
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 500 });
  });

  it('pays for no order while it is only authorised, and is asked for under one key until it is taken', async () => {
    noCapture(6);
    const { id, total, pay } = await opened('STRIPE_CHECKOUT');
    const from = asked('/capture').length;
    await pay();
    await until(
      async () => asked('/capture').length - from,
      (count) => count >= 3,
      'captures that failed',
    );
    const shown = await buyer.status(id);
    expect(shown).toMatchObject({ status: 'in_progress', order: null, nextAction: { __typename: 'Wait' } });
    expect(await intentOf(id)).toMatchObject({ status: 'requires_capture', amount_received: 0 });
    await becomes(id, 'completed');
    const keys = asked('/capture')
      .slice(from)
      .map(({ idempotencyKey }) => idempotencyKey);
    expect(keys.length).toBeGreaterThan(6);
    expect(new Set(keys)).toEqual(new Set([expect.stringMatching(new RegExp(`^alpha:${id}:1:[\\w-]+:1:capture$`))]));
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
  });

  it('is taken once when the answer is lost', async () => {
    product.stripe.faults.add({ match: { path: CAPTURE }, action: 'execute-then-reset', times: 3 });
    const { id, total, pay } = await opened('STRIPE_INTENT');
    await pay();
    await becomes(id, 'completed');
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
  });

  it('is taken once however many notice it at once', async () => {
    const { id, total, pay } = await opened('STRIPE_CHECKOUT');
    noWord();
    await pay();
    product.clock.advance(6000);
    const { landingUrl } = (await buyer.pay(id)).checkout.nextAction;
    await Promise.allSettled([
      ...[1, 2, 3].map(() => fetch(`${landingUrl}/return`)),
      ...[1, 2, 3].map(() => buyer.status(id)),
    ]);
    await becomes(id, 'completed');
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
  });

  it.each(['STRIPE_CHECKOUT', 'STRIPE_INTENT'])(
    'is given up when the checkout is cancelled before anybody noticed: on %s',
    async (rail) => {
      const before = await buyer.available('mug');
      const { id, pay } = await opened(rail);
      noWord();
      await pay();
      expect(await buyer.cancel(id)).toMatchObject({ checkout: { status: 'cancelled' } });
      await expectNoMoney(id);
      expect(await buyer.available('mug')).toBe(before);
    },
  );

  it('is taken when its buyer was in time and only we are late', async () => {
    const { id, total, pay } = await opened('STRIPE_CHECKOUT');
    noWord();
    await pay();
    product.clock.advance(40 * MINUTE);
    await sold(id);
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
  });

  it('is given up, not given back, when the sale can not be made after all', async () => {
    const before = await buyer.available('mug');
    const inventory = product.gateway.app.get(InventoryService);
    jest.spyOn(inventory, 'convert').mockRejectedValue(InvalidInput.at('sale', 'gone', 'cannot be made'));
    const { id, pay } = await opened('STRIPE_CHECKOUT');
    const from = asked('/capture').length;
    await pay();
    expect(await becomes(id, 'compensated')).toMatchObject({ order: null, failure: { code: 'INVALID_INPUT' } });
    expect(asked('/capture').length).toBe(from);
    await expectNoMoney(id);
    expect(await buyer.available('mug')).toBe(before);
  });

  it.each(['STRIPE_INTENT', 'STRIPE_CHECKOUT'])(
    'ends the checkout when it lapses before it could be taken: on %s',
    async (rail) => {
      const before = await buyer.available('mug');
      noCapture(1000);
      const { id, pay } = await opened(rail);
      await pay();
      await becomes(id, 'in_progress');
      product.clock.advance(8 * 24 * 60 * MINUTE);
      // The provider has our clock; this has it look at it.
      await provider.control('clock/advance', { ms: 0 });
      await until(
        () => intentOf(id),
        ({ status }) => status === 'canceled',
        'it to lapse',
      );
      product.stripe.faults.clear();
      const found = () => product.gateway.app.get(CheckoutReader).linked('alpha', id, 0);
      const ended = await until(found, (checkout) => checkout?.status === 'compensated', 'the checkout to end');
      expect(ended).toMatchObject({ failure: { code: 'PAYMENT_REFUSED' }, payment: { paid: 0 } });
      buyer = await product.guest();
      await expectNoMoney(id);
      expect(await buyer.available('mug')).toBe(before);
    },
  );

  it('is given up when it comes after the end', async () => {
    const { id } = await opened('STRIPE_INTENT');
    const session = (await buyer.status(id)).paymentSession;
    await buyer.cancel(id);
    const named = { tenant: 'alpha', checkout: id, session: session.id, rail: 'stripe-intent' };
    const metadata = Object.fromEntries(Object.entries(named).map(([name, value]) => [`metadata[${name}]`, value]));
    const terms = { amount: String(session.amount), currency: 'eur', capture_method: 'manual' };
    const late = await provider.post('/v1/payment_intents', { ...terms, ...metadata });
    await provider.post(`/v1/payment_intents/${late.id}/confirm`, { payment_method: 'pm_card_visa' });
    await until(
      () => provider.get(`/v1/payment_intents/${late.id}`),
      ({ status }) => status === 'canceled',
      'it to be given up',
    );
    expect(await buyer.status(id)).toMatchObject({ status: 'cancelled', paymentSession: { state: 'closed' } });
    await expectNoMoney(id);
  });

  it('is not what a machine pays with: its token is charged at once', async () => {
    const { id } = await opened('STRIPE_MPP');
    expect((await intentOf(id)).capture_method).not.toBe('manual');
    const { routing } = (await buyer.status(id)).paymentSession;
    expect(routing.reasons).toContainEqual(expect.stringContaining('not authorised first'));
    await buyer.cancel(id);
  });

  async function expectNoMoney(id: string): Promise<void> {
    const intents = await provider.intents(id);
    expect(intents.filter(({ status }: any) => status !== 'canceled')).toEqual([]);
    const { data } = await provider.get('/v1/refunds?limit=100');
    const ids = intents.map((intent: any) => intent.id);
    expect(data.filter(({ payment_intent }: any) => ids.includes(payment_intent))).toEqual([]);
  }
});
