import { CheckoutReader } from '#checkout';
import { openForm } from '../../setup/payment-form.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';

const MINUTE = 60_000;

/** A buyer who pays on a page of the seller's own, with a client secret. */
describe('a payment on a page of one’s own', () => {
  let product: Product;
  let buyer: Shopping;
  let provider: ProviderView;

  beforeAll(async () => {
    product = await startProduct();
    provider = new ProviderView(product);
  });
  // A token lasts an hour, and some tests let half of one pass.
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
  const toForm = (lines?: Record<string, number>) => openForm(product, buyer, lines);

  it('opens one intent over exactly the total, with the names of tenant, checkout and session on it [PS-6, PS-8]', async () => {
    const { id, opened, form, total } = await toForm({ MUG: 2 });
    expect(opened).toMatchObject({
      status: 'payment_pending',
      paymentSession: { rail: 'STRIPE_INTENT', state: 'open', amount: total, url: null },
      nextAction: {
        __typename: 'ConfirmPayment',
        clientSecret: expect.stringMatching(/^pi_\w+_secret_\w+$/),
        publishableKey: 'pk_test_comptoir',
        returnUrl: expect.stringMatching(/\/pay\/alpha\.chk_\w+\.[\w-]+\/return$/),
      },
    });
    const intent = await provider.get(`/v1/payment_intents/${form.intentId}`);
    expect(intent).toMatchObject({
      amount: total,
      currency: 'eur',
      receipt_email: 'buyer@example.com',
      automatic_payment_methods: { enabled: true },
      metadata: { tenant: 'alpha', checkout: id, session: opened.paymentSession.id },
    });
    expect(await provider.sessions(id)).toEqual([]);
    expect(await buyer.pay(id)).toMatchObject({ checkout: { nextAction: opened.nextAction } });
    expect(await provider.intents(id)).toHaveLength(1);
    await buyer.cancel(id);
  });

  it('completes the checkout when the form has confirmed it, told by the webhook alone [PS-6, PS-12, WH-3]', async () => {
    const before = await buyer.available('mug');
    const { id, form, total } = await toForm({ MUG: 2 });
    expect(await form.confirm('pm_card_visa')).toMatchObject({ status: 200, body: { status: 'succeeded' } });
    // The list of orders asks nobody, so only the event can have told.
    const orders = () => buyer.client.ask('{ myOrders(tenantId: "alpha") { nodes { id status } } }');
    await until(
      orders,
      ({ nodes }) => nodes.some((order: any) => order.id === id && order.status === 'paid'),
      'the order',
    );
    const done = await ended(id, 'completed');
    expect(done).toMatchObject({ nextAction: { __typename: 'Done' }, paymentSession: { state: 'paid' } });
    expect(JSON.stringify(done)).not.toContain('_secret_');
    expect(await buyer.available('mug')).toBe(before - 2);
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
  });

  it('completes by a status read, and by the way back, when no webhook ever comes [PS-6, WH-4]', async () => {
    product.stripe.faults.addWebhook({ event: '*', action: 'drop', times: 100 });
    const read = await toForm({ PATTERN: 1 });
    await read.form.confirm('pm_card_visa');
    expect(await buyer.status(read.id)).toMatchObject({ status: 'completed', order: { status: 'paid' } });
    const back = await toForm({ PATTERN: 1 });
    await back.form.confirm('pm_card_visa');
    expect(await (await fetch(back.opened.nextAction.returnUrl)).text()).toContain('paid and confirmed');
  });

  it('is paid in a browser on the stand-in’s page for it, which brings the buyer back [PS-6]', async () => {
    product.stripe.faults.addWebhook({ event: '*', action: 'drop', times: 100 });
    const { id, form, opened } = await toForm({ PATTERN: 1 });
    const { clientSecret, returnUrl } = opened.nextAction;
    const known = new URLSearchParams({ client_secret: clientSecret, return_url: returnUrl });
    const { status, location } = await submitPage(`${product.stripe.url}/c/pay/${form.intentId}?${known}`, 'pay');
    expect(status).toBe(303);
    expect(await (await fetch(location!)).text()).toContain('paid and confirmed');
    expect(await buyer.status(id)).toMatchObject({ status: 'completed', paymentSession: { rail: 'STRIPE_INTENT' } });
  });

  it('keeps goods and secret back while money is in flight, past every window, then completes [PS-6, PS-12, SG-7]', async () => {
    const { id, form } = await toForm({ MUG: 1 });
    const held = await buyer.available('mug');
    const dollars = await provider.post(`/v1/payment_intents/${form.intentId}/confirm`, {
      payment_method: 'pm_usBankAccount_success',
    });
    expect(dollars.status).toBe('processing');
    const waiting = await until(
      () => buyer.status(id),
      ({ paymentSession }) => paymentSession.state === 'processing',
      'the money to be seen',
    );
    expect(waiting).toMatchObject({ status: 'payment_pending', nextAction: { __typename: 'Wait' } });
    product.clock.advance(31 * MINUTE);
    await until(
      () => buyer.status(id),
      ({ expiresAt }) => Date.parse(expiresAt) > product.clock.now().getTime(),
      'the window to be moved',
    );
    expect(await buyer.available('mug')).toBe(held);
    await provider.control(`payment_intents/${form.intentId}/settle`, { succeeds: true });
    await ended(id, 'completed');
  });

  it('finds the intent whose answer was lost, and never opens a second one [ID-5, PS-6]', async () => {
    const { checkout } = await buyer.start(await buyer.cart({ PATTERN: 1 }));
    product.stripe.faults.add({ match: { path: '/v1/payment_intents' }, action: 'execute-then-reset', times: 3 });
    expect(await buyer.pay(checkout.id, { rail: 'STRIPE_INTENT' })).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR' });
    const opened = await buyer.pay(checkout.id, { rail: 'STRIPE_INTENT' });
    expect(opened.checkout.nextAction.__typename).toBe('ConfirmPayment');
    expect(await provider.intents(checkout.id)).toHaveLength(1);
  });

  it('shows its secret to the owner alone, and keeps it sealed [GW-2, PS-6]', async () => {
    const { id, opened } = await toForm();
    const secret = opened.nextAction.clientSecret;
    const other = await product.guest();
    await expect(other.status(id)).rejects.toThrow('NOT_FOUND');
    const landing = opened.nextAction.returnUrl.replace('/return', '');
    for (const page of [landing, opened.nextAction.returnUrl])
      expect(await (await fetch(page)).text()).not.toContain(secret);
    expect(await stored(id)).toContain('stripe-intent');
    expect(await stored(id)).not.toContain(secret);
    await buyer.cancel(id);
  });

  /** The checkout as it lies in the database, as text. */
  async function stored(id: string): Promise<string> {
    return JSON.stringify(await product.gateway.app.get(CheckoutReader).linked('alpha', id, Infinity));
  }
});
