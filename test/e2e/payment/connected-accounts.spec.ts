import { setMoney } from '../../setup/money.js';
import { CONNECT_SECRET, startProduct, type Product } from '../../setup/product.js';
import { ProviderView, sessionOf } from '../../setup/provider-view.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';
import { operator } from '../../setup/tokens.js';
import { deliver, eventAbout } from '../../setup/webhooks.js';

const ALPHA = 'acct_alpha1';
const BETA = 'acct_beta2';
const COMPLETED = 'checkout.session.completed';
const CONNECT = { path: '/webhooks/stripe/connect', secret: CONNECT_SECRET };

/** How often the list is read in these tests; the clock is pushed that far. */
const EVERY = 30_000;

describe('an event of a connected account', () => {
  let product: Product;
  let buyer: Shopping;
  let other: Shopping;
  let alpha: ProviderView;
  let beta: ProviderView;
  let platform: ProviderView;
  let events = 0;

  beforeAll(async () => {
    product = await startProduct({ webhooks: false, pollEveryMs: EVERY });
    buyer = await product.guest('alpha');
    other = await product.guest('beta');
    alpha = new ProviderView(product, ALPHA);
    beta = new ProviderView(product, BETA);
    platform = new ProviderView(product);
    await setMoney(product, 'alpha', { mode: 'direct', account: ALPHA });
    await setMoney(product, 'beta', { mode: 'direct', account: BETA });
  });
  afterEach(() => product.stripe.faults.clear());
  afterAll(() => product.stop());

  const orders = (shopper: Shopping) =>
    shopper.client.ask(`{ myOrders(tenantId: "${shopper.tenantId}", first: 100) { nodes { id status } } }`);
  /** The list of orders is watched: unlike a status read, it asks nobody. */
  const ordered = (shopper: Shopping, id: string) =>
    until(
      () => orders(shopper),
      ({ nodes }) => nodes.some((order: any) => order.id === id && order.status === 'paid'),
      `the order of ${id}`,
    );
  async function row(id: string): Promise<any> {
    const ask = `query ($state: InboxState!) { inboxEvents(state: $state, first: 100) {
      nodes { id account state reason } } }`;
    const client = await operator(product);
    const states = ['received', 'applied', 'ignored', 'dead'];
    const pages = await Promise.all(states.map((state) => client.ask(ask, { state })));
    return pages.flatMap(({ nodes }) => nodes).find((one: any) => one.id === id);
  }
  const settled = (id: string) =>
    until(
      () => row(id),
      (found) => found && found.state !== 'received',
      `${id} to be settled`,
    );
  const tell = (session: object, account: string | undefined, to = CONNECT) => {
    const id = `evt_${(events += 1)}`;
    return deliver(product, eventAbout(session, COMPLETED, id, account), to).then(({ status }) => ({ id, status }));
  };
  /** A paid session that somebody made in an account, with the names and the price of another one. */
  async function copied(view: ProviderView, url: string, at: ProviderView): Promise<{ id: string }> {
    const { metadata, amount_total } = await at.get(`/v1/checkout/sessions/${sessionOf(url)}`);
    const made = await view.post('/v1/checkout/sessions', {
      mode: 'payment',
      success_url: 'https://shop.example/',
      'line_items[0][quantity]': '1',
      'line_items[0][price_data][currency]': 'eur',
      'line_items[0][price_data][unit_amount]': String(amount_total),
      'line_items[0][price_data][product_data][name]': 'Copy',
      ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`metadata[${name}]`, String(value)])),
    });
    await submitPage(made.url, 'pay');
    return made;
  }

  it('completes the checkout whose session is in that account [WH-1, WH-6]', async () => {
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    await submitPage(url, 'pay');
    const told = await tell({ object: 'checkout.session', id: sessionOf(url) }, ALPHA);
    expect(told.status).toBe(200);
    await ordered(buyer, id);
    expect(await settled(`stripe/${ALPHA}/${told.id}`)).toMatchObject({ account: ALPHA, state: 'applied' });
  });

  it('completes nothing of a tenant with another account, though it is signed, paid, and of the very price [WH-1, GW-2]', async () => {
    const { id, url, landingUrl } = await other.toPayment({ PATTERN: 1 });
    const copy = await copied(alpha, url, beta);
    const { id: event } = await tell({ object: 'checkout.session', id: copy.id }, ALPHA);
    expect(await settled(`stripe/${ALPHA}/${event}`)).toMatchObject({
      state: 'ignored',
      reason: 'Its checkout is paid in another account',
    });
    // The same, found in the list of events.
    product.clock.advance(EVERY);
    const [listed] = (await alpha.get(`/v1/events?type=${COMPLETED}&limit=1`)).data;
    expect(await settled(`stripe/${ALPHA}/${listed.id}`)).toMatchObject({ state: 'ignored' });
    await fetch(`${landingUrl}/return`, { redirect: 'manual' });
    product.clock.advance(6000);
    expect(await other.status(id)).toMatchObject({ status: 'payment_pending', order: null });
    await other.cancel(id);
  });

  it('completes nothing of a tenant that is paid on the platform’s account, nor the other way round [WH-1, GW-2]', async () => {
    await setMoney(product, 'beta', { mode: 'platform' });
    const paidToPlatform = await other.toPayment({ PATTERN: 1 });
    await setMoney(product, 'beta', { mode: 'direct', account: BETA });
    const paidToBeta = await other.toPayment({ PATTERN: 1 });
    const forged = await tell(await copied(beta, paidToPlatform.url, platform), BETA);
    expect(await settled(`stripe/${BETA}/${forged.id}`)).toMatchObject({ state: 'ignored' });
    const atPlatform = await copied(platform, paidToBeta.url, beta);
    const told = await tell(atPlatform, undefined, { path: '/webhooks/stripe/default', secret: 'whsec_test' });
    expect(await settled(`stripe//${told.id}`)).toMatchObject({ state: 'ignored' });
    product.clock.advance(6000);
    for (const { id } of [paidToPlatform, paidToBeta]) {
      expect(await other.status(id)).toMatchObject({ status: 'payment_pending', order: null });
    }
  });

  it('finds no session that is in another account: it is asked for where the event says it happened [WH-1]', async () => {
    const { id, url } = await other.toPayment({ PATTERN: 1 });
    await submitPage(url, 'pay');
    const { id: event } = await tell({ object: 'checkout.session', id: sessionOf(url) }, ALPHA);
    await until(
      () => row(`stripe/${ALPHA}/${event}`),
      (found) => found?.reason,
      'the event to be put off',
    );
    expect((await orders(other)).nodes.find((order: any) => order.id === id)?.status ?? 'draft').not.toBe('paid');
    product.clock.advance(EVERY);
    await ordered(other, id);
  });

  it('is refused with the secret of another endpoint, and ignored without an account [WH-1]', async () => {
    const { url } = await buyer.toPayment({ PATTERN: 1 });
    const session = { object: 'checkout.session', id: sessionOf(url) };
    expect(await tell(session, ALPHA, { ...CONNECT, secret: 'whsec_test' })).toMatchObject({ status: 400 });
    const nowhere = await tell(session, undefined);
    expect(await row(`stripe//${nowhere.id}`)).toMatchObject({ state: 'ignored' });
  });

  it('is taken at the right endpoint although it came to the wrong one first [WH-2]', async () => {
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    await submitPage(url, 'pay');
    const body = eventAbout({ object: 'checkout.session', id: sessionOf(url) }, COMPLETED, 'evt_twice', ALPHA);
    await deliver(product, body);
    expect(await row(`stripe/${ALPHA}/evt_twice`)).toMatchObject({ state: 'ignored' });
    await deliver(product, body, CONNECT);
    expect(await settled(`stripe/${ALPHA}/evt_twice`)).toMatchObject({ state: 'applied' });
    await ordered(buyer, id);
  });

  it('is found in the list of that account where no webhook tells of it [WH-4]', async () => {
    const one = await buyer.toPayment({ PATTERN: 1 });
    const two = await other.toPayment({ PATTERN: 1 });
    await submitPage(one.url, 'pay');
    await submitPage(two.url, 'pay');
    product.clock.advance(EVERY);
    await ordered(buyer, one.id);
    await ordered(other, two.id);
  });

  it('is found by reading the status, in the account of the session [WH-4]', async () => {
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    await setMoney(product, 'alpha', { mode: 'platform' });
    await submitPage(url, 'pay');
    product.clock.advance(6000);
    expect(await buyer.status(id)).toMatchObject({ status: 'completed' });
    await setMoney(product, 'alpha', { mode: 'direct', account: ALPHA });
  });

  it('brings money that comes too late back to where it came from [PS-10, WH-3]', async () => {
    const { id, url, total } = await buyer.toPayment({ PATTERN: 1 });
    await buyer.cancel(id);
    const late = await copied(alpha, url, alpha);
    const { payment_intent } = await alpha.get(`/v1/checkout/sessions/${late.id}`);
    await tell(late, ALPHA);
    const refunds = await until(
      () => alpha.get(`/v1/refunds?payment_intent=${payment_intent}`),
      ({ data }) => data.length > 0,
      'the refund',
    );
    expect(refunds.data).toMatchObject([{ amount: total }]);
  });
});
