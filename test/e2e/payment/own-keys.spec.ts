import { inspect } from 'node:util';
import mongoose from 'mongoose';
import { Config } from '#platform';
import { startGateway } from '#gateway';
import { Client, key } from '../../setup/client.js';
import { setMoney } from '../../setup/money.js';
import { openForm } from '../../setup/payment-form.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView, sessionOf } from '../../setup/provider-view.js';
import { Shopping, submitPage, until } from '../../setup/shopping.js';
import { operator } from '../../setup/tokens.js';
import { deliver, eventAbout } from '../../setup/webhooks.js';

/** A key of Stripe begins with the account that it belongs to. */
const ACCOUNT = 'acct_1AlphaOwnAccount';
const SECRET = 'sk_test_51AlphaOwnAccountFirst';
const ROLLED = 'rk_test_51AlphaOwnAccountSecond';
const NEW_SECRET = 'sk_test_51AlphaNewAccountKey';
const PUBLISHABLE = 'pk_test_51AlphaOwnAccountPage';
const WEBHOOK = 'whsec_ownAlpha';
const KEYS = { account: ACCOUNT, secretKey: SECRET, publishableKey: PUBLISHABLE, webhookSecrets: [WEBHOOK] };
const OWN = { mode: 'direct', account: ACCOUNT, ownKey: true };
const ENDPOINT = { path: '/webhooks/stripe/alpha', secret: WEBHOOK };
const EVERY = 30_000;

const VIEW = 'account secretKeyEnding publishableKey hasWebhookSecret';
const SET = `mutation ($tenantId: ID!, $input: SetStripeKeysInput!) { setStripeKeys(tenantId: $tenantId, input: $input) {
  __typename ... on Problem { code details { path message } } ... on SetStripeKeysSucceeded { keys { ${VIEW} } } } }`;
const REFUND = `mutation ($input: RefundOrderInput!, $key: IdempotencyKey) {
  refundOrder(tenantId: "alpha", input: $input, idempotencyKey: $key) { ... on Problem { code } ... on RefundOrderSucceeded { refund { amount state } } } }`;

describe('a tenant with a Stripe account and keys of its own', () => {
  let product: Product;
  let buyer: Shopping;
  let seller: Client;
  let own: ProviderView;
  let platform: ProviderView;
  const known = ['sk_test_comptoir', SECRET, NEW_SECRET, 'sk_test_51BetaOwnAccount1x'];

  beforeAll(async () => {
    product = await startProduct({ webhooks: false, pollEveryMs: EVERY, knownKeys: known });
    buyer = await product.guest();
    seller = await product.seller();
    own = new ProviderView(product, null, SECRET);
    platform = new ProviderView(product);
    expect(await set(KEYS)).toMatchObject({ __typename: 'SetStripeKeysSucceeded' });
    await setMoney(product, 'alpha', OWN);
  });
  afterEach(() => product.stripe.faults.clear());
  afterAll(() => product.stop());

  const set = (input: object, client = seller, tenantId = 'alpha') => client.ask(SET, { tenantId, input });
  const refund = (orderId: string) => seller.ask(REFUND, { input: { orderId }, key: key() });
  const completed = (id: string, shopper = buyer) =>
    until(
      () => {
        product.clock.advance(6000);
        return shopper.status(id);
      },
      ({ status }) => status === 'completed',
      'completion',
    );
  const orders = () => buyer.client.ask('{ myOrders(tenantId: "alpha", first: 100) { nodes { id status } } }');
  /** The list of orders is watched: unlike a status read, it asks nobody. */
  const ordered = (id: string) =>
    until(
      orders,
      ({ nodes }) => nodes.some((one: any) => one.id === id && one.status === 'paid'),
      `the order of ${id}`,
    );

  it('is paid and pays back there, and nothing of it is in the platform’s account [PS-5, PS-10]', async () => {
    const { id, url, total } = await buyer.toPayment({ PATTERN: 2 });
    await submitPage(url, 'pay');
    await completed(id);
    expect(await refund(id)).toMatchObject({ refund: { amount: total, state: 'succeeded' } });
    expect(await own.money(id)).toEqual({ paid: total, refunded: total });
    expect(await platform.intents(id)).toEqual([]);
    const headers = product.stripe.requests.filter(({ account }) => account === ACCOUNT);
    expect(headers.length).toBeGreaterThan(2);
  });

  it('tells a page of the buyer its own publishable key, and no account [PS-6]', async () => {
    const { id, opened, form, total } = await openForm(product, buyer);
    expect(opened.nextAction).toMatchObject({ publishableKey: PUBLISHABLE, account: null });
    expect((await form.confirm('pm_card_visa')).status).toBe(200);
    await completed(id);
    expect(await own.money(id)).toEqual({ paid: total, refunded: 0 });
  });

  it('hears of its payments at an endpoint of its own, by its own secret alone [WH-1]', async () => {
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    await submitPage(url, 'pay');
    const body = eventAbout(
      { object: 'checkout.session', id: sessionOf(url) },
      'checkout.session.completed',
      'evt_own',
    );
    for (const secret of ['whsec_test', 'whsec_connect', 'whsec_other']) {
      expect((await deliver(product, body, { ...ENDPOINT, secret })).status).toBe(400);
    }
    expect((await deliver(product, body, { ...ENDPOINT, path: '/webhooks/stripe/default' })).status).toBe(400);
    expect((await deliver(product, body, { ...ENDPOINT, path: '/webhooks/stripe/beta' })).status).toBe(404);
    expect((await deliver(product, body, ENDPOINT)).status).toBe(200);
    await ordered(id);
  });

  it('can say nothing of a checkout of another tenant, whatever its own account claims [WH-1, GW-2]', async () => {
    const other = await product.guest('beta');
    const { id, url } = await other.toPayment({ PATTERN: 1 });
    const { metadata, amount_total } = await platform.get(`/v1/checkout/sessions/${sessionOf(url)}`);
    const copy = await own.post('/v1/checkout/sessions', {
      mode: 'payment',
      success_url: 'https://shop.example/',
      'line_items[0][quantity]': '1',
      'line_items[0][price_data][currency]': 'eur',
      'line_items[0][price_data][unit_amount]': String(amount_total),
      'line_items[0][price_data][product_data][name]': 'Copy',
      ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`metadata[${name}]`, String(value)])),
    });
    await submitPage(copy.url, 'pay');
    const body = eventAbout({ object: 'checkout.session', id: copy.id }, 'checkout.session.completed', 'evt_claim');
    await deliver(product, body, ENDPOINT);
    const ignored = '{ inboxEvents(state: ignored, first: 100) { nodes { id reason } } }';
    const { nodes } = await until(
      async () => (await operator(product)).ask(ignored),
      (page) => page.nodes.some((one: any) => one.id === `stripe/alpha:${ACCOUNT}/evt_claim`),
      'the event to be ignored',
    );
    expect(nodes).toContainEqual(expect.objectContaining({ reason: 'Its checkout is paid in another account' }));
    product.clock.advance(6000);
    expect(await other.status(id)).toMatchObject({ status: 'payment_pending', order: null });
  });

  it('is heard without webhooks, by the list of its own account [WH-4]', async () => {
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    await submitPage(url, 'pay');
    product.clock.advance(EVERY);
    await ordered(id);
  });

  it('rolls its key: from the next call on the new one is used, by every gateway [PS-5]', async () => {
    const config = Object.assign(new Config(), product.gateway.app.get(Config), { PORT: 0 });
    const second = await startGateway(config, { clock: product.clock });
    try {
      const there = new Shopping(new Client(second.url, buyer.client.token), 'alpha');
      const before = await there.toPayment({ PATTERN: 1 });
      known.push(ROLLED);
      await set({ ...KEYS, secretKey: ROLLED });
      known.splice(known.indexOf(SECRET), 1);
      await submitPage(before.url, 'pay');
      await completed(before.id, there);
      expect((await there.toPayment({ PATTERN: 1 })).url).toContain('/c/pay/');
    } finally {
      known.push(SECRET);
      await second.close();
    }
  });

  it('keeps its keys for old payments when it moves to another account, and when the platform takes over [PS-5, PS-10]', async () => {
    const { id, url, total } = await buyer.toPayment({ PATTERN: 2 });
    await set({ account: 'acct_1AlphaNewAccount', secretKey: NEW_SECRET });
    await setMoney(product, 'alpha', { mode: 'platform' });
    await submitPage(url, 'pay');
    await completed(id);
    expect(await refund(id)).toMatchObject({ refund: { amount: total } });
    expect(await own.money(id)).toEqual({ paid: total, refunded: total });
    await setMoney(product, 'alpha', OWN);
  });

  it('shows its secrets to nobody: not in an answer, not in a list, not in the database', async () => {
    const answers = [await set(KEYS), await seller.ask(`{ stripeKeys(tenantId: "alpha") { nodes { ${VIEW} } } }`)];
    expect(answers[1].nodes).toContainEqual({
      account: ACCOUNT,
      secretKeyEnding: 'irst',
      publishableKey: PUBLISHABLE,
      hasWebhookSecret: true,
    });
    const { MONGODB_URI, MONGODB_DATABASE } = product.gateway.app.get(Config);
    const database = await mongoose.createConnection(MONGODB_URI, { dbName: MONGODB_DATABASE }).asPromise();
    try {
      const rows = await database.collection('payment_keys').find().toArray();
      expect(rows.length).toBeGreaterThan(0);
      for (const text of [...answers, ...rows].map((one) => inspect(one, { depth: 9 }))) {
        for (const secret of [SECRET, ROLLED, WEBHOOK]) expect(text).not.toContain(secret);
      }
    } finally {
      await database.close();
    }
  });

  it.each([
    ['a live key where the gateway is for tests', { secretKey: `sk_${'live'}_51AlphaOwnAccountx` }, 'is a live key'],
    ['a live publishable key', { publishableKey: `pk_${'live'}_51AlphaOwnAccountx` }, 'is a live key'],
    ['a key of another account', { secretKey: 'sk_test_51BetaOwnAccount1x' }, 'not the account'],
    ['no key at all', { secretKey: 'secret' }, 'must look like'],
    ['a publishable key for a secret one', { secretKey: PUBLISHABLE }, 'must look like'],
    ['an account of somebody’s own making', { account: 'beta:acct_1' }, 'must look like'],
    ['a webhook secret that is none', { webhookSecrets: ['x'] }, 'must look like'],
    ['three webhook secrets', { webhookSecrets: ['whsec_1', 'whsec_2', 'whsec_3'] }, '2'],
  ])('is refused %s, with words and without the key in them', async (_what, change, words) => {
    const { data, errors } = await seller.send(SET, { tenantId: 'alpha', input: { ...KEYS, ...change } });
    const text = JSON.stringify([data, errors]);
    expect(text).toContain('INVALID_INPUT');
    expect(text).toContain(words);
    for (const secret of Object.values(change).flat()) {
      if (secret.length > 12) expect(text).not.toContain(secret);
    }
  });

  it('is refused a key that Stripe does not know, and one that cannot be tried is not kept', async () => {
    const account = { path: '/v1/account' };
    product.stripe.faults.add({ match: account, action: 'status', status: 401 });
    expect(JSON.stringify(await set(KEYS))).toContain('does not know');
    product.stripe.faults.add({ match: account, action: 'status', status: 500, times: 3 });
    expect(await set(KEYS)).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR' });
    // A restricted key may not ask whose it is.
    product.stripe.faults.add({ match: account, action: 'status', status: 403 });
    expect(await set(KEYS)).toMatchObject({ __typename: 'SetStripeKeysSucceeded' });
  });

  it('takes no money while it has no key of the account that is set', async () => {
    await setMoney(product, 'beta', { ...OWN, account: 'acct_1BetaHasNoKeys0' });
    const other = await product.guest('beta');
    const started = await other.start(await other.cart({ MUG: 1 }));
    expect(await other.update(started.checkout.id, { shippingAddress: ADDRESS })).toMatchObject({
      __typename: 'CheckoutSucceeded',
    });
    expect(await other.pay(started.checkout.id)).toMatchObject({ code: 'PAYMENT_REFUSED' });
    expect(await other.available('mug')).toBe(10);
    await setMoney(product, 'beta', { mode: 'platform' });
  });
});

const ADDRESS = { name: 'A. Buyer', line1: '1 rue de Test', city: 'Paris', postalCode: '75001', country: 'FR' };
