import { Client, key } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView, sessionOf } from '../../setup/provider-view.js';
import { PARIS, Shopping, submitPage, until } from '../../setup/shopping.js';
import { subjectOf, tokenWith } from '../../setup/tokens.js';

const HOUR = 3_600_000;
const OPENING = { method: 'POST', path: '/v1/checkout/sessions' };

/** The gateway's clock alone jumps; provider and buyers go on as before. No webhook ever comes. */
describe('when the clock jumps an hour', () => {
  let product: Product;
  let buyer: Shopping;
  let provider: ProviderView;

  beforeEach(async () => {
    product = await startProduct({ webhooks: false, providerClock: 'own', pollEveryMs: 500 });
    buyer = await product.guest();
    provider = new ProviderView(product);
  });
  afterEach(() => product.stop());

  /** The clock jumps, and the buyer signs in anew: what was signed by the old clock may be over by the new one. */
  async function jump(milliseconds: number): Promise<void> {
    product.clock.advance(milliseconds);
    const scope = 'cart:write checkout:write order:read';
    const claims = { sub: subjectOf(buyer.client.token ?? ''), ptype: 'guest', tenant: 'alpha', scope };
    buyer = new Shopping(new Client(product.url, await tokenWith(product, claims)), 'alpha');
  }
  const ended = (id: string, status: string) =>
    until(
      () => buyer.status(id),
      (shown) => shown.status === status,
      `${id} to be ${status}`,
    );
  const sessionStates = async (id: string): Promise<string[]> =>
    (await provider.sessions(id)).map(({ status }: { status: string }) => status);

  it('ahead, a page that could still be paid is closed before its goods are free', async () => {
    const { id, url } = await buyer.toPayment({ LAMP: 2 });
    // While the provider cannot be asked, time alone frees nothing.
    product.stripe.faults.add({
      match: { path: '/v1/checkout/sessions*' },
      action: 'status',
      status: 503,
      times: 10_000,
    });
    await jump(HOUR);
    const asked = () => Promise.resolve(product.stripe.requests.filter(({ fault }) => fault !== null).length);
    await until(asked, (count) => count > 3, 'the till to be closed in vain');
    expect(await buyer.available('lamp')).toBe(0);
    product.stripe.faults.clear();
    await jump(HOUR);
    await ended(id, 'expired');
    expect(await sessionStates(id)).toEqual(['expired']);
    expect(await submitPage(url, 'pay')).not.toMatchObject({ status: 303 });
    expect(await buyer.available('lamp')).toBe(2);
  });

  it('ahead, money that nobody told of completes the checkout instead of ending it', async () => {
    const { id, url, total } = await buyer.toPayment({ LAMP: 1 });
    await submitPage(url, 'pay');
    await jump(HOUR);
    await ended(id, 'completed');
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
    expect(await buyer.available('lamp')).toBe(1);
  });

  it.each([
    ['ahead', HOUR],
    ['back', -HOUR],
  ])('%s, between an opening whose answer was lost and the next try, one page can be paid', async (_way, by) => {
    const { checkout } = await buyer.start(await buyer.cart({ LAMP: 1 }), { shippingAddress: PARIS });
    const { id } = checkout;
    const same = key();
    product.stripe.faults.add({ match: OPENING, action: 'execute-then-reset', times: 20 });
    expect(await buyer.pay(id, { key: same })).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR' });
    product.stripe.faults.clear();
    await jump(by);
    await payOrEnd(id);
    expect((await sessionStates(id)).filter((status) => status === 'open').length).toBeLessThanOrEqual(1);
    expect(await provider.money(id)).toEqual({ paid: 0, refunded: 0 });
  });

  it('back, goods stay held, and the page that is open is the one that is paid', async () => {
    const { id, url } = await buyer.toPayment({ LAMP: 2 });
    expect(await buyer.status(id)).toMatchObject({ status: 'payment_pending' });
    await jump(-HOUR);
    expect(await buyer.available('lamp')).toBe(0);
    await submitPage(url, 'pay');
    await ended(id, 'completed');
    expect(await sessionStates(id)).toEqual(['complete']);
    expect(sessionOf(url)).toBe((await provider.sessions(id))[0].id);
  });

  /** What a buyer does who wants to pay: whatever comes of it, there is one page at most. */
  async function payOrEnd(id: string): Promise<void> {
    await buyer.pay(id);
    await until(
      () => buyer.status(id),
      ({ status }) => ['payment_pending', 'expired', 'compensated'].includes(status),
      `${id} to be open or over`,
    );
  }
});
