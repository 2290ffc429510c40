import { createHash } from 'node:crypto';
import { client, press, sessionParams, start, stopAll } from '../spec-support/harness.fixture.js';

afterEach(stopAll);

async function opened(more: Parameters<typeof sessionParams>[0] = {}) {
  const emulator = await start();
  const stripe = client(emulator);
  const session = await stripe.checkout.sessions.create(sessionParams(more));
  const types = async (): Promise<string[]> =>
    (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type).toReversed();
  return { emulator, stripe, session, types, url: session.url ?? '' };
}

describe('the pay page', () => {
  it('says that it is a test, shows what is bought, escapes it, and needs no script', async () => {
    const { url } = await opened({
      line_items: [
        {
          quantity: 3,
          price_data: { currency: 'eur', unit_amount: 1234, product_data: { name: '<script>alert("x")</script>' } },
        },
      ],
    });
    const answer = await fetch(url);
    const text = await answer.text();
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).toContain('Test payment page');
    expect(text).toContain('€37.02');
    expect(text).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    expect(text).not.toContain('<script');
    expect(text).toContain('<label for="email">');
    expect(text).toContain('name="viewport"');
  });

  it('allows exactly its own style', async () => {
    const answer = await fetch((await opened()).url);
    const style = /<style>([^]*?)<\/style>/.exec(await answer.text())?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(answer.headers.get('content-security-policy')).toContain(`'sha256-${hash}'`);
  });

  it('keeps the session open after a declined card, and a good card then pays the same session', async () => {
    const { stripe, session, url, types } = await opened();
    const declined = await press(url, 'decline', { email: 'ada@example.com' });
    expect(declined.status).toBe(402);
    expect(declined.text).toContain('role="alert"');
    expect(declined.text).toContain('Your card was declined.');
    const between = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    expect(between).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: { status: 'requires_payment_method', last_payment_error: { decline_code: 'generic_decline' } },
    });
    expect((await press(url, 'pay', { email: 'ada@example.com' })).status).toBe(303);
    const after = await stripe.checkout.sessions.retrieve(session.id);
    expect(after).toMatchObject({ status: 'complete', payment_status: 'paid' });
    expect(await types()).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
    ]);
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  it('tells a card without funds apart from a declined one', async () => {
    const { stripe, session, url } = await opened();
    const poor = await press(url, 'insufficient_funds');
    expect(poor.text).toContain('insufficient funds');
    const after = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    expect(after.payment_intent).toMatchObject({ last_payment_error: { decline_code: 'insufficient_funds' } });
  });

  it('charges once however often the button is pressed', async () => {
    const { stripe, url, types } = await opened();
    const presses = await Promise.all([press(url, 'pay'), press(url, 'pay'), press(url, 'decline')]);
    expect(presses.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect((await stripe.charges.list()).data).toHaveLength(1);
    expect((await types()).filter((type) => type === 'checkout.session.completed')).toHaveLength(1);
    const again = await fetch(url);
    expect(await again.text()).toContain('This payment is complete');
  });

  it('returns to the seller on cancel and leaves the session open', async () => {
    const { stripe, session, url } = await opened();
    expect(await press(url, 'cancel')).toMatchObject({ status: 303, location: 'http://shop.example/basket' });
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('open');
  });

  it.each([
    ['debit_succeeds', 'checkout.session.async_payment_succeeded', 'paid', 'succeeded'],
    ['debit_fails', 'checkout.session.async_payment_failed', 'unpaid', 'requires_payment_method'],
  ])('completes a bank debit (%s) unpaid, and settles it by the clock', async (choice, event, payment, status) => {
    const { emulator, stripe, session, url, types } = await opened();
    expect((await press(url, choice)).status).toBe(303);
    const before = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    expect(before).toMatchObject({
      status: 'complete',
      payment_status: 'unpaid',
      payment_intent: { status: 'processing' },
    });
    expect(await types()).not.toContain(event);
    emulator.advanceClock(60_000);
    const after = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    expect(after).toMatchObject({ status: 'complete', payment_status: payment, payment_intent: { status } });
    expect((await types()).at(-1)).toBe(event);
  });

  it('charges the chosen way of shipping', async () => {
    const rate = (name: string, amount: number) => ({
      shipping_rate_data: {
        type: 'fixed_amount' as const,
        display_name: name,
        fixed_amount: { amount, currency: 'eur' },
      },
    });
    const { stripe, session, url } = await opened({ shipping_options: [rate('Post', 300), rate('Courier', 900)] });
    expect(session.amount_total).toBe(2800);
    const courier = session.shipping_options[1]!.shipping_rate as string;
    await press(url, 'pay', { shipping_rate: courier });
    const after = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['payment_intent', 'shipping_cost.shipping_rate'],
    });
    expect(after).toMatchObject({
      amount_subtotal: 2500,
      amount_total: 3400,
      total_details: { amount_shipping: 900 },
      shipping_cost: { amount_total: 900, shipping_rate: { display_name: 'Courier' } },
      payment_intent: { amount: 3400 },
    });
  });

  it('completes an order that costs nothing without a payment', async () => {
    const { stripe, session, url } = await opened({
      line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 0, product_data: { name: 'Sample' } } }],
    });
    expect((await press(url, 'pay')).status).toBe(303);
    const after = await stripe.checkout.sessions.retrieve(session.id);
    expect(after).toMatchObject({
      status: 'complete',
      payment_status: 'no_payment_required',
      payment_intent: null,
    });
  });

  it('says so when the session has expired, and takes no money for it', async () => {
    const { emulator, stripe, session, url } = await opened();
    emulator.advanceClock(24 * 3_600_000);
    const late = await press(url, 'pay');
    expect(late.status).toBe(410);
    expect(late.text).toContain('This payment has expired');
    expect((await stripe.charges.list()).data).toHaveLength(0);
    expect((await stripe.checkout.sessions.retrieve(session.id)).url).toBeNull();
    expect((await fetch(`${emulator.url}/c/pay/cs_test_unknown`)).status).toBe(404);
  });

  it('asks again for an unusable e-mail address or an unknown choice', async () => {
    const { stripe, url } = await opened();
    expect((await press(url, 'pay', { email: 'nobody' })).status).toBe(400);
    expect((await press(url, 'gold')).status).toBe(400);
    expect((await stripe.charges.list()).data).toHaveLength(0);
  });
});
