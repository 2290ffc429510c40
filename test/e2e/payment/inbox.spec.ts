import { Command } from 'commander';
import { PAYMENT_LISTENER, type PaymentListener } from '#payments';
import { registerEventsCommand } from '../../../apps/cli/src/events/events.command.js';
import type { Client } from '../../setup/client.js';
import { expectEnvelope, http } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';
import { operator } from '../../setup/tokens.js';
import { deliver, eventAbout } from '../../setup/webhooks.js';

const EVENT = 'id type account sessionId state tries reason appliedAt keptUntil';
const LIST = `query ($state: InboxState, $after: String) { inboxEvents(state: $state, first: 2, after: $after) {
  nodes { ${EVENT} } endCursor } }`;
const REPLAY = `mutation ($id: ID!) { replayEvent(eventId: $id) {
  __typename ... on Problem { code } ... on ReplayEventSucceeded { event { ${EVENT} } } } }`;

describe('the inbox of events', () => {
  let product: Product;
  let buyer: Shopping;
  let provider: ProviderView;

  beforeAll(async () => {
    product = await startProduct({ webhooks: false });
    provider = new ProviderView(product);
  });
  // A token lasts an hour, and waiting for an event to be given up takes longer.
  beforeEach(async () => {
    buyer = await product.guest();
  });
  afterEach(() => product.stripe.faults.clear());
  afterAll(() => product.stop());

  async function events(state?: string, client?: Client): Promise<any[]> {
    const asked = client ?? (await operator(product));
    const all = [];
    for (let after: string | null = null; ;) {
      const { nodes, endCursor }: any = await asked.ask(LIST, { state, after });
      all.push(...nodes);
      if (!endCursor) return all;
      after = endCursor;
    }
  }
  const parked = (id: string) =>
    until(
      async () => (await events('received')).find((event) => event.id === `stripe//${id}`),
      (event) => event?.reason,
      `${id} to be parked`,
    );
  const givenUp = (id: string) =>
    until(
      async () => {
        product.clock.advance(11 * 60_000);
        return (await events()).find((event) => event.id === `stripe//${id}`);
      },
      (event) => event !== undefined,
      `${id} to be given up`,
    );
  const replay = async (id: string) => (await operator(product)).ask(REPLAY, { id: `stripe//${id}` });

  /** Money at a checkout that is over, of which only an event tells. */
  async function lateMoney(event: string): Promise<{ id: string; total: number; session: string }> {
    const { id, url, total } = await buyer.toPayment({ PATTERN: 1 });
    const { metadata } = await provider.get(`/v1/checkout/sessions/${url.split('/').at(-1)}`);
    await buyer.cancel(id);
    const late = await provider.post('/v1/checkout/sessions', {
      mode: 'payment',
      success_url: 'https://shop.example/',
      'line_items[0][quantity]': '1',
      'line_items[0][price_data][currency]': 'eur',
      'line_items[0][price_data][unit_amount]': String(total),
      'line_items[0][price_data][product_data][name]': 'Late',
      ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`metadata[${name}]`, value])),
      ...Object.fromEntries(
        Object.entries(metadata).map(([name, value]) => [`payment_intent_data[metadata][${name}]`, value]),
      ),
    });
    await submitPage(late.url, 'pay');
    const path = `/v1/checkout/sessions/${late.id}`;
    product.stripe.faults.add({ match: { path }, action: 'status', status: 404, times: 1000 });
    await deliver(
      product,
      eventAbout({ object: 'checkout.session', id: late.id }, 'checkout.session.completed', event),
    );
    return { id, total, session: late.id };
  }

  it('keeps an event that was tried in vain for two hours, until an operator replays it [WH-6, AD-5]', async () => {
    const { id, total, session } = await lateMoney('evt_dead');
    expect(await givenUp('evt_dead')).toEqual({
      id: 'stripe//evt_dead',
      type: 'checkout.session.completed',
      account: '',
      sessionId: session,
      state: 'dead',
      tries: 24,
      reason: 'The payment provider refuses this payment: invalid request',
      appliedAt: null,
      keptUntil: null,
    });
    expect(await replay('evt_dead')).toMatchObject({ event: { state: 'received', tries: 1 } });
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
    product.stripe.faults.clear();
    expect(await replay('evt_dead')).toMatchObject({
      event: { state: 'applied', tries: 1, reason: null, keptUntil: expect.any(String) },
    });
    expect(await provider.money(id)).toEqual({ paid: total, refunded: total });
    expect(await events()).toEqual([]);
  });

  it('changes nothing twice when an applied event is replayed [WH-2, WH-6]', async () => {
    const { id, total } = await lateMoney('evt_again');
    product.stripe.faults.clear();
    // The delivery itself may be at work on the checkout: then the replay is put off, as every event is.
    await until(
      () => replay('evt_again'),
      ({ event }) => event.state === 'applied',
      'evt_again to be applied',
    );
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await replay('evt_again')).toMatchObject({ event: { state: 'applied' } });
    }
    expect(await provider.money(id)).toEqual({ paid: total, refunded: total });
  });

  it('applies an event again when what applied it died before it could say so, and nothing happens twice [WH-2]', async () => {
    const before = await buyer.available('mug');
    const { id, url, total } = await buyer.toPayment({ MUG: 2 });
    await submitPage(url, 'pay');
    const listener = product.gateway.app.get<PaymentListener>(PAYMENT_LISTENER, { strict: false });
    const observe = listener.observe.bind(listener);
    const died = jest.spyOn(listener, 'observe').mockImplementationOnce(async (...facts) => {
      await observe(...facts);
      throw new Error('died after the change and before it was noted');
    });
    const session = await provider.get(`/v1/checkout/sessions/${url.split('/').at(-1)}`);
    await deliver(product, eventAbout(session, 'checkout.session.completed', 'evt_died'));
    await until(
      async () => (await events('applied')).find((event) => event.id === 'stripe//evt_died'),
      (event) => event !== undefined,
      'the event to be applied',
    );
    expect(died.mock.calls.length).toBeGreaterThan(1);
    died.mockRestore();
    expect(await buyer.status(id)).toMatchObject({ status: 'completed', order: { status: 'paid' } });
    expect(await buyer.available('mug')).toBe(before - 2);
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
    expect(await product.receipts(id)).toHaveLength(1);
  });

  it('says of each event where it stands and why, newest first, in pages [WH-6]', async () => {
    const unknown = { tenant: 'alpha', checkout: 'chk_000000000000000000000000', session: 'ps_1' };
    const foreign = await provider.post('/v1/checkout/sessions', {
      mode: 'payment',
      success_url: 'https://shop.example/',
      'line_items[0][quantity]': '1',
      'line_items[0][price_data][currency]': 'eur',
      'line_items[0][price_data][unit_amount]': '100',
      'line_items[0][price_data][product_data][name]': 'Other',
      ...Object.fromEntries(Object.entries(unknown).map(([name, value]) => [`metadata[${name}]`, value])),
    });
    const about = (id: string, object: object) => eventAbout(object, 'checkout.session.completed', id);
    await deliver(product, about('evt_parked', foreign));
    expect(await parked('evt_parked')).toMatchObject({ reason: expect.stringContaining('not there yet') });
    for (const id of ['evt_1', 'evt_2', 'evt_3']) await deliver(product, about(id, { object: 'charge', id: 'ch_1' }));
    const ignored = await events('ignored');
    expect(ignored.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['evt_1', 'evt_2', 'evt_3'].map((id) => `stripe//${id}`)),
    );
    expect(new Set(ignored.map(({ id }) => id)).size).toBe(ignored.length);
    expect(ignored[0]).toMatchObject({ reason: 'It is about no payment session', tries: 0 });
  });

  it('does nothing about a signed event of an account or a mode that is not the endpoint’s, and shows it [WH-1, WH-6]', async () => {
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    await submitPage(url, 'pay');
    const session = await provider.get(`/v1/checkout/sessions/${url.split('/').at(-1)}`);
    const event = JSON.parse(eventAbout(session, 'checkout.session.completed', 'evt_other'));
    expect(await deliver(product, JSON.stringify({ ...event, account: 'acct_stranger' }))).toMatchObject({
      status: 200,
    });
    expect(await deliver(product, JSON.stringify({ ...event, livemode: true }))).toMatchObject({ status: 200 });
    const shown = (await events('ignored')).filter(({ sessionId }) => sessionId === session.id);
    expect(shown.map((one) => [one.id, one.account, one.reason])).toEqual(
      expect.arrayContaining([
        ['stripe/acct_stranger/evt_other', 'acct_stranger', expect.stringContaining('another account')],
        ['stripe//evt_other', '', expect.stringContaining('real money')],
      ]),
    );
    const replayed = await (await operator(product)).ask(REPLAY, { id: 'stripe/acct_stranger/evt_other' });
    expect(replayed).toMatchObject({ event: { state: 'ignored', tries: 0 } });
    const orders = await buyer.client.ask('{ myOrders(tenantId: "alpha") { nodes { id status } } }');
    expect(orders.nodes.filter((order: any) => order.id === id && order.status === 'paid')).toEqual([]);
  });

  it('is read and replayed over REST as well, by operators alone [WH-6, AU-3]', async () => {
    await deliver(product, eventAbout({ object: 'charge', id: 'ch_1' }, 'charge.updated', 'evt_rest'));
    const url = `${product.url}/v1/platform/events`;
    const headers = { authorization: `Bearer ${(await operator(product)).token}` };
    const listed = await http(`${url}?state=ignored&limit=1`, { headers });
    expect(listed).toMatchObject({ status: 200, json: { nodes: [{ id: expect.stringMatching(/^stripe/) }] } });
    const body = { event_id: 'stripe//evt_rest' };
    expect(await http(`${url}/replay`, { headers, body })).toMatchObject({
      status: 200,
      json: { event: { id: body.event_id } },
    });
    expectEnvelope(await http(`${url}/replay`, { headers, body: { event_id: 'stripe//evt_none' } }), 404, 'NOT_FOUND');
    expectEnvelope(
      await http(url, { headers: { authorization: `Bearer ${buyer.client.token}` } }),
      403,
      'SCOPE_INSUFFICIENT',
    );
    expectEnvelope(await http(url), 401, 'UNAUTHENTICATED');
  });

  it('is read and replayed on the command line [WH-6]', async () => {
    await deliver(product, eventAbout({ object: 'charge', id: 'ch_1' }, 'charge.updated', 'evt_cli'));
    const { token } = await operator(product);
    const command = async (args: string[], env: NodeJS.ProcessEnv = { COMPTOIR_TOKEN: token! }): Promise<string[]> => {
      const lines: string[] = [];
      const program = new Command();
      registerEventsCommand(program, { env: { COMPTOIR_URL: product.url, ...env }, say: (line) => lines.push(line) });
      await program.parseAsync(['node', 'comptoir', ...args]);
      return lines;
    };
    expect(await command(['events'])).toEqual(['No event is dead.']);
    expect((await command(['events', '--state', 'ignored'])).join()).toContain(
      'stripe//evt_cli  charge.updated  ignored',
    );
    expect((await command(['events', 'replay', 'stripe//evt_cli'])).join()).toContain('stripe//evt_cli');
    await expect(command(['events', 'replay', 'stripe//evt_none'])).rejects.toThrow('No event with this id');
    await expect(command(['events'], {})).rejects.toThrow('COMPTOIR_TOKEN');
    await expect(command(['events'], { COMPTOIR_TOKEN: token!, COMPTOIR_URL: 'http://127.0.0.1:1' })).rejects.toThrow(
      'does not answer',
    );
  });
});
