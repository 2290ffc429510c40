import type Stripe from 'stripe';
import { client, press, sessionParams, start, stopAll } from '../../spec-support/harness.fixture.js';

afterEach(stopAll);

const { success_url: _success, cancel_url: _cancel, ...bare } = sessionParams();

async function opened(more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  const emulator = await start();
  const stripe = client(emulator);
  const params = { ...bare, ui_mode: 'elements', return_url: 'http://shop.example/back', ...more } as const;
  const session = await stripe.checkout.sessions.create(params);
  const { data: lines } = await stripe.checkout.sessions.listLineItems(session.id);
  const page = `${emulator.url}/c/pay/${session.id}?client_secret=${session.client_secret}`;
  return { stripe, session, lines, page };
}

const way = (display_name: string, amount: number) => ({
  shipping_rate_data: { type: 'fixed_amount' as const, display_name, fixed_amount: { amount, currency: 'eur' } },
});

describe('an update of a session', () => {
  it('keeps, changes, adds, drops and reorders lines as their ids say, and the buyer pays the new total', async () => {
    const { stripe, session, lines, page } = await opened();
    const [oil, soap] = lines.map(({ id }) => id);
    const price_data = { currency: 'eur', unit_amount: 700, product_data: { name: 'Honey' } };
    const updated = await stripe.checkout.sessions.update(session.id, {
      line_items: [{ id: soap! }, { price_data, quantity: 3 }, { id: oil!, quantity: 1, metadata: { gift: 'yes' } }],
      expand: ['line_items'],
    });
    expect(updated).toMatchObject({ amount_subtotal: 3600, amount_total: 3600, payment_status: 'unpaid' });
    expect(updated.line_items?.data).toMatchObject([
      { id: soap, description: 'Soap', quantity: 1, amount_total: 500 },
      { description: 'Honey', quantity: 3, amount_total: 2100 },
      { id: oil, description: 'Olive oil', quantity: 1, amount_total: 1000, metadata: { gift: 'yes' } },
    ]);
    const fewer = await stripe.checkout.sessions.update(session.id, { line_items: [{ id: oil!, quantity: 2 }] });
    expect(fewer.amount_total).toBe(2000);
    expect((await press(page, 'pay')).status).toBe(303);
    const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    expect(paid).toMatchObject({ status: 'complete', payment_intent: { amount_received: 2000 } });
  });

  it('replaces the ways of shipping, and takes them away', async () => {
    const { stripe, session } = await opened({ shipping_options: [way('Post', 300)] });
    expect(session.amount_total).toBe(2800);
    const faster = await stripe.checkout.sessions.update(session.id, { shipping_options: [way('Courier', 900)] });
    expect(faster).toMatchObject({ amount_total: 3400, shipping_cost: { amount_total: 900 } });
    const none = await stripe.checkout.sessions.update(session.id, { shipping_options: '' });
    expect(none).toMatchObject({ amount_total: 2500, shipping_cost: null, shipping_options: [] });
  });

  it('abandons what a bank was asked about the old amount', async () => {
    const { stripe, session, lines, page } = await opened();
    await press(page, 'authenticate');
    await stripe.checkout.sessions.update(session.id, { line_items: [{ id: lines[0]!.id, quantity: 5 }] });
    const open = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    const waiting = { status: 'requires_payment_method', amount: 5000, next_action: null };
    expect(open.payment_intent).toMatchObject(waiting);
    expect((await press(page, 'bank_confirms')).status).toBe(400);
    expect((await press(page, 'pay')).status).toBe(303);
  });

  it('sets what the payment will say, where the page is the seller’s own', async () => {
    const { stripe, session, page } = await opened({ payment_intent_data: { metadata: { a: '1', b: '2' } } });
    const payment_intent_data = { description: 'Order 7', metadata: { b: '', c: '3' } };
    await stripe.checkout.sessions.update(session.id, { payment_intent_data });
    await press(page, 'pay');
    const { payment_intent } = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    expect(payment_intent).toMatchObject({ description: 'Order 7', metadata: { a: '1', c: '3' } });
  });

  it('notes where the goods go', async () => {
    const { stripe, session } = await opened();
    const shipping_details = { name: 'Ada', address: { line1: '1 Rue du Port', city: 'Nice', country: 'FR' } };
    const updated = await stripe.checkout.sessions.update(session.id, { collected_information: { shipping_details } });
    expect(updated.collected_information).toMatchObject({ shipping_details });
  });

  it.each<[string, Stripe.Checkout.SessionUpdateParams, Partial<Stripe.Checkout.SessionCreateParams>]>([
    ['payment_intent_data', { payment_intent_data: { description: 'x' } }, { ui_mode: 'embedded_page' }],
    ['line_items[0][id]', { line_items: [{ id: 'li_other' }] }, {}],
    ['line_items', { line_items: [{ price_data: price('usd', 500), quantity: 1 }] }, {}],
    ['line_items', { line_items: [{ price_data: price('eur', 1), quantity: 1 }] }, {}],
    ['colour', { colour: 'blue' } as Stripe.Checkout.SessionUpdateParams, {}],
    ['success_url', { success_url: 'http://a.example/' } as Stripe.Checkout.SessionUpdateParams, {}],
  ])('is refused for its %s, and changes nothing: %j', async (param, change, more) => {
    const { stripe, session } = await opened(more);
    const label = { metadata: { a: 'b' } };
    await expect(stripe.checkout.sessions.update(session.id, { ...change, ...label })).rejects.toMatchObject({
      statusCode: 400,
      param,
    });
    const { lastResponse: _now, ...after } = await stripe.checkout.sessions.retrieve(session.id);
    const { lastResponse: _then, ...before } = session;
    expect(after).toEqual(before);
  });

  it('changes nothing but metadata once the session is complete', async () => {
    const { stripe, session, lines, page } = await opened();
    await press(page, 'pay');
    const line_items = [{ id: lines[0]!.id }];
    await expect(stripe.checkout.sessions.update(session.id, { line_items })).rejects.toMatchObject({
      statusCode: 400,
    });
    expect(await stripe.checkout.sessions.update(session.id, { metadata: { a: 'b' } })).toMatchObject({
      amount_total: 2500,
      metadata: { a: 'b' },
    });
  });
});

function price(currency: string, unit_amount: number) {
  return { currency, unit_amount, product_data: { name: 'Honey' } };
}
