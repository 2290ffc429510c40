import { once } from 'node:events';
import Stripe from 'stripe';
import { WebSocket } from 'ws';
import type { StripeEmulator } from '../../index.js';
import {
  client,
  control,
  eventually,
  folder,
  press,
  sessionParams,
  start,
  stopAll,
} from '../../spec-support/harness.fixture.js';

afterEach(stopAll);

interface CliSession {
  readonly secret: string;
  readonly websocket_id: string;
  readonly websocket_url: string;
}

/** A message of the websocket, as `stripe listen` reads it. */
interface Told {
  readonly type: string;
  readonly endpoint: { readonly api_version: string | null };
  readonly event_payload: string;
  readonly http_headers: Readonly<Record<string, string>>;
  readonly webhook_conversation_id: string;
  readonly webhook_id: string;
}

async function post(emulator: StripeEmulator, params: Record<string, string>, account?: string) {
  const answer = await emulator.fetch('http://stripe/v1/stripecli/sessions', {
    method: 'POST',
    body: new URLSearchParams(params),
    headers: { authorization: 'Bearer sk_test_spec', ...(account ? { 'stripe-account': account } : {}) },
  });
  return { status: answer.status, body: (await answer.json()) as CliSession & { error?: { code?: string } } };
}

const DEVICE = { device_name: 'spec', 'websocket_features[]': 'webhooks' };

async function opened(emulator: StripeEmulator, account?: string): Promise<CliSession> {
  return (await post(emulator, DEVICE, account)).body;
}

/** Connects, and acknowledges what it is told as the command line does unless it is to be `silent`. */
async function listen({ websocket_id, websocket_url }: CliSession, silent = false) {
  const socket = new WebSocket(`${websocket_url}?websocket_feature=webhooks`, 'stripecli-devproxy-v1', {
    headers: { 'websocket-id': websocket_id },
  });
  const told: Told[] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as Told;
    told.push(message);
    const { webhook_conversation_id } = message;
    if (!silent) socket.send(JSON.stringify({ type: 'event_ack', webhook_conversation_id }));
  });
  await once(socket, 'open');
  return {
    socket,
    /** What is taken of the two copies of each event. */
    events: () => told.filter(({ endpoint }) => endpoint.api_version === null),
    told,
  };
}

const product = (emulator: StripeEmulator, account?: string) =>
  client(emulator).products.create({ name: 'Olive oil' }, account ? { stripeAccount: account } : {});

const views = async ({ url }: StripeEmulator) =>
  ((await (await fetch(`${url}/_emulator/listeners`)).json()) as { data: Record<string, unknown>[] }).data;

describe('the websocket of stripe listen', () => {
  it('tells of each event with a signature that the SDK accepts, in the words of the command line', async () => {
    const emulator = await start();
    const session = await opened(emulator);
    const { socket, events, told } = await listen(session);
    expect(socket.protocol).toBe('stripecli-devproxy-v1');
    const page = await client(emulator).checkout.sessions.create(sessionParams());
    await press(page.url, 'pay');
    await eventually(() => events().some(({ event_payload }) => event_payload.includes('checkout.session.completed')));
    const { event_payload, http_headers, ...rest } = events().at(-1)!;
    const event = new Stripe('sk_test_spec').webhooks.constructEvent(
      event_payload,
      http_headers['Stripe-Signature'] ?? '',
      session.secret,
    );
    expect(event).toMatchObject({ type: 'checkout.session.completed', data: { object: { id: page.id } } });
    expect(rest).toEqual({
      type: 'webhook_event',
      endpoint: { api_version: null },
      webhook_conversation_id: expect.stringMatching(/^wc_/) as unknown,
      webhook_id: event.id,
    });
    // Once for those who asked for the latest version.
    expect(told.filter(({ endpoint }) => endpoint.api_version === event.api_version)).toHaveLength(events().length);
  });

  it('tells a platform of its connected accounts, and an account of itself alone', async () => {
    const emulator = await start();
    const platform = await listen(await opened(emulator));
    const one = await listen(await opened(emulator, 'acct_one'));
    await product(emulator, 'acct_two');
    await product(emulator, 'acct_one');
    await product(emulator);
    await eventually(() => platform.events().length === 3 && one.events().length === 1);
    const accounts = platform.events().map(({ event_payload }) => (JSON.parse(event_payload) as Stripe.Event).account);
    expect(accounts).toEqual(['acct_two', 'acct_one', undefined]);
    expect(JSON.parse(one.events()[0]!.event_payload)).toMatchObject({ account: 'acct_one' });
  });

  it('says again what was not acknowledged when the listener comes back, and only that', async () => {
    const emulator = await start();
    const session = await opened(emulator);
    const silent = await listen(session, true);
    await product(emulator);
    await eventually(() => silent.told.length === 2);
    silent.socket.send(
      JSON.stringify({ type: 'event_ack', webhook_conversation_id: silent.told[0]?.webhook_conversation_id }),
    );
    await eventually(async () => (await views(emulator))[0]?.['unacknowledged'] === 1);
    const closed = once(silent.socket, 'close');
    await fetch(`${emulator.url}/_emulator/listeners`, { method: 'DELETE' });
    expect((await closed)[0]).toBe(1001);
    await eventually(async () => (await views(emulator))[0]?.['connected'] === false);
    await product(emulator);
    const back = await listen(session);
    await eventually(() => back.told.length === 3);
    expect(back.told[0]).toEqual(silent.told[1]);
    await eventually(async () => (await views(emulator))[0]?.['unacknowledged'] === 0);
  });

  it('takes a second connection of a listener for the first one’s successor', async () => {
    const emulator = await start();
    const session = await opened(emulator);
    const first = await listen(session);
    const closed = once(first.socket, 'close');
    const second = await listen(session);
    await closed;
    await product(emulator);
    await eventually(() => second.events().length === 1);
    expect(first.told).toEqual([]);
    expect(await views(emulator)).toMatchObject([{ connected: true }]);
  });

  it('gives one device the same secret each time, after a restart too, and another device another one', async () => {
    const dataDir = await folder();
    const emulator = await start({ dataDir });
    const { secret, websocket_id } = await opened(emulator);
    expect(await opened(emulator)).toMatchObject({ secret, websocket_id: expect.not.stringMatching(websocket_id) });
    expect((await post(emulator, { ...DEVICE, device_name: 'other' })).body.secret).not.toBe(secret);
    await emulator.stop();
    expect((await opened(await start({ dataDir }))).secret).toBe(secret);
  });

  it('refuses unknown ids with the words that make the command line ask for a new session, and features it has not', async () => {
    const emulator = await start();
    const session = await opened(emulator);
    const socket = new WebSocket(session.websocket_url, { headers: { 'websocket-id': 'cliws_none' } });
    const [, answer] = (await once(socket, 'unexpected-response')) as [
      unknown,
      AsyncIterable<Buffer> & { statusCode: number },
    ];
    const body: Buffer[] = [];
    for await (const chunk of answer) body.push(chunk);
    expect(JSON.parse(Buffer.concat(body).toString('utf8'))).toEqual({ error: { message: 'Unknown WebSocket ID.' } });
    const logs = await post(emulator, { device_name: 'spec', 'websocket_features[]': 'request_logs' });
    expect(logs).toMatchObject({ status: 400, body: { error: { code: 'emulator_not_implemented' } } });
    expect(await post(emulator, { 'websocket_features[]': 'webhooks' })).toMatchObject({ status: 400 });
  });

  it('counts the answers of the address that a listener forwards to, and cuts off one that talks nonsense', async () => {
    const emulator = await start();
    const { socket } = await listen(await opened(emulator));
    socket.send(JSON.stringify({ type: 'webhook_response', status: 503 }));
    await eventually(async () => (await views(emulator))[0]?.['answers'] !== undefined);
    await eventually(async () => JSON.stringify((await views(emulator))[0]?.['answers']) === '{"503":1}');
    const closed = once(socket, 'close');
    socket.send('nonsense');
    expect((await closed)[0]).toBe(1007);
  });

  it('tells of an event that is sent again', async () => {
    const emulator = await start();
    const { events } = await listen(await opened(emulator));
    await product(emulator);
    await eventually(() => events().length === 1);
    await control(emulator, `events/${events()[0]?.webhook_id ?? ''}/resend`);
    await eventually(() => events().length === 2);
    expect(events()[1]?.webhook_id).toBe(events()[0]?.webhook_id);
  });
});
