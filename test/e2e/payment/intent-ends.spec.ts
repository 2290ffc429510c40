import { openForm, PaymentForm } from '../../setup/payment-form.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';
import { deliver, eventAbout } from '../../setup/webhooks.js';

const MINUTE = 60_000;
const INTENT = { rail: 'STRIPE_INTENT' };

/** A payment on a page of one's own that ends otherwise, or is not what it seems. */
describe('a payment on a page of one’s own, withdrawn or mistaken,', () => {
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

  it('is withdrawn before the goods are freed when the buyer cancels [PS-6, SG-9]', async () => {
    const before = await buyer.available('mug');
    const { id, form } = await toForm({ MUG: 1 });
    expect((await buyer.cancel(id)).checkout).toMatchObject({
      status: 'cancelled',
      nextAction: { __typename: 'StartOver' },
    });
    expect(await buyer.available('mug')).toBe(before);
    expect(await form.status()).toBe('canceled');
    expect(await form.confirm('pm_card_visa')).toMatchObject({ status: 400 });
  });

  it('is withdrawn at the end of the checkout’s time, since no intent ends by itself [PS-3, PS-6, SG-7]', async () => {
    const before = await buyer.available('mug');
    const { id, form } = await toForm({ MUG: 1 });
    product.clock.advance(31 * MINUTE);
    await ended(id, 'expired');
    expect(await form.status()).toBe('canceled');
    expect(await buyer.available('mug')).toBe(before);
    expect(await provider.money(id)).toEqual({ paid: 0, refunded: 0 });
  });

  it('completes instead when it was confirmed at the very moment it is withdrawn [PS-6, PS-12]', async () => {
    product.stripe.faults.addWebhook({ event: '*', action: 'drop', times: 100 });
    const { id, form, total } = await toForm();
    // Between our look at the intent and our cancelling it the buyer pays.
    const path = `/v1/payment_intents/${form.intentId}/cancel`;
    product.stripe.faults.add({ match: { path }, action: 'delay', ms: 400, times: 1 });
    const cancelling = buyer.cancel(id);
    await until(
      () => Promise.resolve(product.stripe.requests.filter((request) => request.path === path).length),
      (asked) => asked > 0,
      'the gateway to withdraw',
    );
    expect((await form.confirm('pm_card_visa')).body.status).toBe('succeeded');
    expect(await cancelling).toMatchObject({ code: 'CHECKOUT_NOT_OPEN' });
    expect(await ended(id, 'completed')).toMatchObject({ order: { status: 'paid' } });
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
  });

  it('gives money back that arrives for a checkout that is over, once [PS-6, WH-5]', async () => {
    const before = await buyer.available('mug');
    const { id, form, total } = await toForm({ MUG: 1 });
    const { metadata } = await provider.get(`/v1/payment_intents/${form.intentId}`);
    await buyer.cancel(id);
    const late = await stranger(metadata, total);
    await until(
      () => provider.money(id),
      ({ refunded }) => refunded > 0,
      'the money to go back',
    );
    await deliver(product, eventAbout(late, 'payment_intent.succeeded', 'evt_late_again'));
    product.clock.advance(6000);
    expect(await buyer.status(id)).toMatchObject({ status: 'cancelled', order: null });
    expect(await provider.money(id)).toEqual({ paid: total, refunded: total });
    expect(await buyer.available('mug')).toBe(before);
  });

  it('completes nothing with another amount than the checkout’s own [PS-6, PS-8]', async () => {
    const { id, form } = await toForm();
    const { metadata } = await provider.get(`/v1/payment_intents/${form.intentId}`);
    const cheap = await stranger(metadata, 100);
    const path = `/v1/payment_intents/${cheap.id}`;
    await until(
      () => Promise.resolve(product.stripe.requests.filter((one) => one.method === 'GET' && one.path === path).length),
      (reads) => reads > 0,
      'the intent to be read',
    );
    product.clock.advance(6000);
    expect(await buyer.status(id)).toMatchObject({ status: 'payment_pending', order: null });
  });

  it('leaves the payment behind a hosted page to that page, although it carries the same names [PS-6, WH-2]', async () => {
    const { id, url } = await buyer.toPayment();
    await submitPage(url, 'decline');
    const [{ payment_intent }] = await provider.sessions(id);
    const behind = await provider.get(`/v1/payment_intents/${payment_intent}`);
    expect(behind.metadata).toMatchObject({ tenant: 'alpha', checkout: id, session: expect.any(String) });
    const reads = () =>
      product.stripe.requests.filter(({ method, path }) => method === 'GET' && path.endsWith(payment_intent)).length;
    const ours = reads();
    for (const type of ['succeeded', 'processing', 'canceled', 'payment_failed'])
      await deliver(product, eventAbout(behind, `payment_intent.${type}`, `evt_behind_${type}`));
    await submitPage(url, 'pay');
    await ended(id, 'completed');
    expect(reads()).toBe(ours);
    expect(await provider.money(id)).toMatchObject({ refunded: 0 });
  });

  it('is not taken for a hosted page because an event says so [PS-6, WH-2]', async () => {
    product.stripe.faults.addWebhook({ event: '*', action: 'drop', times: 100 });
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    await submitPage(url, 'debit_succeeds');
    const [{ payment_intent }] = await provider.sessions(id);
    const behind = await provider.get(`/v1/payment_intents/${payment_intent}`);
    const lie = { ...behind, metadata: { ...behind.metadata, rail: 'stripe-intent' } };
    const before = product.stripe.requests.length;
    await deliver(product, eventAbout(lie, 'payment_intent.processing', 'evt_lie'));
    await until(
      () => Promise.resolve(product.stripe.requests.slice(before).filter(({ path }) => path.endsWith(payment_intent))),
      // A second look means that the first one changed nothing.
      (looks) => looks.length > 1,
      'the lie to be looked into, and put aside',
    );
    expect(await buyer.status(id)).toMatchObject({ paymentSession: { rail: 'STRIPE_CHECKOUT', state: 'processing' } });
    await provider.control(`sessions/${url.split('/').at(-1)}/settle`, { succeeds: true });
    product.clock.advance(6000);
    expect(await buyer.status(id)).toMatchObject({ status: 'completed' });
  });

  it('gives way to the hosted page and back, and only the latest can be paid [PS-5, PS-6]', async () => {
    const { id, form, opened } = await toForm();
    const hosted = await buyer.pay(id, { rail: 'STRIPE_CHECKOUT' });
    expect(hosted.checkout.nextAction.__typename).toBe('PayAtUrl');
    expect(await form.status()).toBe('canceled');
    const again = await buyer.pay(id, INTENT);
    expect(again.checkout.nextAction.__typename).toBe('ConfirmPayment');
    expect(again.checkout.nextAction.clientSecret).not.toBe(opened.nextAction.clientSecret);
    expect((await provider.sessions(id)).map(({ status }) => status)).toEqual(['expired']);
    await new PaymentForm(product, again.checkout.nextAction).confirm('pm_card_visa');
    await ended(id, 'completed');
  });

  it('gives way to our payment link, whose button opens the hosted page [PS-1, PS-6]', async () => {
    const { id, landingUrl } = await buyer.toPayment({ PATTERN: 1 });
    const { checkout } = await buyer.pay(id, INTENT);
    const opened = await fetch(landingUrl, { method: 'POST', redirect: 'manual' });
    expect(opened.headers.get('location')).toContain(product.stripe.url);
    expect(await new PaymentForm(product, checkout.nextAction).status()).toBe('canceled');
    await submitPage(opened.headers.get('location')!, 'pay');
    await ended(id, 'completed');
  });

  it('closes before the total changes, and the next one asks for the new total [PS-5, PS-6]', async () => {
    const { id, form } = await toForm({ MUG: 1 });
    const { checkout } = await buyer.select(id, 'poste', 'express');
    expect(await form.status()).toBe('canceled');
    const next = new PaymentForm(product, (await buyer.pay(id, INTENT)).checkout.nextAction);
    expect(await provider.get(`/v1/payment_intents/${next.intentId}`)).toMatchObject({ amount: checkout.totals.total });
    await buyer.cancel(id);
  });

  /** A paid intent of our own account that the gateway did not open. */
  function stranger(metadata: Record<string, string>, amount: number): Promise<any> {
    const named = Object.entries(metadata).map(([name, value]) => [`metadata[${name}]`, value]);
    return provider.post('/v1/payment_intents', {
      amount: String(amount),
      currency: 'eur',
      confirm: 'true',
      payment_method: 'pm_card_visa',
      ...Object.fromEntries(named),
    });
  }
});
