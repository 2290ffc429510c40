import { startProduct, type Product } from '../../setup/product.js';
import { PARIS, submitPage, until, type Shopping } from '../../setup/shopping.js';

describe('a buyer at a retail tenant', () => {
  let product: Product;
  let shopping: Shopping;

  beforeAll(async () => {
    product = await startProduct();
    shopping = await product.guest();
  });
  afterAll(() => product.stop());

  const completed = (id: string) =>
    until(
      () => shopping.status(id),
      ({ status }) => status === 'completed',
      `${id} to complete`,
    );

  it('goes from cart to a paid order, told at each point what to do next [SG-1, SG-2, SG-3, SG-10, PS-1, OP-3]', async () => {
    const before = await shopping.available('mug');
    const started = await shopping.start(await shopping.cart({ MUG: 2 }));
    const { id } = started.checkout;
    expect(started.checkout).toMatchObject({
      status: 'pending',
      completedSteps: ['validate-cart', 'reserve-stock'],
      nextAction: { __typename: 'ProvideAddress' },
    });
    expect(await shopping.available('mug')).toBe(before - 2);

    const addressed = await shopping.update(id, { shippingAddress: PARIS });
    expect(addressed.checkout).toMatchObject({
      nextAction: { __typename: 'ChooseShipping' },
      totals: { shipping: 500 },
    });
    const chosen = await shopping.select(id, 'poste', 'express');
    expect(chosen.checkout).toMatchObject({
      nextAction: { __typename: 'OpenPaymentSession' },
      totals: { subtotal: 2500, shipping: 1200, total: 3700 },
    });

    const opened = await shopping.pay(id);
    expect(opened.checkout).toMatchObject({
      status: 'payment_pending',
      paymentSession: { state: 'open', amount: 3700 },
    });
    const { url } = opened.checkout.nextAction;
    expect(await submitPage(url, 'pay')).toMatchObject({ status: 303 });

    const done = await completed(id);
    expect(done).toMatchObject({
      terminal: true,
      nextPollAfterMs: null,
      nextAction: { __typename: 'Done' },
      order: { id, status: 'paid', totals: { total: 3700 } },
      completedSteps: [
        'validate-cart',
        'reserve-stock',
        'create-order',
        'process-payment',
        'confirm-order',
        'send-confirmation',
        'clear-cart',
      ],
    });
    expect(await shopping.available('mug')).toBe(before - 2);
    expect(await product.receipts(id)).toHaveLength(1);
  });

  it('may be declined and pay with another card on the same page [PS-12]', async () => {
    const { id, url } = await shopping.toPayment();
    expect(await submitPage(url, 'decline')).toMatchObject({ status: 402 });
    expect(await shopping.status(id)).toMatchObject({ status: 'payment_pending', failure: null });
    expect(await submitPage(url, 'pay')).toMatchObject({ status: 303 });
    await completed(id);
  });

  it('gets a new session for the same checkout when the first one expired [PS-5]', async () => {
    const { id, url } = await shopping.toPayment();
    const session = url.split('/').at(-1);
    await fetch(`${product.stripe.url}/_emulator/sessions/${session}/expire`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    await until(
      () => shopping.status(id),
      ({ status }) => status === 'pending',
      'the session to be seen as closed',
    );
    const again = await shopping.pay(id);
    expect(again.checkout.nextAction.url).not.toBe(url);
    await submitPage(again.checkout.nextAction.url, 'pay');
    await completed(id);
  });

  it('buys something digital without an address [CA-9]', async () => {
    const started = await shopping.start(await shopping.cart({ PATTERN: 1 }));
    expect(started.checkout.nextAction.__typename).toBe('OpenPaymentSession');
    const opened = await shopping.pay(started.checkout.id);
    await submitPage(opened.checkout.nextAction.url, 'pay');
    expect(await completed(started.checkout.id)).toMatchObject({ totals: { shipping: 0, total: 400 } });
  });

  it('completes on the way back from the payment page when no webhook ever comes [WH-4]', async () => {
    const silent = await startProduct({ webhooks: false });
    try {
      const buyer = await silent.guest();
      const { id, url } = await buyer.toPayment();
      const { location } = await submitPage(url, 'pay');
      expect(await (await fetch(location!)).text()).toContain('paid and confirmed');
      expect(await buyer.status(id)).toMatchObject({ status: 'completed' });
    } finally {
      await silent.stop();
    }
  });

  it('finds the payment by asking for the status when no webhook ever comes [WH-4, SG-3]', async () => {
    const silent = await startProduct({ webhooks: false });
    try {
      const buyer = await silent.guest();
      const { id, url } = await buyer.toPayment();
      await submitPage(url, 'pay');
      expect(await buyer.status(id)).toMatchObject({ status: 'completed', order: { status: 'paid' } });
    } finally {
      await silent.stop();
    }
  });
});
