import {
  client,
  eventually,
  press,
  receiver,
  SECRET,
  sessionParams,
  start,
  stopAll,
} from '../spec-support/harness.fixture.js';

afterEach(stopAll);

const intent = { amount: 1500, currency: 'eur' };

describe('the fault plan', () => {
  it('fails as many matching requests as planned, so that the SDK’s own retries succeed', async () => {
    const emulator = await start();
    const stripe = client(emulator, { maxNetworkRetries: 2 });
    emulator.faults.add({ match: { method: 'POST', path: '/v1/payment_*' }, times: 2, action: 'status', status: 503 });
    await stripe.paymentIntents.list();
    const made = await stripe.paymentIntents.create(intent);
    expect(made.status).toBe('requires_payment_method');
    expect(emulator.requests.map(({ method, status }) => `${method} ${status}`)).toEqual([
      'GET 200',
      'POST 503',
      'POST 503',
      'POST 200',
    ]);
    expect(emulator.faults.requests).toEqual([]);
  });

  it('limits the rate in the envelope of a 429', async () => {
    const emulator = await start();
    emulator.faults.add({ action: 'status', status: 429, headers: { 'retry-after': '2' } });
    await expect(client(emulator).paymentIntents.list()).rejects.toMatchObject({
      type: 'StripeRateLimitError',
      statusCode: 429,
      headers: { 'retry-after': '2' },
    });
  });

  it('executes and then closes the connection: a retry with the same key finds the first result', async () => {
    const emulator = await start();
    const stripe = client(emulator);
    // Twice: the SDK repeats a reset request once even when told not to retry.
    emulator.faults.add({ action: 'execute-then-reset', times: 2 });
    await expect(stripe.paymentIntents.create(intent, { idempotencyKey: 'k1' })).rejects.toMatchObject({
      type: 'StripeConnectionError',
    });
    const again = await stripe.paymentIntents.create(intent, { idempotencyKey: 'k1' });
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect((await stripe.paymentIntents.list()).data.map(({ id }) => id)).toEqual([again.id]);
  });

  it('closes the connection before anything is executed', async () => {
    const emulator = await start();
    const stripe = client(emulator);
    emulator.faults.add({ action: 'reset', times: 2 });
    await expect(stripe.paymentIntents.create(intent)).rejects.toMatchObject({ type: 'StripeConnectionError' });
    expect((await stripe.paymentIntents.list()).data).toEqual([]);
  });

  it.each([
    ['hang', 0],
    ['execute-then-hang', 1],
  ] as const)('never answers (%s), until the client gives up', async (action, made) => {
    const emulator = await start();
    const stripe = client(emulator);
    emulator.faults.add({ action });
    await expect(stripe.paymentIntents.create(intent, { timeout: 50 })).rejects.toMatchObject({
      type: 'StripeConnectionError',
    });
    expect((await stripe.paymentIntents.list()).data).toHaveLength(made);
  });
});

describe('the control operations', () => {
  const call = async (url: string, path: string, method = 'GET', body?: unknown) => {
    const answer = await fetch(`${url}/_emulator/${path}`, {
      method,
      ...(method === 'POST'
        ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) }
        : {}),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  it('plan faults, move the clock and show the request log to other processes', async () => {
    const emulator = await start();
    const { url } = emulator;
    expect((await call(url, 'faults', 'POST', { action: 'status', status: 500 })).status).toBe(200);
    expect((await call(url, 'webhook_faults', 'POST', { action: 'drop', event: 'charge.succeeded' })).status).toBe(200);
    expect((await call(url, 'faults')).body).toMatchObject({
      requests: [{ remaining: 1 }],
      webhooks: [{ remaining: 1 }],
    });
    await expect(client(emulator).paymentIntents.list()).rejects.toMatchObject({ statusCode: 500 });
    expect((await call(url, 'requests')).body).toMatchObject({
      data: [{ path: '/v1/payment_intents', fault: 'status' }],
    });
    await call(url, 'faults', 'DELETE');
    await call(url, 'requests', 'DELETE');
    expect(emulator.requests).toEqual([]);
    const before = Number((await call(url, 'health')).body['now']);
    const after = Number((await call(url, 'clock/advance', 'POST', { ms: 3_600_000 })).body['now']);
    expect(after - before).toBeGreaterThanOrEqual(3_600);
  });

  it('refuse nonsense, and anything a page of another site could post', async () => {
    const { url } = await start();
    expect((await call(url, 'faults', 'POST', { action: 'explode' })).status).toBe(400);
    expect((await call(url, 'faults', 'POST', { action: 'reset', color: 1 })).status).toBe(400);
    expect((await call(url, 'clock/advance', 'POST', { ms: -1 })).status).toBe(400);
    expect((await call(url, 'nothing')).status).toBe(404);
    const form = await fetch(`${url}/_emulator/clock/advance`, {
      method: 'POST',
      body: new URLSearchParams({ ms: '1' }),
    });
    expect(form.status).toBe(415);
  });

  it('expire a session, settle a bank debit, add an endpoint and resend an event', async () => {
    const emulator = await start();
    const { url } = emulator;
    const stripe = client(emulator);
    const hook = await receiver();
    expect((await call(url, 'webhook_endpoints', 'POST', { url: hook.url, secret: SECRET })).body).toMatchObject({
      secret: SECRET,
    });
    const first = await stripe.checkout.sessions.create(sessionParams());
    await call(url, `sessions/${first.id}/expire`, 'POST');
    expect((await stripe.checkout.sessions.retrieve(first.id)).status).toBe('expired');
    await hook.until(1);
    const second = await stripe.checkout.sessions.create(sessionParams());
    await press(second.url, 'debit_succeeds');
    await call(url, `sessions/${second.id}/settle`, 'POST', { succeeds: false });
    const [event] = (await stripe.events.list({ limit: 1 })).data;
    expect(event!.type).toBe('checkout.session.async_payment_failed');
    expect((await call(url, `sessions/${second.id}/settle`, 'POST')).status).toBe(400);
    await eventually(() => hook.types().includes('checkout.session.async_payment_failed'));
    const count = hook.received.length;
    await call(url, `events/${event!.id}/resend`, 'POST');
    await hook.until(count + 1);
    expect(hook.received.at(-1)?.event.id).toBe(event!.id);
  });
});
