import { randomBytes } from 'node:crypto';
import { setImmediate as immediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Config } from '#platform';
import { Client } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView, sessionOf } from '../../setup/provider-view.js';
import { Shopping, submitPage, until } from '../../setup/shopping.js';
import { operator, subjectOf, tokenWith } from '../../setup/tokens.js';
import { deliver, eventAbout } from '../../setup/webhooks.js';

const HOUR = 3_600_000;
const MEGABYTE = 1024 * 1024;

describe('what reaches the webhook endpoint', () => {
  let product: Product;
  let provider: ProviderView;

  beforeAll(async () => {
    product = await startProduct({ webhooks: false });
    provider = new ProviderView(product);
  });
  afterEach(() => product.stripe.faults.clear());
  afterAll(() => product.stop());

  const sessionAt = (url: string) => provider.get(`/v1/checkout/sessions/${sessionOf(url)}`);
  /** The same guest with a token of this hour: a clock that jumps ends one, or has it begin later. */
  async function sameGuest(buyer: Shopping): Promise<Shopping> {
    const claims = { ptype: 'guest', tenant: 'alpha', scope: 'catalog:read cart:write checkout:write order:read' };
    const token = await tokenWith(product, { ...claims, sub: subjectOf(buyer.client.token!) });
    return new Shopping(new Client(product.url, token), 'alpha');
  }
  /** Ids of stored events, whatever became of them. */
  async function stored(): Promise<string[]> {
    const client = await operator(product);
    const ask = 'query ($state: InboxState!) { inboxEvents(state: $state, first: 100) { nodes { id } } }';
    const pages = await Promise.all(
      ['received', 'applied', 'ignored', 'dead'].map((state) => client.ask(ask, { state })),
    );
    const ids: string[] = pages.flatMap(({ nodes }) => nodes.map(({ id }: any) => id));
    return ids.toSorted();
  }

  it('leaves nothing behind when it is garbage: no row, no memory, and the next event is served [WH-1]', async () => {
    const before = await stored();
    const garbage = [
      () => deliver(product, `{"id":"evt_${randomBytes(4).toString('hex')}"}`, { secret: 'whsec_other' }),
      () => deliver(product, 'x'.repeat(MEGABYTE)),
      () => deliver(product, ''),
      () => deliver(product, '{}', { signature: `t=1,${'v1=00,'.repeat(1000)}` }),
    ];
    const post = async (turn: number): Promise<void> => {
      const large = await deliver(product, randomBytes(100 * 1024).toString('hex'), { secret: 'whsec_other' });
      expect(large).toMatchObject({ status: 400 });
      expect([400, 413]).toContain((await garbage[turn % garbage.length]!()).status);
    };
    for (let turn = 0; turn < 20; turn += 1) await post(turn);
    const held = await heldBytes();
    for (let turn = 0; turn < 100; turn += 1) await post(turn);
    // Of the large ones alone, 20 MB were read.
    expect((await heldBytes()) - held).toBeLessThan(MEGABYTE);
    expect(await stored()).toEqual(before);
    const event = eventAbout({ object: 'charge', id: 'ch_1' }, 'charge.updated', 'evt_after_garbage');
    expect(await deliver(product, event)).toMatchObject({ status: 200 });
  });

  it('is taken when either of two secrets signed it, and no longer once one is dropped [WH-1]', async () => {
    const secrets = product.gateway.app.get(Config).STRIPE_WEBHOOK_SECRET;
    const signedWith = async (secret: string): Promise<number> => {
      const event = eventAbout({ object: 'charge', id: 'ch_1' }, 'charge.updated', `evt_rotated_${secret}`);
      return (await deliver(product, event, { secret })).status;
    };
    expect(await signedWith('whsec_next')).toBe(400);
    secrets.push('whsec_next');
    try {
      expect(await signedWith('whsec_next')).toBe(200);
      expect(await signedWith('whsec_test')).toBe(200);
      secrets.shift();
      expect(await signedWith('whsec_test')).toBe(400);
      expect(await signedWith('whsec_next')).toBe(200);
    } finally {
      secrets.splice(0, secrets.length, 'whsec_test');
    }
  });

  it('is one event however often it is sent, and a replay of old bytes is refused [WH-1, WH-2]', async () => {
    const event = eventAbout({ object: 'charge', id: 'ch_1' }, 'charge.updated', 'evt_replayed');
    const seconds = Math.floor(product.clock.now().getTime() / 1000);
    for (let turn = 0; turn < 3; turn += 1) expect(await deliver(product, event)).toMatchObject({ status: 200 });
    expect((await stored()).filter((id) => id === 'stripe//evt_replayed')).toHaveLength(1);
    const age = Math.floor(product.clock.now().getTime() / 1000) - seconds + 400;
    expect(await deliver(product, event, { age })).toMatchObject({ status: 400 });
  });

  describe.each([
    ['ahead', HOUR],
    ['back', -HOUR],
  ])('while our clock jumps an hour %s', (_direction, jump) => {
    afterEach(() => product.clock.advance(-jump));

    const paidOrder = (buyer: Shopping, id: string) =>
      until(
        () => buyer.client.ask('{ myOrders(tenantId: "alpha") { nodes { id status } } }'),
        ({ nodes }) => nodes.some((order: any) => order.id === id && order.status === 'paid'),
        `the order of ${id}`,
      );

    it('is applied: goods sold once, one session, the money once [WH-2, SG-7]', async () => {
      const buyer = await product.guest();
      const before = await buyer.available('mug');
      const { id, url, total } = await buyer.toPayment({ MUG: 1 });
      await submitPage(url, 'pay');
      const event = eventAbout(await sessionAt(url), 'checkout.session.completed', `evt_jump_${jump}`);
      const match = { method: 'GET', path: `/v1/checkout/sessions/${sessionOf(url)}` };
      product.stripe.faults.add({ match, action: 'delay', ms: 300 });
      await deliver(product, event);
      product.clock.advance(jump);
      const after = await sameGuest(buyer);
      await paidOrder(after, id);
      expect(await after.available('mug')).toBe(before - 1);
      expect(await provider.sessions(id)).toHaveLength(1);
      expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
    });

    it('and waits for another try, it loses no goods: whoever asks next completes the checkout [WH-4, SG-7]', async () => {
      const buyer = await product.guest();
      const before = await buyer.available('mug');
      const { id, url, total } = await buyer.toPayment({ MUG: 1 });
      await buyer.status(id);
      await submitPage(url, 'pay');
      const event = eventAbout(await sessionAt(url), 'checkout.session.completed', `evt_parked_${jump}`);
      const match = { method: 'GET', path: `/v1/checkout/sessions/${sessionOf(url)}` };
      product.stripe.faults.add({ match, action: 'status', status: 404, times: 1000 });
      await deliver(product, event);
      await until(
        async () => product.stripe.requests.some(({ path, fault }) => path === match.path && fault !== null),
        (asked) => asked,
        'the first try',
      );
      product.clock.advance(jump);
      const after = await sameGuest(buyer);
      expect(await after.available('mug')).toBe(before - 1);
      product.stripe.faults.clear();
      await until(
        () => after.status(id),
        ({ status }) => status === 'completed',
        'completion',
      );
      expect(await after.available('mug')).toBe(before - 1);
      expect(await provider.sessions(id)).toHaveLength(1);
      expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
    });
  });

  it('changes nothing for a page that is open while our clock is set back: one session, goods held [PS-5, SG-7]', async () => {
    const buyer = await product.guest();
    const before = await buyer.available('mug');
    const { id, url } = await buyer.toPayment({ MUG: 1 });
    product.clock.advance(-HOUR);
    const after = await sameGuest(buyer);
    expect((await after.pay(id)).checkout.nextAction.url).toBe(url);
    expect(await provider.sessions(id)).toHaveLength(1);
    expect(await after.available('mug')).toBe(before - 1);
    product.clock.advance(HOUR);
    await buyer.cancel(id);
  });
});

/** Bytes of bodies that somebody still holds, once everything that nobody holds is collected. */
async function heldBytes(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let turn = 0; turn < 3; turn += 1) {
    collect();
    await immediate();
  }
  return process.memoryUsage().arrayBuffers;
}
