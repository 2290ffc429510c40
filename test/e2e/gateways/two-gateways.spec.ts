import { key } from '../../setup/client.js';
import { ProviderView } from '../../setup/provider-view.js';
import { PARIS, submitPage, until, type Shopping } from '../../setup/shopping.js';
import { startPair, type Pair } from './pair.js';

describe('two gateways on one database', () => {
  let pair: Pair;
  let here: Shopping;
  let there: Shopping;

  beforeAll(async () => {
    pair = await startPair();
  });
  beforeEach(async () => {
    [here, there] = await pair.guest();
  });
  afterAll(() => pair?.stop());

  const isDone = (id: string, at: Shopping): Promise<any> =>
    until(
      () => at.status(id),
      ({ status, terminal }) => status === 'completed' && terminal,
      `${id} to complete`,
    );

  it('pay and complete at one of them what was begun at the other, and both show it [OP-4, SG-1]', async () => {
    const cart = await here.cart({ MUG: 1 });
    expect(await there.show(cart)).toMatchObject({ id: cart, lines: [{ sku: 'MUG', quantity: 1 }] });
    const { checkout } = await here.start(cart, { shippingAddress: PARIS });
    const opened = await there.pay(checkout.id);
    expect(opened.checkout).toMatchObject({ id: checkout.id, status: 'payment_pending' });
    await submitPage(opened.checkout.nextAction.url, 'pay');
    const done = await isDone(checkout.id, there);
    expect(done.order).toMatchObject({ id: checkout.id, status: 'paid' });
    expect(await here.status(checkout.id)).toMatchObject({ status: 'completed', order: done.order });
    expect(await here.show(cart)).toMatchObject({ completed: true });
    expect(await new ProviderView(pair).money(checkout.id)).toEqual({ paid: done.totals.total, refunded: 0 });
  });

  it('give one answer to one key, asked one after the other or ten times at once [OP-4, ID-2, ID-5]', async () => {
    const once = key();
    const started = await here.start(await here.cart({ MUG: 1 }), { key: once, shippingAddress: PARIS });
    const again = await there.start(started.checkout.cartId, { key: once, shippingAddress: PARIS });
    expect(again).toMatchObject({ replayed: true, checkout: { id: started.checkout.id } });
    const other = await there.start(started.checkout.cartId, { key: once, email: 'else@example.com' });
    expect(other).toMatchObject({ code: 'IDEMPOTENCY_KEY_MISMATCH' });
    const pay = key();
    const asked = Array.from({ length: 10 }, (_, place) =>
      (place % 2 ? here : there).pay(started.checkout.id, { key: pay }),
    );
    const answers = (await Promise.all(asked)).filter(({ code }) => code !== 'IDEMPOTENCY_IN_FLIGHT');
    expect(new Set(answers.map(({ checkout }) => checkout?.paymentSession?.id)).size).toBe(1);
    expect(await new ProviderView(pair).sessions(started.checkout.id)).toHaveLength(1);
  });

  it('sell the last units once, to whichever of them a buyer came [OP-4, SG-7]', async () => {
    const buyers = await Promise.all(Array.from({ length: 8 }, () => pair.guest()));
    const starts = buyers.map(async (both, place) => {
      const at = both[place % 2]!;
      return at.start(await at.cart({ LAMP: 1 }), { shippingAddress: PARIS });
    });
    const answers = await Promise.all(starts);
    expect(answers.filter(({ __typename }) => __typename === 'CheckoutSucceeded')).toHaveLength(2);
    expect(answers.filter(({ code }) => code === 'INVENTORY_UNAVAILABLE')).toHaveLength(6);
    expect([await here.available('lamp'), await there.available('lamp')]).toEqual([0, 0]);
  });

  it('lose nothing when one is killed before the payment: the other completes it, and the first one back agrees [OP-4, SG-8]', async () => {
    const { id, url, total } = await here.toPayment({ MUG: 1 });
    await pair.first.kill();
    await submitPage(url, 'pay');
    await isDone(id, there);
    await pair.first.start();
    expect(await here.status(id)).toMatchObject({ status: 'completed', order: { id, status: 'paid' } });
    expect(await new ProviderView(pair).money(id)).toEqual({ paid: total, refunded: 0 });
  });

  it('take over what a killed one was working on, under the same key [OP-4, SG-8]', async () => {
    const cart = await here.cart({ MUG: 1 });
    const once = key();
    const lost = here.start(cart, { key: once, shippingAddress: PARIS }).catch(() => 'lost');
    await pair.first.kill();
    await lost;
    const started = await until(
      () => there.start(cart, { key: once, shippingAddress: PARIS }),
      ({ code }) => code !== 'IDEMPOTENCY_IN_FLIGHT' && code !== 'CHECKOUT_BUSY',
      'the killed call to be taken over',
    );
    expect(started.checkout).toMatchObject({ status: 'pending', cartId: cart });
    await pair.first.start();
    const again = await here.start(cart, { key: once, shippingAddress: PARIS });
    expect(again).toMatchObject({ replayed: true, checkout: { id: started.checkout.id } });
  });
});
