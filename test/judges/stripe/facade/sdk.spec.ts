import { existsSync, readFileSync } from 'node:fs';
import type Stripe from 'stripe';
import { Config } from '#platform';
import { examine } from '../../../../apps/cli/src/doctor/examination.js';
import type { Finding } from '../../../../apps/cli/src/doctor/finding.js';
import { Look } from '../../../../apps/cli/src/doctor/reading/look.js';
import { Notes } from '../../../../apps/cli/src/doctor/room.js';
import { allWards } from '../../../../apps/cli/src/doctor/wards/all-wards.js';
import { schemaProblems, type Schema } from '../../../../libs/stripe-emulator/spec-support/schema-check.fixture.js';
import { applicationKey } from '../../../setup/application-key.js';
import { http } from '../../../setup/http.js';
import { PARIS, submitPage, until } from '../../../setup/shopping.js';
import { line, openShop, ORDER, sdk, type Shop } from './shop.js';

/** Beside the checkout where there is one; the check that needs it is skipped elsewhere. */
const OPENAPI = '../shared/reference/stripe/openapi-subset.2026-10-28.endive.json';

describe('the SDK of Stripe against the gateway', () => {
  let shop: Shop;
  let sessions: Stripe['checkout']['sessions'];

  beforeAll(async () => {
    shop = await openShop();
    sessions = shop.stripe.checkout.sessions;
  });
  afterAll(() => shop?.product.stop());

  /** The error that a call ends with, as the SDK understood it. */
  const error = async (call: Promise<unknown>): Promise<any> =>
    call.then(
      (answer) => ({ answered: answer }),
      (thrown: unknown) => thrown,
    );

  /** Seen within a moment, by whoever hears of it first. */
  const paidFor = (id: string) =>
    until(
      () => sessions.retrieve(id),
      ({ payment_status }) => payment_status === 'paid',
      'the money to be seen',
    );

  it('opens a page that a buyer pays, and the checkout behind it completes', async () => {
    const session = await sessions.create({
      ...ORDER,
      customer_email: 'b@example.com',
      metadata: { cart: '7', note: '' },
    });
    expect(session.id).toMatch(/^cs_test_[0-9a-f]{24}$/);
    expect(session).toMatchObject({
      object: 'checkout.session',
      amount_subtotal: 17_000,
      amount_total: 17_000,
      currency: 'eur',
      status: 'open',
      payment_status: 'unpaid',
      customer_email: 'b@example.com',
      metadata: { cart: '7', note: '' },
      livemode: false,
      mode: 'payment',
    });
    const paid = await submitPage(session.url!, 'pay');
    const complete = await paidFor(session.id);
    const back = await until(
      () => http(paid.location!),
      ({ status }) => status === 303,
      'the checkout to complete',
    );
    expect(back.headers.get('location')).toBe(`https://shop.example/thanks?session=${session.id}`);
    expect(complete).toMatchObject({ status: 'complete', payment_status: 'paid', url: null });
    const seller = await shop.product.seller();
    const { checkout } = await seller.ask(
      'mutation ($id: ID!) { repairCheckout(tenantId: "alpha", checkoutId: $id) { ... on CheckoutSucceeded { checkout { __typename status kind } } } }',
      { id: session.client_reference_id },
    );
    expect(checkout).toEqual({ __typename: 'LinesCheckout', status: 'completed', kind: 'lines' });
    await shop.product.receipts(session.client_reference_id!);
  });

  it('attaches to the checkout that client_reference_id names, whoever began it, at its own total', async () => {
    const buyer = await shop.product.guest();
    const { checkout } = await buyer.start(await buyer.cart({ MUG: 1 }), { shippingAddress: PARIS });
    const session = await sessions.create({ mode: 'payment', client_reference_id: checkout.id });
    expect(session).toMatchObject({ amount_total: 1750, client_reference_id: checkout.id, status: 'open' });
    expect(session.total_details).toMatchObject({ amount_shipping: 500 });
    expect((await buyer.status(checkout.id)).paymentSession).toMatchObject({ state: 'open', amount: 1750 });
    // Asked again it is the same page; asked for something else it is another one, and the first can be paid no more.
    expect((await sessions.create({ mode: 'payment', client_reference_id: checkout.id })).id).toBe(session.id);
    const other = await sessions.create({ mode: 'payment', client_reference_id: checkout.id, metadata: { a: 'b' } });
    expect(other.id).not.toBe(session.id);
    expect((await sessions.retrieve(session.id)).status).toBe('expired');
    await submitPage(other.url!, 'pay');
    await paidFor(other.id);
    await until(
      () => buyer.status(checkout.id),
      ({ status }) => status === 'completed',
      'the checkout to complete',
    );
  });

  it('keeps a client_reference_id that names no checkout as the word it is, and collects nothing for it alone', async () => {
    expect(await sessions.create({ ...ORDER, client_reference_id: 'order-1001' })).toMatchObject({
      client_reference_id: 'order-1001',
    });
    const ghost = await error(sessions.create({ mode: 'payment', client_reference_id: `chk_${'0'.repeat(24)}` }));
    expect(ghost).toMatchObject({ statusCode: 400, code: 'resource_missing', param: 'client_reference_id' });
    const nothing = await error(sessions.create({ mode: 'payment', client_reference_id: 'order-1001' }));
    expect(nothing).toMatchObject({ code: 'parameter_missing', param: 'line_items' });
  });

  it('expires a page: it can be paid no more, and the checkout of its lines is over', async () => {
    const session = await sessions.create(ORDER);
    expect(await sessions.expire(session.id)).toMatchObject({ id: session.id, status: 'expired', url: null });
    expect((await submitPage(session.url!, 'pay')).status).toBeGreaterThanOrEqual(400);
    const again = await error(sessions.expire(session.id));
    expect(again).toMatchObject({ type: 'StripeInvalidRequestError', code: 'payment_session_not_open' });
    const paid = await sessions.create(ORDER);
    await submitPage(paid.url!, 'pay');
    await paidFor(paid.id);
    // Busy for a moment, which the SDK waits for by itself.
    const patient = sdk(shop.product, shop.key, { maxNetworkRetries: 10 }).checkout.sessions;
    expect(await error(patient.expire(paid.id))).toMatchObject({ code: 'payment_session_not_open' });
    expect(await sessions.retrieve(paid.id)).toMatchObject({ payment_status: 'paid' });
  });

  it('lets go of the page alone where the checkout is a buyer’s: it waits for them again', async () => {
    const buyer = await shop.product.guest();
    const { id } = await buyer.toPayment({ PATTERN: 1 });
    const listed = async () => (await sessions.list({ limit: 100 })).data.find((one) => one.client_reference_id === id);
    const session = await until(listed, (one) => one !== undefined, 'the page of the buyer to be listed');
    await sessions.expire(session!.id);
    expect(await buyer.status(id)).toMatchObject({ status: 'pending', terminal: false });
    await buyer.cancel(id);
  });

  it('lists with every filter and cursor of Stripe, and pages by itself through all of them', async () => {
    const one = await sessions.create({ ...ORDER, customer_email: 'only@example.com' });
    await submitPage(one.url!, 'pay');
    const { payment_intent } = await sessions.retrieve(one.id);
    await until(
      () => sessions.list({ status: 'complete', limit: 100 }),
      ({ data }) => data.some(({ id }) => id === one.id),
      'the payment to be listed',
    );
    const ids = async (params: Stripe.Checkout.SessionListParams) =>
      (await sessions.list(params)).data.map(({ id }) => id);
    expect(await ids({ payment_intent: payment_intent as string })).toEqual([one.id]);
    expect(await ids({ customer_details: { email: 'only@example.com' } })).toEqual([one.id]);
    expect(await ids({ status: 'open', customer_details: { email: 'only@example.com' } })).toEqual([]);
    for (const foreign of [{ customer: 'cus_x' }, { subscription: 'sub_x' }, { payment_link: 'plink_x' }]) {
      expect(await ids(foreign)).toEqual([]);
    }
    const mine = { customer_details: { email: 'only@example.com' } };
    expect(await ids({ ...mine, created: one.created })).toEqual([one.id]);
    expect(await ids({ ...mine, created: { gte: one.created, lt: one.created + 1 } })).toEqual([one.id]);
    expect(await ids({ ...mine, created: { gt: one.created } })).toEqual([]);
    expect(await ids({ ...mine, created: { lte: one.created - 1 } })).toEqual([]);
    const all = await ids({ limit: 100 });
    const walked: string[] = [];
    for await (const { id } of sessions.list({ limit: 2 })) walked.push(id);
    expect(walked).toEqual(all);
    expect(await ids({ limit: 2, ending_before: all[3]! })).toEqual(all.slice(1, 3));
    const [expanded] = (await sessions.list({ ...mine, expand: ['data.line_items'] })).data;
    expect(expanded!.line_items!.data).toHaveLength(2);
  });

  it('pages through the lines of a session', async () => {
    const items = Array.from({ length: 7 }, (_, index) => line(`Thing ${index}`, 100 + index, 1));
    const { id, line_items } = await sessions.create({ ...ORDER, line_items: items, expand: ['line_items'] });
    expect(line_items!.data.map(({ amount_total }) => amount_total)).toEqual([100, 101, 102, 103, 104, 105, 106]);
    const names: (string | null)[] = [];
    for await (const { description } of sessions.listLineItems(id, { limit: 3 })) names.push(description);
    expect(names).toEqual(items.map(({ price_data }) => price_data.product_data.name));
    const { data } = line_items!;
    const before = await sessions.listLineItems(id, { limit: 2, ending_before: data[3]!.id });
    expect(before).toMatchObject({ has_more: true, data: [{ id: data[1]!.id }, { id: data[2]!.id }] });
  });

  it('answers the same key with the same session, and says so; other parameters are refused', async () => {
    const options = { idempotencyKey: 'one-order' };
    const [first, again] = [await sessions.create(ORDER, options), await sessions.create(ORDER, options)];
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    const other = await error(sessions.create({ ...ORDER, metadata: { a: 'b' } }, options));
    expect(other).toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
    const many = await Promise.all(
      Array.from({ length: 8 }, () =>
        sdk(shop.product, shop.key, { maxNetworkRetries: 10 }).checkout.sessions.create(ORDER, {
          idempotencyKey: 'race',
        }),
      ),
    );
    expect(new Set(many.map(({ id }) => id)).size).toBe(1);
  });

  it.each<[string, object, object]>([
    [
      'a parameter that is not taken',
      { ...ORDER, after_expiration: {}, tax_id_collection: { enabled: true } },
      { code: 'parameter_unknown' },
    ],
    ['another mode', { ...ORDER, mode: 'subscription' }, { param: 'mode' }],
    ['no lines', { mode: 'payment' }, { code: 'parameter_missing', param: 'line_items' }],
    [
      'a price of Stripe’s own',
      { mode: 'payment', line_items: [{ price: 'price_1', quantity: 1 }] },
      { param: 'line_items[0][price_data]' },
    ],
    [
      'no name',
      {
        mode: 'payment',
        line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 1, product_data: {} } }],
      },
      {},
    ],
    [
      'half a cent',
      { ...ORDER, line_items: [line('Mug', 0.5, 1)] },
      { param: 'line_items[0][price_data][unit_amount]' },
    ],
    [
      'less than nothing',
      { ...ORDER, line_items: [line('Mug', -1, 1)] },
      { param: 'line_items[0][price_data][unit_amount]' },
    ],
    ['no unit at all', { ...ORDER, line_items: [line('Mug', 100, 0)] }, { param: 'line_items[0][quantity]' }],
    ['a fortune', { ...ORDER, line_items: [line('Mug', 99_999_999, 2)] }, { param: 'line_items' }],
    [
      'two currencies',
      { ...ORDER, line_items: [line('Mug', 100, 1), line('Cup', 100, 1, 'usd')] },
      { param: 'line_items[1]' },
    ],
    ['a currency of somebody else', { ...ORDER, line_items: [line('Mug', 100, 1, 'jpy')] }, { param: 'currency' }],
    [
      'too many lines',
      { ...ORDER, line_items: Array.from({ length: 101 }, () => line('Mug', 1, 1)) },
      { param: 'line_items' },
    ],
    ['a page that leads astray', { ...ORDER, success_url: 'https://thief.example/' }, { code: 'url_invalid' }],
    ['a way back that leads astray', { ...ORDER, cancel_url: 'https://thief.example/' }, { param: 'cancel_url' }],
    ['no e-mail', { ...ORDER, customer_email: 'nobody' }, { param: 'customer_email' }],
    ['an expansion of Stripe’s own', { ...ORDER, expand: ['payment_intent'] }, { param: 'expand[0]' }],
  ])('refuses %s, names the parameter, and opens nothing', async (_, params, expected) => {
    const before = shop.product.stripe.requests.length;
    const thrown = await error(sessions.create(params as Stripe.Checkout.SessionCreateParams));
    expect(thrown).toMatchObject({ type: 'StripeInvalidRequestError', statusCode: 400, ...expected });
    expect(shop.product.stripe.requests.length).toBe(before);
  });

  it('refuses what is nobody’s, and what is another tenant’s, in one and the same way', async () => {
    const { secret } = await applicationKey(await shop.product.seller('beta'), 'beta');
    const beta = sdk(shop.product, secret.replace('ck_', 'rk_live_'));
    const { id } = await sessions.create(ORDER);
    const plain = ({ type, statusCode, code, param, message }: any) => ({ type, statusCode, code, param, message });
    const foreign = plain(await error(beta.checkout.sessions.retrieve(id)));
    expect(foreign).toMatchObject({ statusCode: 404, code: 'resource_missing', param: 'session' });
    expect(plain(await error(beta.checkout.sessions.retrieve(`cs_test_${'0'.repeat(24)}`)))).toEqual(foreign);
    expect(plain(await error(beta.checkout.sessions.expire(id)))).toEqual(foreign);
    expect(plain(await error(beta.checkout.sessions.listLineItems(id)))).toEqual(foreign);
    expect((await beta.checkout.sessions.list()).data).toEqual([]);
    expect(await error(beta.checkout.sessions.list({ starting_after: id }))).toMatchObject({ param: 'starting_after' });
    const buyer = await shop.product.guest();
    const { checkout } = await buyer.start(await buyer.cart({ PATTERN: 1 }));
    const theft = await error(beta.checkout.sessions.create({ mode: 'payment', client_reference_id: checkout.id }));
    expect(theft).toMatchObject({ code: 'resource_missing' });
    expect((await sessions.retrieve(id)).status).toBe('open');
  });

  it('refuses a wrong key, a buyer, and a key without the scope', async () => {
    expect(await error(sdk(shop.product, 'sk_test_wrong').checkout.sessions.list())).toMatchObject({
      type: 'StripeAuthenticationError',
      statusCode: 401,
    });
    const guest = await shop.product.guest();
    expect(await error(sdk(shop.product, guest.client.token!).checkout.sessions.create(ORDER))).toMatchObject({
      type: 'StripePermissionError',
      code: 'application_only',
    });
    const { secret } = await applicationKey(await shop.product.seller(), 'alpha', ['payment:read']);
    const reader = sdk(shop.product, secret).checkout.sessions;
    expect((await reader.list()).object).toBe('list');
    expect(await error(reader.create(ORDER))).toMatchObject({
      type: 'StripePermissionError',
      code: 'scope_insufficient',
    });
  });

  it('says in Stripe’s envelope whatever goes wrong before it is understood', async () => {
    const headers = { authorization: `Bearer ${shop.key}` };
    const url = `${shop.product.url}/v1/checkout/sessions`;
    const broken = await http(url, { headers: { ...headers, 'content-type': 'application/json' }, body: '{' });
    const odd = await http(url, { headers: { ...headers, 'content-type': 'text/csv' }, body: 'a,b' });
    const huge = await http(url, {
      headers: { ...headers, 'content-type': 'application/json' },
      body: `"${'x'.repeat(300_000)}"`,
    });
    const nobody = await http(url);
    for (const answer of [broken, odd, huge, nobody]) {
      expect(answer.json).toEqual({
        error: expect.objectContaining({ type: 'invalid_request_error', message: expect.any(String) }),
      });
      expect(answer.headers.get('request-id')).toMatch(/^req_/);
    }
    expect([broken.status, odd.status, huge.status, nobody.status]).toEqual([400, 415, 413, 401]);
    for (const name of ['__proto__[a]', 'a[', 'constructor', 'limit[0][0][0][0][0][0]', 'metadata[x]']) {
      const { status, json } = await http(`${url}?${encodeURIComponent(name)}=1`, { headers });
      expect([name, status, json.error?.type]).toEqual([name, 400, 'invalid_request_error']);
    }
  });

  it('takes JSON bodies, Basic names and the odd spellings of another system for the same', async () => {
    const headers = { authorization: `Basic ${Buffer.from(`${shop.key}:`).toString('base64')}` };
    const url = `${shop.product.url}/v1/v1/checkout/sessions`;
    const made = await http(url, { headers, body: ORDER });
    expect(made).toMatchObject({ status: 200, json: { amount_total: 17_000, object: 'checkout.session' } });
    const shown = await http(`${url}/${made.json.id}`, { headers });
    expect(shown.json).toEqual(made.json);
    const lines = await http(`${url}/${made.json.id}/line-items?limit=1`, { headers });
    expect(lines.json).toMatchObject({ object: 'list', has_more: true, data: [{ description: 'Mug', quantity: 2 }] });
    const listed = await shop.stripe.rawRequest('GET', '/v1/v1/checkout/sessions?limit=1');
    expect(listed).toMatchObject({ object: 'list', data: [{ id: made.json.id }] });
    const ended = await http(`${url}/${made.json.id}/expire`, { method: 'POST', headers });
    expect(ended).toMatchObject({ status: 200, json: { status: 'expired' } });
  });

  it('leaves books that add up: doctor finds nothing', async () => {
    const { MONGODB_URI, MONGODB_DATABASE } = shop.product.gateway.app.get(Config);
    const look = await Look.at(MONGODB_URI, MONGODB_DATABASE);
    try {
      const findings: Finding[] = [];
      const listener = { begun() {}, entered() {}, looked() {}, found: (one: Finding) => void findings.push(one) };
      const now = () => shop.product.clock.now();
      const wards = await allWards({ look, now, awake: false, desk: null, notes: new Notes() });
      const { checked } = await examine(wards, () => Promise.resolve(), listener);
      expect(findings).toEqual([]);
      expect(checked['payment-sessions']).toBeGreaterThan(10);
    } finally {
      await look.close();
    }
  });

  (existsSync(OPENAPI) ? it : it.skip)(
    'shows every member that Stripe’s own description names, and no other',
    async () => {
      const { components } = JSON.parse(readFileSync(OPENAPI, 'utf8')) as {
        components: { schemas: Record<string, Schema> };
      };
      const { data } = await sessions.list({ limit: 100 });
      const { lastResponse: _response, ...page } = await sessions.listLineItems(data[0]!.id);
      expect(data.length).toBeGreaterThan(5);
      expect(data.flatMap((session) => schemaProblems(components.schemas, 'Session', session))).toEqual([]);
      expect(page.data.flatMap((item) => schemaProblems(components.schemas, 'LineItem', item))).toEqual([]);
    },
  );
});
