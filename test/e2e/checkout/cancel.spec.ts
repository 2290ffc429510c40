import { key } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';

describe('cancelling a checkout', () => {
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

  it('frees the goods, closes the payment page and refuses a payment afterwards [SG-9, SG-7, PS-3]', async () => {
    const before = await buyer.available('mug');
    const { id, url } = await buyer.toPayment({ MUG: 3 });
    expect(await buyer.available('mug')).toBe(before - 3);

    const cancelled = await buyer.cancel(id);
    expect(cancelled.checkout).toMatchObject({
      status: 'cancelled',
      terminal: true,
      nextAction: { __typename: 'StartOver' },
    });
    expect(await buyer.available('mug')).toBe(before);
    expect((await provider.sessions(id)).map(({ status }) => status)).toEqual(['expired']);
    expect(await submitPage(url, 'pay')).toMatchObject({ status: 410 });
    expect(await provider.money(id)).toEqual({ paid: 0, refunded: 0 });
    expect(await buyer.status(id)).toMatchObject({ status: 'cancelled', order: null });
  });

  it('leaves the cart to its owner: it can be changed and checked out again [CT-5]', async () => {
    const cart = await buyer.cart({ MUG: 1 });
    const { checkout } = await buyer.start(cart);
    await buyer.cancel(checkout.id);
    expect(await buyer.show(cart)).toMatchObject({ locked: false, completed: false });
    expect((await buyer.add(cart, 'MUG', 1)).cart.lines).toMatchObject([{ quantity: 2 }]);
    const again = await buyer.start(cart);
    expect(again.checkout).toMatchObject({ status: 'pending', lines: [{ quantity: 2 }] });
    expect(again.checkout.id).not.toBe(checkout.id);
    await buyer.cancel(again.checkout.id);
  });

  it('completes the checkout instead when the payment was faster, known to us or not [PS-12, WH-4]', async () => {
    product.stripe.faults.addWebhook({ event: '*', action: 'drop', times: 10 });
    const { id, url, total } = await buyer.toPayment({ MUG: 1 });
    await submitPage(url, 'pay');
    const answer = await buyer.cancel(id);
    expect(answer).toMatchObject({ __typename: 'CheckoutNotOpen', retryable: false });
    expect(await buyer.status(id)).toMatchObject({ status: 'completed', order: { status: 'paid' } });
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
  });

  it('refuses to cancel what is paid, and says the same however often it is asked', async () => {
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    await submitPage(url, 'pay');
    await until(
      () => buyer.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
    for (let turn = 0; turn < 3; turn += 1) expect(await buyer.cancel(id)).toMatchObject({ code: 'CHECKOUT_NOT_OPEN' });
    expect(await buyer.status(id)).toMatchObject({ status: 'completed' });
  });

  it('answers cancelled again for a checkout that is cancelled already, under another key too', async () => {
    const { checkout } = await buyer.start(await buyer.cart({ MUG: 1 }));
    const one = key();
    expect(await buyer.cancel(checkout.id, one)).toMatchObject({ replayed: false, checkout: { status: 'cancelled' } });
    expect(await buyer.cancel(checkout.id, one)).toMatchObject({ replayed: true, checkout: { status: 'cancelled' } });
    expect(await buyer.cancel(checkout.id)).toMatchObject({ replayed: false, checkout: { status: 'cancelled' } });
  });

  it('opens no session for a cancelled checkout and changes nothing of it', async () => {
    const { checkout } = await buyer.start(await buyer.cart({ MUG: 1 }));
    await buyer.cancel(checkout.id);
    expect(await buyer.pay(checkout.id)).toMatchObject({ code: 'CHECKOUT_NOT_OPEN' });
    expect(await buyer.update(checkout.id, { email: 'late@example.com' })).toMatchObject({ code: 'CHECKOUT_NOT_OPEN' });
    expect(await buyer.retry(checkout.id)).toMatchObject({ code: 'CHECKOUT_NOT_RETRYABLE' });
    expect(await provider.sessions(checkout.id)).toEqual([]);
  });

  it('keeps the goods while the provider cannot close the page, says so, and ends by itself once it can', async () => {
    const before = await buyer.available('lamp');
    const { id, url } = await buyer.toPayment({ LAMP: 1 });
    product.stripe.faults.add({
      match: { path: '/v1/checkout/sessions/*' },
      action: 'status',
      status: 500,
      times: 1000,
    });
    const answer = await buyer.cancel(id);
    expect(answer).toMatchObject({ retryable: true });
    expect(await buyer.available('lamp')).toBe(before - 1);
    product.stripe.faults.clear();
    await until(
      async () => {
        product.clock.advance(1000);
        return buyer.status(id);
      },
      ({ status, terminal }) => status === 'cancelled' && terminal,
      'the cancellation to be carried out',
    );
    expect(await buyer.available('lamp')).toBe(before);
    expect(await submitPage(url, 'pay')).toMatchObject({ status: 410 });
  });
});
