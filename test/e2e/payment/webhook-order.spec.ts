import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView, sessionOf } from '../../setup/provider-view.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';
import { deliver, eventAbout } from '../../setup/webhooks.js';

describe('webhooks in any order, any number of times', () => {
  let product: Product;
  let buyer: Shopping;
  let provider: ProviderView;

  beforeAll(async () => {
    product = await startProduct({ webhooks: false });
    buyer = await product.guest();
    provider = new ProviderView(product);
  });
  afterAll(() => product.stop());

  const sessionAt = (url: string) => provider.get(`/v1/checkout/sessions/${sessionOf(url)}`);
  const orders = async (): Promise<string[]> =>
    (await buyer.client.ask('{ myOrders(tenantId: "alpha", first: 100) { nodes { id status } } }')).nodes
      .filter(({ status }: any) => status === 'paid')
      .map(({ id }: any) => id);
  const ordered = (id: string) => until(orders, (ids) => ids.includes(id), `the order of ${id}`);

  it('complete a checkout once, however often the same event comes, at once or one after the other [WH-2, WH-3]', async () => {
    const before = await buyer.available('mug');
    const { id, url, total } = await buyer.toPayment({ MUG: 2 });
    await submitPage(url, 'pay');
    const event = eventAbout(await sessionAt(url), 'checkout.session.completed', 'evt_five');
    const together = await Promise.all(Array.from({ length: 5 }, () => deliver(product, event)));
    expect(together.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    await ordered(id);
    const done = await until(
      () => buyer.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
    for (let turn = 0; turn < 5; turn += 1)
      expect(await deliver(product, event)).toMatchObject({ status: 200, json: { received: true } });
    expect(await buyer.status(id)).toEqual(done);
    expect(await buyer.available('mug')).toBe(before - 2);
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
    expect(await product.receipts(id)).toHaveLength(1);
  });

  it('never take a paid checkout back: expired, failed and open come too late [WH-2]', async () => {
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    const open = await sessionAt(url);
    await submitPage(url, 'pay');
    await deliver(product, eventAbout(await sessionAt(url), 'checkout.session.completed', 'evt_done'));
    await ordered(id);
    const done = await until(
      () => buyer.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
    const late = {
      expired: { status: 'expired' },
      async_payment_failed: { payment_status: 'unpaid' },
      completed: { status: 'open' },
    };
    for (const [type, change] of Object.entries(late)) {
      await deliver(product, eventAbout({ ...open, ...change }, `checkout.session.${type}`, `evt_late_${type}`));
    }
    product.clock.advance(6000);
    expect(await buyer.status(id)).toEqual({ ...done, stale: false });
    expect(await provider.money(id)).toMatchObject({ refunded: 0 });
  });

  it('complete a checkout whose expiry was announced first, when the money is there [WH-2, PS-12]', async () => {
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    const open = await sessionAt(url);
    await submitPage(url, 'pay');
    await deliver(product, eventAbout({ ...open, status: 'expired' }, 'checkout.session.expired', 'evt_early'));
    await ordered(id);
    await until(
      () => buyer.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
  });

  it('reopen the till when a session ends unpaid: the goods stay held for another try [WH-3, PS-5]', async () => {
    const before = await buyer.available('mug');
    const { id, url } = await buyer.toPayment({ MUG: 1 });
    await provider.expire(sessionOf(url));
    await deliver(product, eventAbout(await sessionAt(url), 'checkout.session.expired', 'evt_unpaid'));
    await until(
      () => buyer.status(id),
      ({ status }) => status === 'pending',
      'the till to reopen',
    );
    expect(await buyer.available('mug')).toBe(before - 1);
    await buyer.cancel(id);
  });

  it('about checkouts, tenants and sessions that do not exist are parked, harm nothing, and block no other [WH-2, WH-6]', async () => {
    const metadata: Record<string, string>[] = [
      { tenant: 'alpha', checkout: 'chk_000000000000000000000000', session: 'ps_1' },
      { tenant: 'no-such-tenant', checkout: 'chk_1', session: 'ps_1' },
      { tenant: 'alpha' },
      {},
    ];
    for (const [index, names] of metadata.entries()) {
      const session = await openForeign(names);
      await submitPage(session.url, 'pay');
      const event = eventAbout(
        { ...session, status: 'complete', payment_status: 'paid' },
        'checkout.session.completed',
        `evt_foreign_${index}`,
      );
      expect(await deliver(product, event)).toMatchObject({ status: 200 });
    }
    const gone = eventAbout(
      { object: 'checkout.session', id: 'cs_test_gone' },
      'checkout.session.completed',
      'evt_gone',
    );
    expect(await deliver(product, gone)).toMatchObject({ status: 200 });
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    await submitPage(url, 'pay');
    await deliver(product, eventAbout(await sessionAt(url), 'checkout.session.completed', 'evt_after'));
    await ordered(id);
  });

  it('give money back that arrives at a checkout that is over, once, and leave it over [WH-5]', async () => {
    const before = await buyer.available('mug');
    const { id, url, total } = await buyer.toPayment({ MUG: 1 });
    const { metadata } = await sessionAt(url);
    await buyer.cancel(id);
    const late = await openForeign(metadata, total);
    await submitPage(late.url, 'pay');
    const event = eventAbout(await sessionAt(late.url), 'checkout.session.completed', 'evt_late_money');
    for (let turn = 0; turn < 3; turn += 1) await deliver(product, event);
    await until(
      () => provider.money(id),
      ({ refunded }) => refunded > 0,
      'the money to go back',
    );
    await deliver(product, event.replace('evt_late_money', 'evt_late_money_2'));
    expect(await provider.money(id)).toEqual({ paid: total, refunded: total });
    expect(await buyer.status(id)).toMatchObject({ status: 'cancelled', order: null });
    expect(await buyer.available('mug')).toBe(before);
  });

  it('do not complete a checkout with another amount than its own [PS-8, PS-12]', async () => {
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    const { metadata } = await sessionAt(url);
    const cheap = await openForeign(metadata, 100);
    await submitPage(cheap.url, 'pay');
    await deliver(product, eventAbout(await sessionAt(cheap.url), 'checkout.session.completed', 'evt_cheap'));
    const read = () =>
      Promise.resolve(
        product.stripe.requests.filter(({ method, path }) => method === 'GET' && path.includes(cheap.id)),
      );
    await until(read, (requests) => requests.length > 1, 'the session to be read');
    expect(await orders()).not.toContain(id);
    expect((await buyer.status(id)).status).not.toBe('completed');
  });

  /** A session of our own account that the gateway did not open. */
  function openForeign(metadata: Record<string, string>, amount = 100): Promise<any> {
    const named = Object.entries(metadata).flatMap(([name, value]) => [
      [`metadata[${name}]`, value],
      [`payment_intent_data[metadata][${name}]`, value],
    ]);
    return provider.post('/v1/checkout/sessions', {
      mode: 'payment',
      success_url: 'https://shop.example/',
      'line_items[0][quantity]': '1',
      'line_items[0][price_data][currency]': 'eur',
      'line_items[0][price_data][unit_amount]': String(amount),
      'line_items[0][price_data][product_data][name]': 'Other',
      ...Object.fromEntries(named),
    });
  }
});
