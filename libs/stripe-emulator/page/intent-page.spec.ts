import type Stripe from 'stripe';
import { client, press, sessionParams, start, stopAll } from '../spec-support/harness.fixture.js';

afterEach(stopAll);

const RETURN = 'http://shop.example/back?order=7';

async function opened(more: Partial<Stripe.PaymentIntentCreateParams> = {}, account?: string) {
  const emulator = await start();
  const stripe = client(emulator);
  const as = account === undefined ? {} : { stripeAccount: account };
  const intent = await stripe.paymentIntents.create({ amount: 2500, currency: 'eur', ...more }, as);
  const secret = intent.client_secret ?? '';
  const page = `${emulator.url}/c/pay/${intent.id}?client_secret=${secret}`;
  const url = `${page}&return_url=${encodeURIComponent(RETURN)}`;
  const read = () => stripe.paymentIntents.retrieve(intent.id, {}, as);
  const types = async () => (await stripe.events.list({ limit: 100 }, as)).data.map(({ type }) => type).toReversed();
  return { emulator, stripe, intent, secret, page, url, read, types };
}

describe('the page of a payment intent', () => {
  it('says that it is a test, what is paid, escapes it, and needs no script', async () => {
    const { url } = await opened({ description: 'Order <script>7' });
    const answer = await fetch(url);
    const text = await answer.text();
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).toContain('Test payment page');
    expect(text).toContain('Order &lt;script&gt;7');
    expect(text).toContain('€25.00');
    expect(text).not.toContain('<script');
    const buttons = [...text.matchAll(/<button name="choice" value="(\w+)"/g)].map(([, value]) => value);
    expect(buttons).toEqual(['pay', 'decline', 'authenticate', 'insufficient_funds', 'debit_succeeds', 'debit_fails']);
  });

  it('is shown to whoever has the client secret, and to nobody else', async () => {
    const { emulator, intent, stripe } = await opened();
    const base = `${emulator.url}/c/pay/${intent.id}`;
    for (const url of [base, `${base}?client_secret=`, `${base}?client_secret=${intent.id}_secret_other`]) {
      expect((await press(url, 'pay')).status).toBe(404);
    }
    const session = await stripe.checkout.sessions.create(sessionParams());
    await press(session.url, 'decline');
    const [behind] = (await stripe.paymentIntents.list({ limit: 1 })).data;
    const page = `${emulator.url}/c/pay/${behind?.id}?client_secret=${behind?.client_secret}`;
    expect((await press(page, 'pay')).status).toBe(404);
    expect((await stripe.charges.list()).data.filter(({ paid }) => paid)).toEqual([]);
  });

  it('pays once however often the button is pressed, and returns the buyer as Stripe.js does', async () => {
    const { stripe, intent, secret, url, read } = await opened({ receipt_email: 'ada@example.com' });
    const presses = await Promise.all([press(url, 'pay'), press(url, 'pay'), press(url, 'decline')]);
    for (const { status, location } of presses) {
      expect(status).toBe(303);
      expect(Object.fromEntries(new URL(location ?? '').searchParams)).toEqual({
        order: '7',
        payment_intent: intent.id,
        payment_intent_client_secret: secret,
        redirect_status: 'succeeded',
      });
    }
    expect(await read()).toMatchObject({ status: 'succeeded', amount_received: 2500 });
    const { data } = await stripe.charges.list();
    expect(data).toMatchObject([{ billing_details: { email: 'ada@example.com' } }]);
    expect(await (await fetch(url)).text()).toContain('This payment is complete');
  });

  it.each([
    ['decline', 'generic_decline', 'Your card was declined.'],
    ['insufficient_funds', 'insufficient_funds', 'insufficient funds'],
  ])('keeps the intent payable after %s, and says why', async (choice, decline_code, words) => {
    const { url, read } = await opened();
    const refused = await press(url, choice);
    expect(refused).toMatchObject({ status: 402, text: expect.stringContaining('role="alert"') as unknown });
    expect(refused.text).toContain(words);
    expect(await read()).toMatchObject({ status: 'requires_payment_method', last_payment_error: { decline_code } });
    expect((await press(url, 'pay')).status).toBe(303);
  });

  it('asks the buyer’s bank, whose refusal leaves the intent payable and whose word pays it', async () => {
    const { url, read, types } = await opened();
    const asked = await press(url, 'authenticate');
    expect(asked).toMatchObject({ status: 200, text: expect.stringContaining('The test bank asks') as unknown });
    expect(await (await fetch(url)).text()).toContain('The test bank asks');
    expect((await read()).status).toBe('requires_action');
    expect((await press(url, 'bank_refuses')).status).toBe(402);
    expect((await press(url, 'bank_confirms')).status).toBe(400);
    await press(url, 'authenticate');
    expect((await press(url, 'bank_confirms')).status).toBe(303);
    expect((await read()).status).toBe('succeeded');
    expect((await types()).at(-1)).toBe('payment_intent.succeeded');
  });

  it.each([
    ['debit_succeeds', 'succeeded', 'payment_intent.succeeded'],
    ['debit_fails', 'requires_payment_method', 'payment_intent.payment_failed'],
  ])('lets a bank debit (%s) process, and settles it by the clock', async (choice, status, event) => {
    const { emulator, url, read, types } = await opened();
    const pressed = await press(url, choice);
    expect(new URL(pressed.location ?? '').searchParams.get('redirect_status')).toBe('pending');
    expect((await read()).status).toBe('processing');
    emulator.advanceClock(60_000);
    expect((await read()).status).toBe(status);
    expect((await types()).at(-1)).toBe(event);
  });

  it('holds an amount that is captured later, and offers no bank debit for it', async () => {
    const { url, read } = await opened({ capture_method: 'manual' });
    expect((await press(url, 'debit_succeeds')).status).toBe(400);
    expect((await press(url, 'pay')).status).toBe(303);
    expect(await read()).toMatchObject({ status: 'requires_capture', amount_capturable: 2500 });
  });

  it('acts as the account of the intent, stays where it is without an address, and takes no false one', async () => {
    const { emulator, page, read, intent, secret } = await opened({}, 'acct_one');
    const bad = `${emulator.url}/c/pay/${intent.id}?client_secret=${secret}&return_url=javascript:alert(1)`;
    expect((await press(bad, 'pay')).status).toBe(400);
    expect((await fetch(page).then((answer) => answer.text())).includes('acct_one')).toBe(true);
    expect(await press(page, 'pay')).toMatchObject({ status: 200, location: null });
    expect((await read()).status).toBe('succeeded');
  });

  it('takes no money for a cancelled intent', async () => {
    const { stripe, intent, url } = await opened();
    await stripe.paymentIntents.cancel(intent.id);
    expect((await press(url, 'pay')).status).toBe(410);
    expect((await stripe.charges.list()).data).toEqual([]);
  });
});
