import type Stripe from 'stripe';
import {
  client,
  eventually,
  folder,
  press,
  receiver,
  SECRET,
  sessionParams,
  start,
  stopAll,
} from '../spec-support/harness.fixture.js';

afterEach(stopAll);

async function pendingOf(stripe: Stripe): Promise<number[]> {
  return (await stripe.events.list({ limit: 100 })).data.map(({ pending_webhooks }) => pending_webhooks);
}

describe('webhooks', () => {
  it('go to endpoints made over the API, whose secret is shown once', async () => {
    const hook = await receiver();
    const stripe = client(await start());
    const endpoint = await stripe.webhookEndpoints.create({
      url: hook.url,
      enabled_events: ['checkout.session.expired'],
    });
    expect(endpoint.secret).toMatch(/^whsec_/);
    expect((await stripe.webhookEndpoints.list()).data[0]).not.toHaveProperty('secret');
    const session = await stripe.checkout.sessions.create(sessionParams());
    await stripe.checkout.sessions.expire(session.id);
    await hook.until(1);
    const [{ body, signature }] = hook.received as [(typeof hook.received)[number]];
    const event = stripe.webhooks.constructEvent(body, signature, endpoint.secret!);
    expect(event.data.object).toMatchObject({ id: session.id, status: 'expired', url: null });
    expect(() => stripe.webhooks.constructEvent(body, signature, SECRET)).toThrow(/signature/);
    await stripe.webhookEndpoints.del(endpoint.id);
    expect((await stripe.webhookEndpoints.list()).data).toEqual([]);
  });

  it('are sent again after a refusal until they are accepted; pending_webhooks tells', async () => {
    const hook = await receiver([500, 302]);
    const stripe = client(await start({ webhook: { url: hook.url, secret: SECRET } }));
    await stripe.paymentIntents.create({ amount: 500, currency: 'eur' });
    await hook.until(3);
    expect(new Set(hook.received.map(({ event }) => event.id)).size).toBe(1);
    await eventually(async () => (await pendingOf(stripe)).every((count) => count === 0));
    expect((await stripe.events.list({ delivery_success: false })).data).toEqual([]);
  });

  it('are given up after the last retry, and found by delivery_success=false', async () => {
    const hook = await receiver([500, 500, 500, 500, 500]);
    const emulator = await start({ webhook: { url: hook.url, secret: SECRET }, retryDelaysMs: [1, 1] });
    const stripe = client(emulator);
    await stripe.paymentIntents.create({ amount: 500, currency: 'eur' });
    await hook.until(3);
    const failed = await stripe.events.list({ delivery_success: false });
    expect(failed.data.map(({ type, pending_webhooks }) => [type, pending_webhooks])).toEqual([
      ['payment_intent.created', 1],
    ]);
    expect(hook.received).toHaveLength(3);
  });

  it('of connected accounts reach only endpoints that want them, and name the account', async () => {
    const own = await receiver();
    const connect = await receiver();
    const emulator = await start();
    const stripe = client(emulator);
    await stripe.webhookEndpoints.create({ url: own.url, enabled_events: ['*'] });
    await stripe.webhookEndpoints.create({ url: connect.url, enabled_events: ['*'], connect: true });
    await stripe.paymentIntents.create({ amount: 500, currency: 'eur' }, { stripeAccount: 'acct_tenant1' });
    await stripe.paymentIntents.create({ amount: 600, currency: 'eur' });
    await connect.until(1);
    await own.until(1);
    expect(connect.received.map(({ event }) => event.account)).toEqual(['acct_tenant1']);
    expect(own.received.map(({ event }) => event.account)).toEqual([undefined]);
  });

  it('are dropped, doubled, delayed and reordered as planned', async () => {
    const hook = await receiver();
    const emulator = await start({ webhook: { url: hook.url, secret: SECRET } });
    const stripe = client(emulator);
    emulator.faults.addWebhook({ event: 'payment_intent.created', action: 'drop' });
    emulator.faults.addWebhook({ event: 'charge.succeeded', action: 'reorder', ms: 2_000 });
    emulator.faults.addWebhook({ event: 'payment_intent.succeeded', action: 'duplicate' });
    emulator.faults.addWebhook({ event: 'checkout.session.completed', action: 'delay', ms: 30 });
    const session = await stripe.checkout.sessions.create(sessionParams());
    await press(session.url, 'pay');
    await hook.until(4);
    const [first, second, ...rest] = hook.types();
    expect([first, second]).toEqual(['payment_intent.succeeded', 'payment_intent.succeeded']);
    expect(rest).toEqual(['charge.succeeded', 'checkout.session.completed']);
    const undelivered = await stripe.events.list({ delivery_success: false });
    expect(undelivered.data.map(({ type }) => type)).toEqual(['payment_intent.created']);
    expect(emulator.faults.webhooks).toEqual([]);
  });

  it('wait for an absent receiver across a restart of the emulator', async () => {
    const dataDir = await folder();
    const hook = await receiver([503, 503]);
    const first = await start({ dataDir, webhook: { url: hook.url, secret: SECRET }, retryDelaysMs: [60_000, 60_000] });
    await client(first).paymentIntents.create({ amount: 500, currency: 'eur' });
    await hook.until(1);
    await first.stop();
    const second = await start({ dataDir, webhook: { url: hook.url, secret: SECRET }, retryDelaysMs: [1, 1] });
    await hook.until(3);
    const { body, signature } = hook.received[2]!;
    expect(client(second).webhooks.constructEvent(body, signature, SECRET).type).toBe('payment_intent.created');
    await eventually(async () => (await pendingOf(client(second))).every((count) => count === 0));
  });
});

describe('the start option', () => {
  it('moves its endpoint when the gateway has moved, and refuses an address that is none', async () => {
    const dataDir = await folder();
    const first = await start({ dataDir, webhook: { url: 'http://127.0.0.1:9/hook', secret: 'whsec_old' } });
    await client(first).paymentIntents.create({ amount: 500, currency: 'eur' });
    await first.stop();
    const hook = await receiver();
    const second = await start({ dataDir, webhook: { url: hook.url, secret: SECRET } });
    await hook.until(1);
    const { body, signature } = hook.received[0]!;
    expect(client(second).webhooks.constructEvent(body, signature, SECRET).type).toBe('payment_intent.created');
    expect((await client(second).webhookEndpoints.list()).data).toHaveLength(1);
    await expect(start({ webhook: { url: 'gateway', secret: SECRET } })).rejects.toThrow(/not an http\(s\) address/);
    await second.stop();
  });
});

describe('events', () => {
  it('are listed by type, wildcard, time and cursor, and retrieved', async () => {
    const stripe = client(await start());
    const session = await stripe.checkout.sessions.create(sessionParams());
    await press(session.url, 'pay');
    const all = (await stripe.events.list()).data;
    expect(all.map(({ type }) => type)[0]).toBe('checkout.session.completed');
    expect((await stripe.events.list({ type: 'payment_intent.*' })).data).toHaveLength(2);
    expect((await stripe.events.list({ types: ['charge.succeeded'] })).data).toHaveLength(1);
    expect((await stripe.events.list({ created: { gt: Math.floor(Date.now() / 1000) + 60 } })).data).toEqual([]);
    const oldest = all.at(-1)!;
    const newer = await stripe.events.list({ types: ['charge.succeeded'], ending_before: oldest.id });
    expect(newer.data.map(({ type }) => type)).toEqual(['charge.succeeded']);
    const one = await stripe.events.retrieve(oldest.id);
    expect(one).toMatchObject({ object: 'event', api_version: '2026-10-28.endive', request: { id: null } });
  });

  it('are forgotten after thirty days', async () => {
    const emulator = await start();
    const stripe = client(emulator);
    await stripe.paymentIntents.create({ amount: 500, currency: 'eur' });
    emulator.advanceClock(31 * 86_400_000);
    expect((await stripe.events.list()).data).toEqual([]);
  });

  it('reach each of several receivers set at start, and none that the next start leaves out', async () => {
    const dataDir = await folder();
    const [left, right] = [await receiver(), await receiver()];
    const webhook = [left, right].map(({ url }) => ({ url, secret: SECRET }));
    const first = await start({ dataDir, webhook });
    await client(first).paymentIntents.create({ amount: 500, currency: 'eur' });
    await left.until(1);
    await right.until(1);
    expect(right.received[0]?.event.id).toBe(left.received[0]?.event.id);
    await eventually(async () => (await pendingOf(client(first))).every((count) => count === 0));
    await first.stop();
    const second = await start({ dataDir, webhook: { url: right.url, secret: SECRET } });
    await client(second).paymentIntents.create({ amount: 600, currency: 'eur' });
    await right.until(2);
    expect((await client(second).webhookEndpoints.list()).data.map(({ url }) => url)).toEqual([right.url]);
    expect(left.received).toHaveLength(1);
  });
});
