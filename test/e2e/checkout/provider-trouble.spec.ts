import { key } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { PARIS, submitPage, until, type Shopping } from '../../setup/shopping.js';

const OPENING = { method: 'POST', path: '/v1/checkout/sessions' };

describe('when the payment provider is in trouble', () => {
  let product: Product;
  let buyer: Shopping;
  let provider: ProviderView;

  beforeAll(async () => {
    product = await startProduct();
    buyer = await product.guest();
    provider = new ProviderView(product);
  });
  afterAll(() => product.stop());
  afterEach(() => product.stripe.faults.clear());

  const begun = async (lines: Record<string, number> = { MUG: 1 }): Promise<string> =>
    (await buyer.start(await buyer.cart(lines), { shippingAddress: PARIS })).checkout.id;
  const payAndComplete = async (id: string, url: string) => {
    expect(await submitPage(url, 'pay')).toMatchObject({ status: 303 });
    return until(
      () => buyer.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
  };

  it('says so, keeps the goods held, and opens exactly one session once it is asked again [PS-1, SG-6, ID-5]', async () => {
    const before = await buyer.available('mug');
    const id = await begun({ MUG: 2 });
    product.stripe.faults.add({ match: OPENING, action: 'status', status: 503, times: 20 });
    const failed = await buyer.pay(id);
    expect(failed).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR', retryable: true });
    expect(await buyer.status(id)).toMatchObject({
      status: 'pending',
      failure: { code: 'PAYMENT_SERVICE_ERROR', retryable: true },
    });
    expect(await buyer.available('mug')).toBe(before - 2);

    product.stripe.faults.clear();
    const opened = await buyer.pay(id);
    expect(opened.checkout).toMatchObject({ status: 'payment_pending', failure: null });
    expect(await provider.sessions(id)).toHaveLength(1);
    await payAndComplete(id, opened.checkout.nextAction.url);
  });

  it('does not keep the failure under its key: the same call with the same key succeeds later [ID-4]', async () => {
    const id = await begun();
    const one = key();
    product.stripe.faults.add({ match: OPENING, action: 'status', status: 500, times: 20 });
    expect(await buyer.pay(id, { key: one })).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR' });
    product.stripe.faults.clear();
    expect(await buyer.pay(id, { key: one })).toMatchObject({
      replayed: false,
      checkout: { status: 'payment_pending' },
    });
    expect(await buyer.pay(id, { key: one })).toMatchObject({
      replayed: true,
      checkout: { status: 'payment_pending' },
    });
    expect(await provider.sessions(id)).toHaveLength(1);
  });

  it('finds the session that was opened although its answer was lost: one session, never two [ID-5]', async () => {
    const id = await begun();
    product.stripe.faults.add({ match: OPENING, action: 'execute-then-reset', times: 2 });
    let answer = await buyer.pay(id);
    if (answer.code) answer = await buyer.pay(id);
    expect(answer.checkout).toMatchObject({ status: 'payment_pending' });
    expect(await provider.sessions(id)).toHaveLength(1);
    await payAndComplete(id, answer.checkout.nextAction.url);
  });

  it('finds it too when every answer of one call was lost and the buyer asks again [ID-5, PS-5]', async () => {
    const id = await begun();
    product.stripe.faults.add({ match: OPENING, action: 'execute-then-reset', times: 20 });
    expect(await buyer.pay(id)).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR' });
    expect(await provider.sessions(id)).toHaveLength(1);
    product.stripe.faults.clear();
    const opened = await buyer.pay(id);
    expect(opened.checkout.status).toBe('payment_pending');
    expect(await provider.sessions(id)).toHaveLength(1);
    await payAndComplete(id, opened.checkout.nextAction.url);
  });

  it('closes the session whose answer was lost when the checkout is cancelled [PS-3, SG-9]', async () => {
    const id = await begun();
    product.stripe.faults.add({ match: OPENING, action: 'execute-then-reset', times: 20 });
    await buyer.pay(id);
    product.stripe.faults.clear();
    expect((await buyer.cancel(id)).checkout).toMatchObject({ status: 'cancelled' });
    expect((await provider.sessions(id)).map(({ status }) => status)).toEqual(['expired']);
  });

  it('asks for the new total after a change that follows an opening without answer, and takes that total once [PS-8, PS-5]', async () => {
    const id = await begun();
    product.stripe.faults.add({ match: OPENING, action: 'execute-then-reset', times: 20 });
    expect(await buyer.pay(id)).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR' });
    product.stripe.faults.clear();
    expect((await buyer.select(id, 'poste', 'express')).checkout).toMatchObject({
      status: 'pending',
      totals: { total: 2450 },
    });
    const opened = await buyer.pay(id);
    expect(opened.checkout).toMatchObject({ status: 'payment_pending', paymentSession: { amount: 2450 } });
    const open = (await provider.sessions(id)).filter(({ status }) => status === 'open');
    expect(open.map(({ amount_total }) => amount_total)).toEqual([2450]);
    await payAndComplete(id, opened.checkout.nextAction.url);
    expect(await provider.money(id)).toEqual({ paid: 2450, refunded: 0 });
  });

  it('asks for the new total as well when the opening never reached the provider [PS-8]', async () => {
    const id = await begun();
    product.stripe.faults.add({ match: OPENING, action: 'reset', times: 20 });
    expect(await buyer.pay(id)).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR' });
    product.stripe.faults.clear();
    await buyer.select(id, 'poste', 'express');
    const opened = await buyer.pay(id);
    expect(opened.checkout).toMatchObject({
      status: 'payment_pending',
      paymentSession: { amount: 2450 },
      totals: { total: 2450 },
    });
    await payAndComplete(id, opened.checkout.nextAction.url);
  });

  it('says that an answer may lag behind while the provider cannot be read, and shows what is known [SG-3]', async () => {
    const { id } = await buyer.toPayment({ PATTERN: 1 });
    product.stripe.faults.add({ match: { method: 'GET' }, action: 'status', status: 500, times: 50 });
    product.clock.advance(6000);
    expect(await buyer.status(id)).toMatchObject({ status: 'payment_pending', stale: true, terminal: false });
    product.stripe.faults.clear();
    product.clock.advance(6000);
    expect(await buyer.status(id)).toMatchObject({ status: 'payment_pending', stale: false });
  });

  it('compensates a checkout whose session the provider refuses for good, with nothing left held [SG-2, SG-6]', async () => {
    const before = await buyer.available('lamp');
    const id = await begun({ LAMP: 1 });
    product.stripe.faults.add({ match: OPENING, action: 'status', status: 400 });
    expect(await buyer.pay(id)).toMatchObject({ code: 'PAYMENT_REFUSED', retryable: false });
    expect(await buyer.status(id)).toMatchObject({ status: 'compensated', nextAction: { __typename: 'StartOver' } });
    expect(await buyer.available('lamp')).toBe(before);
  });
});
