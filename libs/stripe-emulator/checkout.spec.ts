import { client, press, receiver, SECRET, sessionParams, start, stopAll } from './spec-support/harness.fixture.js';

afterEach(stopAll);

describe('a hosted Checkout Session', () => {
  it('is created, paid on its page by one form post, and told by a webhook that verifies', async () => {
    const hook = await receiver();
    const emulator = await start({ webhook: { url: hook.url, secret: SECRET } });
    const stripe = client(emulator);
    const session = await stripe.checkout.sessions.create(
      sessionParams({ metadata: { checkout: 'c1' }, payment_intent_data: { metadata: { checkout: 'c1' } } }),
    );
    expect(session).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 2500,
      currency: 'eur',
      payment_intent: null,
      url: `${emulator.url}/c/pay/${session.id}`,
    });
    expect(session.id).toMatch(/^cs_test_[A-Za-z0-9]+$/);

    const paid = await press(session.url, 'pay', { email: 'ada@example.com' });
    expect(paid).toMatchObject({ status: 303, location: `http://shop.example/done?session=${session.id}` });

    const after = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent.latest_charge'] });
    expect(after).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      customer_details: { email: 'ada@example.com' },
      payment_intent: {
        status: 'succeeded',
        amount_received: 2500,
        metadata: { checkout: 'c1' },
        latest_charge: { status: 'succeeded', paid: true },
      },
    });

    await hook.until(4);
    expect(hook.types().toSorted()).toEqual([
      'charge.succeeded',
      'checkout.session.completed',
      'payment_intent.created',
      'payment_intent.succeeded',
    ]);
    for (const { body, signature, event } of hook.received) {
      const verified = stripe.webhooks.constructEvent(body, signature, SECRET);
      expect(verified.id).toBe(event.id);
      expect(verified.api_version).toBe('2026-10-28.endive');
    }
  });
});
