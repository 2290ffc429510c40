import { startGateway, type Gateway } from '#gateway';
import { Config } from '#platform';
import { openForm } from '../../setup/payment-form.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView, sessionOf } from '../../setup/provider-view.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';

const LIST = { path: '/v1/events' };

/** How often the list is read in these tests; the clock is pushed that far. */
const EVERY = 30_000;

describe('without any webhook', () => {
  let product: Product;
  let buyer: Shopping;
  let provider: ProviderView;

  beforeAll(async () => {
    product = await startProduct({ webhooks: false, pollEveryMs: EVERY });
    buyer = await product.guest();
    provider = new ProviderView(product);
  });
  afterEach(() => product.stripe.faults.clear());
  afterAll(() => product.stop());

  /** Reading a status heals too, so the list of orders is watched: it asks nobody. */
  const ordered = (id: string) =>
    until(
      () => buyer.client.ask('{ myOrders(tenantId: "alpha", first: 100) { nodes { id status } } }'),
      ({ nodes }) => nodes.some((order: any) => order.id === id && order.status === 'paid'),
      `the order of ${id}`,
    );
  const lists = () => product.stripe.requests.filter(({ path }) => path === '/v1/events');
  const readings = (count: number) =>
    until(
      async () => lists().length,
      (length) => length >= count,
      `${count} readings of the list`,
    );
  /** Until the gateway has looked ten times and found nothing to read: nothing is read until the clock is pushed. */
  async function quiet(): Promise<void> {
    let [read, looks] = [-1, 0];
    await until(
      async () => {
        if (read !== lists().length) [read, looks] = [lists().length, product.commands.length];
        return product.commands.slice(looks).filter((command) => command === 'find').length;
      },
      (finds) => finds >= 30,
      'the reading under way to end',
    );
  }
  /** Events that the provider writes down, about sessions of somebody else. */
  async function foreignEvents(count: number): Promise<void> {
    const one = async (): Promise<void> => {
      const { id } = await provider.post('/v1/checkout/sessions', {
        mode: 'payment',
        success_url: 'https://shop.example/',
        'line_items[0][quantity]': '1',
        'line_items[0][price_data][currency]': 'eur',
        'line_items[0][price_data][unit_amount]': '100',
        'line_items[0][price_data][product_data][name]': 'Other',
      });
      await provider.expire(id);
    };
    await Promise.all(Array.from({ length: count }, one));
  }

  it('a paid checkout completes although its buyer never returns and nobody asks [WH-4]', async () => {
    const { id, url, total } = await buyer.toPayment({ MUG: 1 });
    await submitPage(url, 'pay');
    product.clock.advance(EVERY);
    await ordered(id);
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
    expect(Object.values(lists().at(-1)!.params['types']!)).toEqual([
      'checkout.session.completed',
      'checkout.session.async_payment_succeeded',
      'checkout.session.async_payment_failed',
      'checkout.session.expired',
      'payment_intent.succeeded',
      'payment_intent.processing',
      'payment_intent.amount_capturable_updated',
      'payment_intent.payment_failed',
      'payment_intent.canceled',
      'charge.refunded',
      'refund.created',
      'refund.updated',
      'refund.failed',
      'charge.dispute.created',
      'charge.dispute.updated',
      'charge.dispute.closed',
    ]);
  });

  it('a payment on a page of one’s own completes its checkout all the same [PS-6, WH-4]', async () => {
    const { id, form, total } = await openForm(product, buyer);
    await form.confirm('pm_card_visa');
    product.clock.advance(EVERY);
    await ordered(id);
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
  });

  it('the till is open again after its page ended unpaid [WH-3, WH-4]', async () => {
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    await provider.expire(sessionOf(url));
    product.clock.advance(EVERY);
    const pending = () => buyer.client.ask('{ checkouts(tenantId: "alpha", status: pending) { nodes { id } } }');
    await until(pending, ({ nodes }) => nodes.some((node: any) => node.id === id), 'the till to be open');
  });

  it('an event that is listed only after later ones were read is found all the same', async () => {
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    const later = await buyer.toPayment({ PATTERN: 1 });
    product.clock.advance(4 * 60_000);
    await submitPage(later.url, 'pay');
    product.clock.advance(EVERY);
    await ordered(later.id);
    // What happens now carries a time that the cursor has passed.
    product.clock.advance(-4 * 60_000);
    await submitPage(url, 'pay');
    product.clock.advance(4 * 60_000 + EVERY);
    await ordered(id);
  });

  it('a list of several pages is read to its end, and gone on with where a failure cut it off [WH-4]', async () => {
    product.stripe.faults.add({ match: LIST, action: 'status', status: 500, times: 1000 });
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    await submitPage(url, 'pay');
    // Long enough for a cursor that went too far to have passed the payment, overlap and all.
    product.clock.advance(10 * 60_000);
    await foreignEvents(110);
    await quiet();
    const before = lists().length;
    product.stripe.faults.clear();
    product.stripe.faults.add({ match: LIST, action: 'delay', ms: 1 });
    product.stripe.faults.add({ match: LIST, action: 'status', status: 500, times: 3 });
    product.clock.advance(EVERY);
    await readings(before + 4);
    const cutOff = lists()[before + 1]!.params['starting_after'];
    expect(cutOff).toMatch(/^evt_/);
    product.clock.advance(EVERY);
    await ordered(id);
    expect(lists()[before + 4]!.params['starting_after']).toBe(cutOff);
  });

  it('the list is begun anew when the provider has forgotten where it was cut off', async () => {
    await foreignEvents(110);
    await quiet();
    const before = lists().length;
    product.stripe.faults.add({ match: LIST, action: 'delay', ms: 1 });
    product.stripe.faults.add({ match: LIST, action: 'status', status: 400 });
    product.clock.advance(EVERY);
    await readings(before + 2);
    expect(lists()[before + 1]!.params['starting_after']).toMatch(/^evt_/);
    await quiet();
    product.clock.advance(EVERY);
    await readings(before + 3);
    expect(lists()[before + 2]!.params['starting_after']).toBeUndefined();
  });

  it('the list is read by one gateway at a time, however many there are', async () => {
    let looks = 0;
    const config = Object.assign(new Config(), product.gateway.app.get(Config), { PORT: 0 });
    const second: Gateway = await startGateway(config, {
      clock: product.clock,
      onDatabaseCommand: (command) => (looks += Number(command === 'find')),
    });
    try {
      await quiet();
      const firstPages = () => lists().filter(({ params }) => params['starting_after'] === undefined).length;
      for (let round = 1; round <= 5; round += 1) {
        const before = firstPages();
        looks = product.commands.length = 0;
        product.clock.advance(EVERY);
        await until(
          async () => Math.min(looks, product.commands.filter((command) => command === 'find').length),
          (finds) => finds > 20,
          'both gateways to look several times',
        );
        expect(firstPages()).toBe(before + 1);
      }
    } finally {
      await second.close();
    }
  });
});
