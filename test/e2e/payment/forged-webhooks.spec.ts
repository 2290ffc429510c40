import { expectEnvelope, expectRefused } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView, sessionOf } from '../../setup/provider-view.js';
import { until, type Shopping } from '../../setup/shopping.js';
import { operator } from '../../setup/tokens.js';
import { deliver, eventAbout } from '../../setup/webhooks.js';

describe('a webhook that is not the provider’s', () => {
  let product: Product;
  let buyer: Shopping;
  let provider: ProviderView;
  let checkout: { id: string; url: string };
  /** Whether a test has sent the event with the right signature. */
  let signed = false;
  /** The very event that would complete the checkout if it were believed. */
  let paid: string;

  beforeAll(async () => {
    product = await startProduct();
    buyer = await product.guest();
    provider = new ProviderView(product);
    checkout = await buyer.toPayment({ MUG: 1 });
    const session = await provider.get(`/v1/checkout/sessions/${sessionOf(checkout.url)}`);
    paid = eventAbout(
      { ...session, status: 'complete', payment_status: 'paid' },
      'checkout.session.completed',
      'evt_forged',
    );
  });
  /** Whether a row was written for the forged event. */
  async function isStored(): Promise<boolean> {
    const ask = 'query ($state: InboxState!) { inboxEvents(state: $state, first: 100) { nodes { id } } }';
    const client = await operator(product);
    const states = ['received', 'applied', 'ignored', 'dead'];
    const pages = await Promise.all(states.map((state) => client.ask(ask, { state })));
    return pages.some(({ nodes }) => nodes.some(({ id }: any) => id === 'stripe//evt_forged'));
  }

  afterEach(async () => {
    expect(await isStored()).toBe(signed);
    product.clock.advance(6000);
    expect(await buyer.status(checkout.id)).toMatchObject({ status: 'payment_pending', order: null });
  });
  afterAll(() => product.stop());

  it.each([
    ['another secret', { secret: 'whsec_other' }],
    ['no signature', { signature: null }],
    ['an empty signature', { signature: '' }],
    ['a signature of nothing', { signature: 't=,v1=' }],
    ['a date alone', { signature: `t=${Math.floor(Date.now() / 1000)}` }],
    ['an older scheme', { signature: `t=${Math.floor(Date.now() / 1000)},v0=${'a'.repeat(64)}` }],
    ['a date from 301 seconds ago', { age: 302 }],
    ['a date from last year', { age: 31_536_000 }],
    ['a date 302 seconds ahead', { age: -302 }],
    ['a date that is none', { signature: `t=soon,v1=${'a'.repeat(64)}` }],
  ])('is refused with %s [WH-1]', async (_what, delivery) => {
    expectEnvelope(await deliver(product, paid, delivery), 400, 'INVALID_SIGNATURE');
  });

  it('is refused when one byte of a signed body is different, or it was written anew [WH-1]', async () => {
    const { createHmac } = await import('node:crypto');
    const seconds = Math.floor(product.clock.now().getTime() / 1000);
    const signature = `t=${seconds},v1=${createHmac('sha256', 'whsec_test').update(`${seconds}.${paid}`).digest('hex')}`;
    for (const body of [
      JSON.stringify(JSON.parse(paid), null, 1),
      `${paid} `,
      paid.replace('evt_forged', 'evt_Forged'),
      '',
    ]) {
      expectEnvelope(await deliver(product, body, { signature }), 400, 'INVALID_SIGNATURE');
    }
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    '',
  ])('is refused when it says it is something else than JSON: %j [WH-1]', async (type) => {
    const delivered = await deliver(product, paid, { headers: { 'content-type': type } });
    expectEnvelope(delivered, 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  it('is judged by its bytes, whatever character set it claims [WH-1]', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-16' };
    expectEnvelope(await deliver(product, paid, { secret: 'whsec_other', headers }), 400, 'INVALID_SIGNATURE');
    const body = eventAbout({ object: 'payment_intent', id: 'pi_1' }, 'payment_intent.created', 'evt_utf_16');
    expect(await deliver(product, body, { headers })).toMatchObject({ status: 200 });
  });

  it('is refused when it is larger than any event, without being verified [WH-1]', async () => {
    expectEnvelope(await deliver(product, `{"id":"evt_1","x":"${'x'.repeat(1024 * 1024)}"}`), 413, 'BODY_TOO_LARGE');
  });

  it.each([
    '/webhooks/paypal/default',
    '/webhooks/stripe/other',
    '/webhooks/constructor/default',
    '/webhooks/__proto__/default',
    '/webhooks/stripe',
    '/webhooks',
    '/webhooks/stripe/default/more',
  ])('is not taken at %s [WH-1]', async (path) => {
    expectEnvelope(await deliver(product, paid, { path }), 404, 'NOT_FOUND');
  });

  it.each([
    ['null', 'null'],
    ['a list', '[]'],
    ['a number', '1'],
    ['no JSON', '{"id":'],
    ['no event', '{}'],
    ['an event without data', '{"id":"evt_a","object":"event","type":"x","created":1}'],
    [
      'a thin event',
      '{"id":"evt_b","object":"v2.core.event","type":"v1.billing.meter.no_meter_found","created":"2026-01-01T00:00:00Z"}',
    ],
    ['an event about nothing', '{"id":"evt_c","object":"event","type":"x","created":1,"data":{"object":null}}'],
    ['an event without a time', '{"id":"evt_d","object":"event","type":"x","data":{"object":{"object":"x"}}}'],
    [
      'an event with an id of 10,000 letters',
      `{"id":"${'e'.repeat(10_000)}","object":"event","type":"x","created":1,"data":{"object":{}}}`,
    ],
    [
      'an event with a query for an id',
      '{"id":{"$ne":null},"object":"event","type":"x","created":1,"data":{"object":{}}}',
    ],
  ])('does no harm when it is signed and contains %s [WH-1]', async (_what, body) => {
    expectRefused(await deliver(product, body));
  });

  it('is not believed even when signed: the session is asked, and it is not paid [PS-12, WH-1]', async () => {
    signed = true;
    expect(await deliver(product, paid)).toMatchObject({ status: 200 });
    const asked = () =>
      Promise.resolve(
        product.stripe.requests.filter(
          ({ method, path }) => method === 'GET' && path.includes(sessionOf(checkout.url)),
        ),
      );
    await until(asked, (requests) => requests.length > 0, 'the session to be read');
    expect(await provider.money(checkout.id)).toEqual({ paid: 0, refunded: 0 });
  });
});
