import type Stripe from 'stripe';
import { client, press, sessionParams, start, stopAll } from '../../spec-support/harness.fixture.js';

afterEach(stopAll);

type Params = Stripe.Checkout.SessionCreateParams;

const item = (currency: string, unit_amount: number, quantity = 1) => ({
  quantity,
  price_data: { currency, unit_amount, product_data: { name: 'Thing' } },
});

describe('Checkout Sessions', () => {
  it('lists its line items in order, page by page', async () => {
    const stripe = client(await start());
    const line_items = Array.from({ length: 12 }, (_, index) => item('eur', 100 + index));
    const session = await stripe.checkout.sessions.create(sessionParams({ line_items }));
    const first = await stripe.checkout.sessions.listLineItems(session.id, { limit: 5 });
    expect(first).toMatchObject({ has_more: true, url: `/v1/checkout/sessions/${session.id}/line_items` });
    const amounts: number[] = [];
    for await (const line of stripe.checkout.sessions.listLineItems(session.id, { limit: 5 }))
      amounts.push(line.amount_total);
    expect(amounts).toEqual(line_items.map((line) => line.price_data.unit_amount));
    const expanded = await stripe.checkout.sessions.retrieve(session.id, { expand: ['line_items'] });
    expect(expanded.line_items).toMatchObject({ object: 'list', has_more: true });
  });

  it('are listed newest first, filtered, and walked in both directions', async () => {
    const stripe = client(await start());
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1)
      made.unshift((await stripe.checkout.sessions.create(sessionParams())).id);
    const page = await stripe.checkout.sessions.list({ limit: 2 });
    expect(page.data.map(({ id }) => id)).toEqual(made.slice(0, 2));
    const next = await stripe.checkout.sessions.list({ limit: 2, starting_after: made[1]! });
    expect(next).toMatchObject({ has_more: true });
    expect(next.data.map(({ id }) => id)).toEqual(made.slice(2, 4));
    const back = await stripe.checkout.sessions.list({ limit: 2, ending_before: made[4]! });
    expect(back.data.map(({ id }) => id)).toEqual(made.slice(2, 4));
    await stripe.checkout.sessions.expire(made[3]!);
    const expired = await stripe.checkout.sessions.list({ status: 'expired', created: { gte: 1 } });
    expect(expired.data.map(({ id }) => id)).toEqual([made[3]]);
    expect((await stripe.checkout.sessions.list({ created: { lt: 1 } })).data).toEqual([]);
  });

  it('are found by their payment intent', async () => {
    const stripe = client(await start());
    const session = await stripe.checkout.sessions.create(sessionParams());
    await stripe.checkout.sessions.create(sessionParams());
    await press(session.url, 'pay');
    const { payment_intent } = await stripe.checkout.sessions.retrieve(session.id);
    const found = await stripe.checkout.sessions.list({ payment_intent: payment_intent as string });
    expect(found.data.map(({ id }) => id)).toEqual([session.id]);
  });

  it('expire once, only while open, and cancel the payment that was begun', async () => {
    const stripe = client(await start());
    const session = await stripe.checkout.sessions.create(sessionParams());
    await press(session.url, 'decline');
    const expired = await stripe.checkout.sessions.expire(session.id, { expand: ['payment_intent'] });
    expect(expired).toMatchObject({ status: 'expired', url: null, payment_intent: { status: 'canceled' } });
    await expect(stripe.checkout.sessions.expire(session.id)).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      statusCode: 400,
    });
    const { data } = await stripe.events.list({ type: 'checkout.session.expired' });
    expect(data).toHaveLength(1);
  });

  it('expire by the clock, with one event', async () => {
    const emulator = await start();
    const stripe = client(emulator);
    const expires_at = Math.floor(Date.now() / 1000) + 1801;
    const session = await stripe.checkout.sessions.create(sessionParams({ expires_at }));
    expect(session.expires_at).toBe(expires_at);
    emulator.advanceClock(1_700_000);
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('open');
    emulator.advanceClock(200_000);
    const { data } = await stripe.events.list({ type: 'checkout.session.expired' });
    expect(data.map((event) => (event.data.object as { id: string }).id)).toEqual([session.id]);
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('expired');
  });

  it('change only their metadata: set, keep, remove one, remove all', async () => {
    const stripe = client(await start());
    const session = await stripe.checkout.sessions.create(sessionParams({ metadata: { a: '1', b: '2' } }));
    const changed = await stripe.checkout.sessions.update(session.id, { metadata: { a: '', c: '3' } });
    expect(changed.metadata).toEqual({ b: '2', c: '3' });
    expect((await stripe.checkout.sessions.update(session.id, { metadata: '' })).metadata).toEqual({});
  });

  it.each<[string, Record<string, unknown>, string, string | undefined]>([
    ['an unknown parameter', { colour: 'red' }, 'colour', 'parameter_unknown'],
    ['a nested unknown parameter', { payment_intent_data: { x: '1' } }, 'payment_intent_data[x]', 'parameter_unknown'],
    ['no line items', { line_items: [] }, 'line_items', 'parameter_missing'],
    ['no success address', { success_url: undefined }, 'success_url', 'parameter_missing'],
    ['an unusable address', { success_url: 'shop' }, 'success_url', 'url_invalid'],
    ['a mode that does not exist', { mode: 'gift' }, 'mode', undefined],
    ['the ui_mode of older versions', { ui_mode: 'hosted' }, 'ui_mode', undefined],
    [
      'an amount that is no integer',
      { line_items: [item('eur', 1.5)] },
      'line_items[0][price_data][unit_amount]',
      'parameter_invalid_integer',
    ],
    ['too small a total', { line_items: [item('eur', 49)] }, 'line_items', 'amount_too_small'],
    ['too small a total in kronor', { line_items: [item('sek', 299)] }, 'line_items', 'amount_too_small'],
    ['too large a total', { line_items: [item('eur', 100_000_000)] }, 'line_items', 'amount_too_large'],
    [
      'a third decimal that cannot be charged',
      { line_items: [item('kwd', 1005)] },
      'line_items[0][price_data][unit_amount]',
      'parameter_invalid_integer',
    ],
    [
      'two currencies',
      { line_items: [item('eur', 100), item('usd', 100)] },
      'line_items[1][price_data][currency]',
      undefined,
    ],
    ['an unknown currency', { line_items: [item('zzz', 100)] }, 'line_items[0][price_data][currency]', undefined],
    ['101 lines', { line_items: Array.from({ length: 101 }, () => item('eur', 100)) }, 'line_items', undefined],
    ['a life of 29 minutes', { expires_at: Math.floor(Date.now() / 1000) + 1740 }, 'expires_at', undefined],
    ['a life of 25 hours', { expires_at: Math.floor(Date.now() / 1000) + 90_000 }, 'expires_at', undefined],
    ['a long metadata key', { metadata: { ['k'.repeat(41)]: 'v' } }, 'metadata', undefined],
    ['a long metadata value', { metadata: { k: 'v'.repeat(501) } }, 'metadata[k]', undefined],
    [
      '51 metadata keys',
      { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v'])) },
      'metadata',
      undefined,
    ],
    [
      'an unknown price',
      { line_items: [{ price: 'price_1', quantity: 1 }] },
      'line_items[0][price]',
      'resource_missing',
    ],
    ['a feature that is not emulated', { discounts: [{ coupon: 'x' }] }, 'discounts', 'emulator_not_implemented'],
    [
      'a platform fee without a connected account',
      { payment_intent_data: { application_fee_amount: 10 } },
      'payment_intent_data[application_fee_amount]',
      undefined,
    ],
  ])('are refused with %s', async (_what, change, param, code) => {
    const stripe = client(await start());
    const params = { ...sessionParams(), ...change } as Params;
    await expect(stripe.checkout.sessions.create(params)).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      statusCode: 400,
      param,
      ...(code === undefined ? {} : { code }),
    });
    expect((await stripe.checkout.sessions.list()).data).toEqual([]);
  });

  it('accept amounts in currencies without and with three decimals', async () => {
    const emulator = await start();
    const stripe = client(emulator);
    const yen = await stripe.checkout.sessions.create(sessionParams({ line_items: [item('jpy', 5000)] }));
    expect(yen.amount_total).toBe(5000);
    expect(await (await fetch(yen.url!)).text()).toContain('¥5,000');
    const dinar = await stripe.checkout.sessions.create(sessionParams({ line_items: [item('kwd', 1230)] }));
    expect(await (await fetch(dinar.url!)).text()).toContain('1.230');
  });

  it('answer 404 for an id that is not there', async () => {
    const stripe = client(await start());
    await expect(stripe.checkout.sessions.retrieve('cs_test_none')).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
  });
});
