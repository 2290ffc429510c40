import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView, sessionOf } from '../../setup/provider-view.js';
import { PARIS, submitPage, until, type Shopping } from '../../setup/shopping.js';

const MINUTE = 60_000;

describe('the end of a checkout’s time', () => {
  let product: Product;
  let buyer: Shopping;
  let provider: ProviderView;

  beforeAll(async () => {
    product = await startProduct();
    provider = new ProviderView(product);
  });
  // A token lasts an hour, and every test lets half of one pass.
  beforeEach(async () => {
    buyer = await product.guest();
  });
  afterAll(() => product.stop());
  afterEach(() => product.stripe.faults.clear());

  const ended = (id: string, status: string) =>
    until(
      () => buyer.status(id),
      (shown) => shown.status === status && shown.terminal,
      `${id} to be ${status}`,
    );

  it('frees goods that nobody paid for, without a page ever opened [SG-7]', async () => {
    const before = await buyer.available('mug');
    const { checkout } = await buyer.start(await buyer.cart({ MUG: 4 }));
    expect(await buyer.available('mug')).toBe(before - 4);
    product.clock.advance(31 * MINUTE);
    expect(await ended(checkout.id, 'expired')).toMatchObject({
      nextAction: { __typename: 'StartOver' },
      nextPollAfterMs: null,
    });
    expect(await buyer.available('mug')).toBe(before);
    expect(await buyer.pay(checkout.id)).toMatchObject({ code: 'CHECKOUT_NOT_OPEN' });
  });

  it('closes the payment page before it frees the goods [PS-3, SG-7]', async () => {
    const before = await buyer.available('mug');
    const { id, url } = await buyer.toPayment({ MUG: 2 });
    product.clock.advance(32 * MINUTE);
    await ended(id, 'expired');
    expect(await buyer.available('mug')).toBe(before);
    expect((await provider.sessions(id)).map(({ status }) => status)).toEqual(['expired']);
    expect(await submitPage(url, 'pay')).toMatchObject({ status: 410 });
    expect(await provider.money(id)).toEqual({ paid: 0, refunded: 0 });
  });

  it('completes instead when closing the page finds the payment that no webhook told of [WH-4, PS-12]', async () => {
    product.stripe.faults.addWebhook({ event: '*', action: 'drop', times: 100 });
    const before = await buyer.available('mug');
    const { id, url, total } = await buyer.toPayment({ MUG: 2 });
    await submitPage(url, 'pay');
    product.clock.advance(32 * MINUTE);
    // Reading a status heals too, so the order list is watched: it asks nobody.
    const orders = () => buyer.client.ask('{ myOrders(tenantId: "alpha") { nodes { id status } } }');
    await until(
      orders,
      ({ nodes }) => nodes.some((order: any) => order.id === id && order.status === 'paid'),
      'the order',
    );
    expect(await ended(id, 'completed')).toMatchObject({ order: { status: 'paid' } });
    expect(await buyer.available('mug')).toBe(before - 2);
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
  });

  it('keeps the goods while the provider cannot be asked, and ends once it can', async () => {
    const before = await buyer.available('lamp');
    const { id, url } = await buyer.toPayment({ LAMP: 1 });
    product.stripe.faults.add({
      match: { path: '/v1/checkout/sessions/*' },
      action: 'status',
      status: 500,
      times: 1000,
    });
    product.clock.advance(32 * MINUTE);
    await until(
      async () => product.stripe.requests.filter(({ fault }) => fault !== null).length,
      (struck) => struck >= 3,
      'the provider to be asked in vain',
    );
    expect(await buyer.available('lamp')).toBe(before - 1);
    product.stripe.faults.clear();
    await until(
      async () => {
        product.clock.advance(2000);
        return buyer.status(id);
      },
      ({ status, terminal }) => status === 'expired' && terminal,
      'the end',
    );
    expect(await buyer.available('lamp')).toBe(before);
    expect(await submitPage(url, 'pay')).toMatchObject({ status: 410 });
  });

  it.each(['STRIPE_CHECKOUT', 'STRIPE_INTENT'])(
    'frees the goods of a payment by %s whose opening the provider will not tell about: nobody can pay what nobody was shown',
    async (rail) => {
      const before = await buyer.available('lamp');
      const { checkout } = await buyer.start(await buyer.cart({ LAMP: 1 }), { shippingAddress: PARIS });
      // Stripe keeps an answer of 500 for a day and gives it again for the same key.
      const match = {
        method: 'POST',
        path: rail === 'STRIPE_CHECKOUT' ? '/v1/checkout/sessions' : '/v1/payment_intents',
      };
      product.stripe.faults.add({ match, action: 'status', status: 500, stored: true });
      expect(await buyer.pay(checkout.id, { rail })).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR' });
      product.clock.advance(20 * MINUTE);
      expect(await buyer.cancel(checkout.id)).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR' });
      expect(await buyer.available('lamp')).toBe(before - 1);
      expect(await buyer.status(checkout.id)).toMatchObject({ nextAction: { __typename: 'Wait' } });
      product.clock.advance(20 * MINUTE);
      await ended(checkout.id, 'cancelled');
      expect(await buyer.available('lamp')).toBe(before);
    },
  );

  it('comes for every other checkout while the provider says nothing about one', async () => {
    const [lamps, mugs] = [await buyer.available('lamp'), await buyer.available('mug')];
    const silent = await buyer.toPayment({ LAMP: 1 });
    product.clock.advance(1000);
    await buyer.toPayment({ MUG: 1 });
    const path = `/v1/checkout/sessions/${sessionOf(silent.url)}`;
    product.stripe.faults.add({ match: { path }, action: 'hang', times: 10 });
    product.clock.advance(32 * MINUTE);
    await until(
      () => buyer.available('mug'),
      (free) => free === mugs,
      'the goods of the second to be free',
    );
    expect(product.stripe.requests.some((request) => request.path === path && request.fault !== null)).toBe(true);
    expect(await buyer.available('lamp')).toBe(lamps - 1);
  });

  it('gives a checkout whose page opened late its full window again, and says until when', async () => {
    const { checkout } = await buyer.start(await buyer.cart({ MUG: 1 }), { shippingAddress: PARIS });
    product.clock.advance(25 * MINUTE);
    const opened = await buyer.pay(checkout.id);
    expect(Date.parse(opened.checkout.expiresAt)).toBeGreaterThan(Date.parse(checkout.expiresAt) + 20 * MINUTE);
    const [session] = await provider.sessions(checkout.id);
    expect(session.expires_at * 1000).toBeLessThanOrEqual(Date.parse(opened.checkout.expiresAt));
    product.clock.advance(10 * MINUTE);
    await submitPage(opened.checkout.nextAction.url, 'pay');
    await ended(checkout.id, 'completed');
  });

  it('lets the cart be bought again after the end', async () => {
    const cart = await buyer.cart({ PATTERN: 1 });
    const first = await buyer.start(cart);
    product.clock.advance(31 * MINUTE);
    await ended(first.checkout.id, 'expired');
    const second = await buyer.start(cart);
    expect(second.checkout).toMatchObject({ status: 'pending' });
    expect(second.checkout.id).not.toBe(first.checkout.id);
  });
});
