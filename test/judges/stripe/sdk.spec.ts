import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import { reportSkipped } from '../size.js';
import type { Provider } from './providers.js';
import { inProcess, keyOfStripe, overHttp, stripeItself } from './providers.js';

// One suite for the emulator in process, the emulator over HTTP, and, where the environment has a test key, Stripe itself:
// whoever has an account finds out where the emulator is wrong. Texts are never asserted, only types, codes and parameters.

const key = keyOfStripe();
if (key === undefined) reportSkipped('Stripe itself was not asked: STRIPE_SECRET_KEY=sk_test_… is not set');

const PROVIDERS: [string, () => Promise<Provider>][] = [
  ['the emulator in this process', () => inProcess()],
  ['the emulator over HTTP', () => overHttp()],
  ...(key === undefined
    ? []
    : [['Stripe itself', () => Promise.resolve(stripeItself(key))] as [string, () => Promise<Provider>]]),
];

const SESSION: Stripe.Checkout.SessionCreateParams = {
  mode: 'payment',
  line_items: [
    { quantity: 2, price_data: { currency: 'eur', unit_amount: 1000, product_data: { name: 'Olive oil' } } },
    { quantity: 1, price_data: { currency: 'eur', unit_amount: 500, product_data: { name: 'Soap' } } },
  ],
  success_url: 'https://shop.example/done?session={CHECKOUT_SESSION_ID}',
};
const PAID: Stripe.PaymentIntentCreateParams = {
  amount: 1500,
  currency: 'eur',
  confirm: true,
  payment_method: 'pm_card_visa',
  automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
};

describe.each(PROVIDERS)('the SDK, talking to %s', (_name, open) => {
  let provider: Provider;
  let stripe: Stripe;

  beforeAll(async () => {
    provider = await open();
    stripe = provider.stripe;
  });
  afterAll(() => provider.stop());

  it('makes a session with its totals, reads it, lists its lines and expires it once', async () => {
    const session = await stripe.checkout.sessions.create({ ...SESSION, metadata: { checkout: 'c1' } });
    expect(session).toMatchObject({
      object: 'checkout.session',
      amount_total: 2500,
      currency: 'eur',
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: null,
      metadata: { checkout: 'c1' },
      url: expect.stringMatching(/^http/),
    });
    const lines = await stripe.checkout.sessions.listLineItems(session.id, { limit: 1 });
    expect(lines).toMatchObject({ has_more: true, data: [{ description: 'Olive oil', amount_total: 2000 }] });
    const expired = await stripe.checkout.sessions.expire(session.id);
    expect(expired).toMatchObject({ status: 'expired', url: null });
    await expect(stripe.checkout.sessions.expire(session.id)).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      statusCode: 400,
    });
    const read = await stripe.checkout.sessions.retrieve(session.id, { expand: ['line_items'] });
    expect(read.line_items?.data).toHaveLength(2);
  });

  it('walks a list in both directions without missing or repeating an object', async () => {
    const customer = await stripe.customers.create({});
    const made: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      const session = await stripe.checkout.sessions.create({ ...SESSION, customer: customer.id });
      made.unshift(session.id);
    }
    const mine = { customer: customer.id };
    const ids = ({ data }: Stripe.ApiList<Stripe.Checkout.Session>) => data.map(({ id }) => id);
    expect(ids(await stripe.checkout.sessions.list({ ...mine, limit: 2 }))).toEqual(made.slice(0, 2));
    const after = await stripe.checkout.sessions.list({ ...mine, limit: 2, starting_after: made[1]! });
    expect(ids(after)).toEqual(made.slice(2));
    const before = await stripe.checkout.sessions.list({ ...mine, limit: 2, ending_before: made[3]! });
    expect(ids(before)).toEqual(made.slice(1, 3));
    const all: string[] = [];
    for await (const { id } of stripe.checkout.sessions.list({ ...mine, limit: 3 })) all.push(id);
    expect(all).toEqual(made);
  });

  it('replays the answer of a repeated key, and refuses the key for another request', async () => {
    const once = { idempotencyKey: randomUUID() };
    const params = { amount: 900, currency: 'eur' };
    const first = await stripe.paymentIntents.create(params, once);
    const again = await stripe.paymentIntents.create(params, once);
    expect(again.id).toBe(first.id);
    expect(isReplayed(first)).toBe(false);
    expect(isReplayed(again)).toBe(true);
    await expect(stripe.paymentIntents.create({ ...params, amount: 901 }, once)).rejects.toMatchObject({
      type: 'StripeIdempotencyError',
      statusCode: 400,
    });
  });

  it.each<[string, object, object]>([
    ['an unknown parameter', { colour: 'blue' }, { code: 'parameter_unknown', param: 'colour' }],
    ['a missing one', { success_url: undefined }, { param: 'success_url' }],
    ['an amount that is too small', { line_items: cheap(10) }, { code: 'amount_too_small' }],
    ['an end too near', { expires_at: Math.floor(Date.now() / 1000) + 60 }, { param: 'expires_at' }],
  ])('is refused %s, by name', async (_what, more, error) => {
    const params = { ...SESSION, ...more } as Stripe.Checkout.SessionCreateParams;
    const refused = { type: 'StripeInvalidRequestError', statusCode: 400, ...error };
    await expect(stripe.checkout.sessions.create(params)).rejects.toMatchObject(refused);
  });

  it('hears of a decline as a card error that carries the intent, and of an unknown id as missing', async () => {
    const declined = { ...PAID, payment_method: 'pm_card_chargeDeclinedInsufficientFunds' };
    await expect(stripe.paymentIntents.create(declined)).rejects.toMatchObject({
      type: 'StripeCardError',
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'insufficient_funds',
      payment_intent: { status: 'requires_payment_method' },
    });
    const missing = { statusCode: 404, code: 'resource_missing' };
    await expect(stripe.paymentIntents.retrieve('pi_3none')).rejects.toMatchObject(missing);
    await expect(stripe.checkout.sessions.retrieve('cs_test_none')).rejects.toMatchObject(missing);
  });

  it('refunds in parts and never more than was paid', async () => {
    const { id } = await stripe.paymentIntents.create(PAID);
    const part = await stripe.refunds.create({ payment_intent: id, amount: 1000 });
    expect(part).toMatchObject({ amount: 1000, status: 'succeeded', payment_intent: id });
    await expect(stripe.refunds.create({ payment_intent: id, amount: 501 })).rejects.toMatchObject({ statusCode: 400 });
    await stripe.refunds.create({ payment_intent: id });
    await expect(stripe.refunds.create({ payment_intent: id })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    });
    const read = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
    expect(read.latest_charge).toMatchObject({ refunded: true, amount_refunded: 1500 });
  });

  it('holds an amount and captures a part of it', async () => {
    const held = await stripe.paymentIntents.create({ ...PAID, capture_method: 'manual' });
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 1500 });
    const captured = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 400 });
    expect(captured).toMatchObject({ status: 'succeeded', amount_received: 400, amount_capturable: 0 });
    await expect(stripe.paymentIntents.capture(held.id)).rejects.toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
  });

  it('sells by a price made before, to a customer', async () => {
    const product = await stripe.products.create({ name: 'Olive oil' });
    const price = await stripe.prices.create({ product: product.id, currency: 'eur', unit_amount: 1200 });
    const customer = await stripe.customers.create({ email: 'ada@example.com' });
    const session = await stripe.checkout.sessions.create({
      ...SESSION,
      customer: customer.id,
      line_items: [{ price: price.id, quantity: 3 }],
      expand: ['line_items.data.price.product', 'customer'],
    });
    expect(session).toMatchObject({
      amount_total: 3600,
      customer: { id: customer.id },
      line_items: { data: [{ price: { id: price.id, product: { id: product.id } } }] },
    });
  });

  it('finds in the list of events what happened to a payment', async () => {
    const { id } = await stripe.paymentIntents.create(PAID);
    const { data } = await stripe.events.list({ type: 'payment_intent.succeeded', limit: 20 });
    const event = data.find((one) => (one.data.object as { id: string }).id === id);
    expect(event).toMatchObject({ object: 'event', livemode: false });
  });
});

/** Lines that cost less than anything may. */
function cheap(unit_amount: number): Stripe.Checkout.SessionCreateParams.LineItem[] {
  return [{ quantity: 1, price_data: { currency: 'eur', unit_amount, product_data: { name: 'Match' } } }];
}

/** With its client for `fetch` the SDK hands out the `Headers` themselves, otherwise a plain object. */
function isReplayed({ lastResponse }: { lastResponse: { headers: Record<string, string> } }): boolean {
  const headers: unknown = lastResponse.headers;
  const value =
    headers instanceof Headers ? headers.get('idempotent-replayed') : lastResponse.headers['idempotent-replayed'];
  return value === 'true';
}
