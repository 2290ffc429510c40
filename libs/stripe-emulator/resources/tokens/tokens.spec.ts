import type Stripe from 'stripe';
import { client, start, stopAll } from '../../spec-support/harness.fixture.js';

afterEach(stopAll);

const PREVIEW = { apiVersion: '2026-07-29.preview' };
const HELPER = '/v1/test_helpers/shared_payment/granted_tokens';

interface Token {
  readonly id: string;
  readonly deactivated_at: number | null;
  readonly deactivated_reason: string | null;
  readonly usage_details: { readonly amount_captured: unknown };
}

async function shop() {
  const emulator = await start();
  const stripe = client(emulator);
  const grant = (limits: object = {}, more: object = {}) =>
    stripe.rawRequest(
      'POST',
      HELPER,
      { payment_method: 'pm_card_visa', usage_limits: { currency: 'eur', max_amount: 1500, ...limits }, ...more },
      PREVIEW,
    ) as unknown as Promise<Token>;
  const read = (id: string) =>
    stripe.rawRequest('GET', `/v1/shared_payment/granted_tokens/${id}`, {}, PREVIEW) as unknown as Promise<Token>;
  const pay = (token: string, more: object = {}, options: Stripe.RequestOptions = PREVIEW) =>
    stripe.paymentIntents.create(
      {
        amount: 1500,
        currency: 'eur',
        confirm: true,
        shared_payment_granted_token: token,
        ...more,
      } as Stripe.PaymentIntentCreateParams,
      options,
    );
  return { emulator, stripe, grant, read, pay };
}

describe('shared payment tokens', () => {
  it('are granted by the test helper with their limits, and shown without the payment method behind them', async () => {
    const { grant, read } = await shop();
    const token = await grant({ expires_at: 4_000_000_000 }, { shared_metadata: { basket: 'b1' } });
    expect(token).toMatchObject({
      id: expect.stringMatching(/^spt_[A-Za-z0-9]+$/),
      object: 'shared_payment.granted_token',
      deactivated_at: null,
      deactivated_reason: null,
      livemode: false,
      payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242' }, billing_details: {} },
      shared_metadata: { basket: 'b1' },
      usage_details: { amount_captured: null },
      usage_limits: { currency: 'eur', max_amount: 1500, expires_at: 4_000_000_000 },
    });
    expect(JSON.stringify(token)).not.toContain('pm_');
    expect(await read(token.id)).toMatchObject({ id: token.id });
  });

  it('pay once: the second use is refused although the limits would allow it', async () => {
    const { grant, read, pay } = await shop();
    const { id } = await grant({ max_amount: 3000 });
    expect(await pay(id)).toMatchObject({ status: 'succeeded', amount_received: 1500 });
    expect(await read(id)).toMatchObject({
      deactivated_reason: 'consumed',
      usage_details: { amount_captured: { currency: 'eur', value: 1500 } },
    });
    await expect(pay(id)).rejects.toMatchObject({ statusCode: 400, param: 'shared_payment_granted_token' });
  });

  it('are accepted inside payment_method_data and on confirmation as well', async () => {
    const { stripe, grant, pay } = await shop();
    const inside = (await grant()).id;
    const data = { payment_method_data: { shared_payment_granted_token: inside } };
    expect((await pay(inside, { shared_payment_granted_token: undefined, ...data })).status).toBe('succeeded');
    const later = (await grant()).id;
    const intent = await stripe.paymentIntents.create({ amount: 1500, currency: 'eur' });
    const params = { shared_payment_granted_token: later } as Stripe.PaymentIntentConfirmParams;
    expect((await stripe.paymentIntents.confirm(intent.id, params, PREVIEW)).status).toBe('succeeded');
  });

  it('never pay more than their limit, in another currency, after their time, or when revoked', async () => {
    const { emulator, stripe, grant, read, pay } = await shop();
    const refused = { statusCode: 400, param: 'shared_payment_granted_token' };
    const { id } = await grant({ expires_at: Math.floor(Date.now() / 1000) + 60 });
    await expect(pay(id, { amount: 1501 })).rejects.toMatchObject(refused);
    await expect(pay(id, { currency: 'usd' })).rejects.toMatchObject(refused);
    emulator.advanceClock(60_000);
    await expect(pay(id)).rejects.toMatchObject(refused);
    expect(await read(id)).toMatchObject({ deactivated_reason: 'expired' });
    const revoked = (await grant()).id;
    await stripe.rawRequest('POST', `${HELPER}/${revoked}/revoke`, {}, PREVIEW);
    await expect(pay(revoked)).rejects.toMatchObject(refused);
    expect((await stripe.paymentIntents.list()).data).toEqual([]);
  });

  it('stay usable after a decline', async () => {
    const { grant, read, pay } = await shop();
    const { id } = await grant({}, { payment_method: 'pm_card_chargeDeclined' });
    await expect(pay(id)).rejects.toMatchObject({ type: 'StripeCardError', code: 'card_declined' });
    expect(await read(id)).toMatchObject({ deactivated_reason: null });
  });

  it('belong to one account: no other seller can read or use one', async () => {
    const { grant, pay, stripe } = await shop();
    const { id } = await grant();
    const other = { ...PREVIEW, stripeAccount: 'acct_other' };
    await expect(pay(id, {}, other)).rejects.toMatchObject({ code: 'resource_missing' });
    await expect(stripe.rawRequest('GET', `/v1/shared_payment/granted_tokens/${id}`, {}, other)).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it('exist in preview versions only', async () => {
    const { stripe, grant, pay } = await shop();
    await expect(stripe.rawRequest('POST', HELPER, { payment_method: 'pm_card_visa' })).rejects.toMatchObject({
      statusCode: 404,
    });
    const { id } = await grant();
    await expect(pay(id, {}, {})).rejects.toMatchObject({
      code: 'parameter_unknown',
      param: 'shared_payment_granted_token',
    });
  });

  it('are not spent by a request that is repeated with its key', async () => {
    const { grant, pay } = await shop();
    const { id } = await grant();
    const once = { ...PREVIEW, idempotencyKey: 'challenge-1' };
    const first = await pay(id, {}, once);
    const again = await pay(id, {}, once);
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
  });
});
