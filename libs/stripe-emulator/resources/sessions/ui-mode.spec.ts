import type Stripe from 'stripe';
import { client, press, sessionParams, start, stopAll } from '../../spec-support/harness.fixture.js';

afterEach(stopAll);

const { success_url: _success, cancel_url: _cancel, ...bare } = sessionParams();
const RETURN = 'http://shop.example/back?session={CHECKOUT_SESSION_ID}';

function embedded(more: Partial<Stripe.Checkout.SessionCreateParams> = {}): Stripe.Checkout.SessionCreateParams {
  return { ...bare, ui_mode: 'embedded_page', return_url: RETURN, ...more };
}

describe('sessions in a page of the seller', () => {
  it.each(['embedded_page', 'elements'] as const)(
    'with ui_mode %s have a client secret instead of an address, and return the buyer after paying',
    async (ui_mode) => {
      const emulator = await start();
      const stripe = client(emulator);
      const session = await stripe.checkout.sessions.create(embedded({ ui_mode }));
      expect(session).toMatchObject({ ui_mode, url: null, success_url: null, return_url: RETURN });
      expect(session.client_secret).toMatch(new RegExp(`^${session.id}_secret_\\w+$`));
      const page = `${emulator.url}/c/pay/${session.id}`;
      expect((await press(page, 'pay')).status).toBe(404);
      expect((await press(`${page}?client_secret=${session.id}_secret_other`, 'pay')).status).toBe(404);
      const paid = await press(`${page}?client_secret=${session.client_secret}`, 'pay');
      expect(paid).toMatchObject({ status: 303, location: `http://shop.example/back?session=${session.id}` });
      expect((await stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe('paid');
    },
  );

  it('stay where they are when they are told never to redirect', async () => {
    const emulator = await start();
    const stripe = client(emulator);
    const { return_url: _none, ...never } = embedded({ redirect_on_completion: 'never' });
    const session = await stripe.checkout.sessions.create(never);
    expect(session.redirect_on_completion).toBe('never');
    const paid = await press(`${emulator.url}/c/pay/${session.id}?client_secret=${session.client_secret}`, 'pay');
    expect(paid).toMatchObject({ status: 200, location: null, text: expect.stringContaining('complete') });
  });

  it.each<[Stripe.Checkout.SessionCreateParams, string]>([
    [{ ...bare, ui_mode: 'embedded_page' }, 'return_url'],
    [{ ...bare, ui_mode: 'elements' }, 'return_url'],
    [embedded({ success_url: 'http://shop.example/' }), 'success_url'],
    [embedded({ ui_mode: 'elements', cancel_url: 'http://shop.example/' }), 'cancel_url'],
    [embedded({ redirect_on_completion: 'never' }), 'return_url'],
    [sessionParams({ return_url: 'http://shop.example/' }), 'return_url'],
    [bare, 'success_url'],
  ])('refuse addresses of another mode, and ask for their own: %#', async (params, param) => {
    const stripe = client(await start());
    await expect(stripe.checkout.sessions.create(params)).rejects.toMatchObject({ statusCode: 400, param });
  });
});

describe('3-D Secure on the page', () => {
  async function asked() {
    const emulator = await start();
    const stripe = client(emulator);
    const session = await stripe.checkout.sessions.create(sessionParams());
    const page = await press(session.url, 'authenticate', { email: 'ada@example.com' });
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('The test bank asks') });
    return {
      stripe,
      session,
      read: () => stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] }),
    };
  }

  it('asks, stays asked when the page is opened again, and completes the session when the buyer confirms', async () => {
    const { session, read } = await asked();
    expect(await read()).toMatchObject({ status: 'open', payment_intent: { status: 'requires_action' } });
    expect(await (await fetch(session.url!)).text()).toContain('The test bank asks');
    expect(await press(session.url, 'bank_confirms')).toMatchObject({ status: 303 });
    expect(await read()).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      customer_details: { email: 'ada@example.com' },
      payment_intent: { status: 'succeeded', next_action: null },
    });
  });

  it('leaves the session payable when the buyer refuses', async () => {
    const { session, read } = await asked();
    expect(await press(session.url, 'bank_refuses')).toMatchObject({ status: 402 });
    expect(await read()).toMatchObject({
      status: 'open',
      payment_intent: {
        status: 'requires_payment_method',
        last_payment_error: { code: 'payment_intent_authentication_failure' },
      },
    });
    expect(await press(session.url, 'bank_confirms')).toMatchObject({ status: 400 });
    expect((await press(session.url, 'pay')).status).toBe(303);
  });
});
