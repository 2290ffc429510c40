import { http } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';

/** The provider's page or form inside a page of the seller; each has a client secret in place of an address. */
describe.each([
  ['STRIPE_EMBEDDED', 'embedded_page'],
  ['STRIPE_ELEMENTS', 'elements'],
])('a payment on the rail %s', (rail, uiMode) => {
  let product: Product;
  let provider: ProviderView;
  let buyer: Shopping;

  beforeAll(async () => {
    product = await startProduct();
    provider = new ProviderView(product);
    buyer = await product.guest();
  });
  afterAll(() => product.stop());
  afterEach(() => product.stripe.faults.clear());

  const opened = async (): Promise<{ id: string; session: any; checkout: any }> => {
    const { checkout: started } = await buyer.start(await buyer.cart({ PATTERN: 2 }));
    const { checkout } = await buyer.pay(started.id, { rail });
    const [session] = await provider.sessions(started.id);
    return { id: started.id, session, checkout };
  };
  /** What the library of the provider would show, at the emulator's stand-in for it. */
  const frame = (session: any, { clientSecret }: any) =>
    `${product.stripe.url}/c/pay/${session.id}?client_secret=${encodeURIComponent(clientSecret)}`;

  it('has a client secret and no address, and completes when it is paid', async () => {
    const { id, session, checkout } = await opened();
    expect(session).toMatchObject({ ui_mode: uiMode, url: null, amount_total: 800 });
    expect(checkout).toMatchObject({
      paymentSession: { rail, url: null },
      nextAction: { __typename: 'ConfirmPayment', publishableKey: 'pk_test_comptoir' },
    });
    expect((await submitPage(frame(session, checkout.nextAction), 'pay')).location).toBe(checkout.nextAction.returnUrl);
    const done = await until(
      () => buyer.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
    expect(done).toMatchObject({ order: { status: 'paid' }, paymentSession: { rail } });
    expect(await provider.money(id)).toEqual({ paid: 800, refunded: 0 });
  });

  it('is opened once when the answer was lost, and shows its secret to whoever asks again', async () => {
    const { checkout: started } = await buyer.start(await buyer.cart({ PATTERN: 1 }));
    const sessions = { method: 'POST', path: '/v1/checkout/sessions' };
    product.stripe.faults.add({ match: sessions, action: 'execute-then-reset', times: 1 });
    const first = (await buyer.pay(started.id, { rail })).checkout;
    const again = (await buyer.pay(started.id, { rail })).checkout;
    expect(again.nextAction.clientSecret).toBe(first.nextAction.clientSecret);
    expect(await provider.sessions(started.id)).toHaveLength(1);
  });

  it('gives way to the page on its own, and can be paid no more then', async () => {
    const { id, checkout, session } = await opened();
    const page = (await buyer.pay(id, { rail: 'STRIPE_CHECKOUT' })).checkout;
    expect(page.nextAction).toMatchObject({ __typename: 'PayAtUrl' });
    expect((await submitPage(frame(session, checkout.nextAction), 'pay')).status).toBe(410);
    await submitPage(page.nextAction.url, 'pay');
    await until(
      () => buyer.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
    expect(await provider.money(id)).toEqual({ paid: 800, refunded: 0 });
  });

  it('is closed before the goods are freed, and its secret shown no more', async () => {
    const { id, checkout, session } = await opened();
    expect(await buyer.cancel(id)).toMatchObject({ checkout: { status: 'cancelled' } });
    expect((await provider.sessions(id)).map(({ status }) => status)).toEqual(['expired']);
    expect((await http(frame(session, checkout.nextAction), { method: 'POST', body: 'choice=pay' })).status).toBe(410);
    expect(JSON.stringify(await buyer.status(id))).not.toContain(checkout.nextAction.clientSecret);
  });
});
