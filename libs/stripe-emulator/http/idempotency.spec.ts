import { client, press, sessionParams, start, stopAll, folder } from '../spec-support/harness.fixture.js';

afterEach(stopAll);

const intent = { amount: 1500, currency: 'eur' };

describe('an idempotency key', () => {
  it('replays the first answer and says so, without doing anything again', async () => {
    const stripe = client(await start());
    const first = await stripe.paymentIntents.create(intent, { idempotencyKey: 'k1' });
    const second = await stripe.paymentIntents.create(intent, { idempotencyKey: 'k1' });
    expect(second.id).toBe(first.id);
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  it('refuses other parameters', async () => {
    const stripe = client(await start());
    await stripe.paymentIntents.create(intent, { idempotencyKey: 'k1' });
    await expect(
      stripe.paymentIntents.create({ ...intent, amount: 1600 }, { idempotencyKey: 'k1' }),
    ).rejects.toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
  });

  it('conflicts while its first request is running', async () => {
    const emulator = await start();
    const stripe = client(emulator);
    emulator.faults.add({ match: { path: '/v1/payment_intents' }, action: 'delay', ms: 100 });
    const slow = stripe.paymentIntents.create(intent, { idempotencyKey: 'k1' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(stripe.paymentIntents.create(intent, { idempotencyKey: 'k1' })).rejects.toMatchObject({
      statusCode: 409,
    });
    expect((await stripe.paymentIntents.create(intent, { idempotencyKey: 'k2' })).id).not.toBe((await slow).id);
    expect((await stripe.paymentIntents.create(intent, { idempotencyKey: 'k1' })).id).toBe((await slow).id);
  });

  it('does not remember a refused parameter, but remembers a declined card', async () => {
    const stripe = client(await start());
    await expect(stripe.paymentIntents.create({ ...intent, amount: 1 }, { idempotencyKey: 'k1' })).rejects.toThrow();
    await stripe.paymentIntents.create(intent, { idempotencyKey: 'k1' });
    const declined = { ...intent, confirm: true, payment_method: 'pm_card_chargeDeclined' };
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(stripe.paymentIntents.create(declined, { idempotencyKey: 'k2' })).rejects.toMatchObject({
        code: 'card_declined',
      });
    }
    expect((await stripe.charges.list()).data).toHaveLength(1);
  });

  it('remembers that an operation was refused by the state of its object', async () => {
    const emulator = await start();
    const stripe = client(emulator);
    const session = await stripe.checkout.sessions.create(sessionParams());
    await press(session.url, 'pay');
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(stripe.checkout.sessions.expire(session.id, {}, { idempotencyKey: 'k1' })).rejects.toMatchObject({
        statusCode: 400,
      });
    }
    expect(emulator.requests.at(-1)?.replayed).toBe(true);
  });

  it('lives in one account, for a day', async () => {
    const emulator = await start();
    const stripe = client(emulator);
    const first = await stripe.paymentIntents.create(intent, { idempotencyKey: 'k1' });
    const other = await stripe.paymentIntents.create(intent, { idempotencyKey: 'k1', stripeAccount: 'acct_tenant1' });
    expect(other.id).not.toBe(first.id);
    emulator.advanceClock(86_400_001);
    expect((await stripe.paymentIntents.create(intent, { idempotencyKey: 'k1' })).id).not.toBe(first.id);
  });

  it('survives a restart', async () => {
    const dataDir = await folder();
    const before = await start({ dataDir });
    const first = await client(before).paymentIntents.create(intent, { idempotencyKey: 'k1' });
    await before.stop();
    const after = await start({ dataDir });
    expect((await client(after).paymentIntents.create(intent, { idempotencyKey: 'k1' })).id).toBe(first.id);
  });

  it('replays a 500 that was stored, for ever', async () => {
    const emulator = await start();
    const stripe = client(emulator);
    emulator.faults.add({ action: 'status', status: 500, stored: true });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(stripe.paymentIntents.create(intent, { idempotencyKey: 'k1' })).rejects.toMatchObject({
        statusCode: 500,
      });
    }
    expect((await stripe.paymentIntents.list()).data).toEqual([]);
  });
});
