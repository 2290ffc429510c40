import { client, sessionParams, start, stopAll } from '../spec-support/harness.fixture.js';

afterEach(stopAll);

describe('API keys and accounts', () => {
  it('refuses a missing, foreign or live key in the error envelope, with a request id', async () => {
    const emulator = await start({ apiKeys: ['sk_test_known'] });
    const missing = await fetch(`${emulator.url}/v1/events`);
    expect(missing.status).toBe(401);
    expect(missing.headers.get('request-id')).toMatch(/^req_/);
    expect(await missing.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
    for (const key of ['sk_test_other', `sk_${'live'}_known`]) {
      await expect(client(emulator, {}, key).events.list()).rejects.toMatchObject({
        type: 'StripeAuthenticationError',
        statusCode: 401,
      });
    }
    await client(emulator, {}, 'sk_test_known').events.list();
  });

  it('accepts restricted keys and basic auth, and echoes the version', async () => {
    const emulator = await start();
    await client(emulator, {}, 'rk_test_abc').events.list();
    const basic = await fetch(`${emulator.url}/v1/events`, {
      headers: {
        authorization: `Basic ${Buffer.from('sk_test_abc:').toString('base64')}`,
        'stripe-version': '2025-01-01.acacia',
      },
    });
    expect(basic.status).toBe(200);
    expect(basic.headers.get('stripe-version')).toBe('2025-01-01.acacia');
  });

  it('takes a key for the account that it begins with, and lets it act on no other', async () => {
    const emulator = await start();
    const own = client(emulator, {}, 'sk_test_51AnotherAccount1key');
    const account = 'acct_1AnotherAccount1';
    expect(await own.accounts.retrieveCurrent()).toMatchObject({ id: account });
    const session = await own.checkout.sessions.create(sessionParams());
    await expect(client(emulator).checkout.sessions.retrieve(session.id)).rejects.toMatchObject({ statusCode: 404 });
    const seen = await client(emulator).checkout.sessions.retrieve(session.id, {}, { stripeAccount: account });
    expect(seen.id).toBe(session.id);
    await expect(own.events.list({}, { stripeAccount: 'acct_tenant1' })).rejects.toMatchObject({ statusCode: 403 });
  });

  it('isolates accounts: nothing of one is seen by another', async () => {
    const stripe = client(await start());
    const one = { stripeAccount: 'acct_tenant1' };
    const session = await stripe.checkout.sessions.create(
      sessionParams({ payment_intent_data: { application_fee_amount: 100 } }),
      one,
    );
    await expect(stripe.checkout.sessions.retrieve(session.id)).rejects.toMatchObject({ statusCode: 404 });
    await expect(
      stripe.checkout.sessions.retrieve(session.id, {}, { stripeAccount: 'acct_tenant2' }),
    ).rejects.toMatchObject({ statusCode: 404 });
    expect((await stripe.checkout.sessions.retrieve(session.id, {}, one)).id).toBe(session.id);
    expect((await stripe.checkout.sessions.list()).data).toEqual([]);
  });

  it('answers an unknown operation, a JSON body and a strange account in the envelope', async () => {
    const { url } = await start();
    const headers = { authorization: 'Bearer sk_test_abc' };
    const unknown = await fetch(`${url}/v1/balances`, { headers });
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { error: { type: 'invalid_request_error' } }]);
    const json = await fetch(`${url}/v1/refunds`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(json.status).toBe(400);
    const strange = await fetch(`${url}/v1/events`, { headers: { ...headers, 'stripe-account': 'tenant' } });
    expect(strange.status).toBe(403);
  });
});
