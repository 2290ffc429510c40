import { startGateway, type Gateway } from '#gateway';
import { Config } from '#platform';
import { Client } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView, sessionOf } from '../../setup/provider-view.js';
import { PARIS, Shopping, submitPage } from '../../setup/shopping.js';

describe('reading a status while no webhook comes', () => {
  let product: Product;
  let buyer: Shopping;
  let provider: ProviderView;
  let second: Gateway;

  beforeAll(async () => {
    product = await startProduct({ webhooks: false });
    buyer = await product.guest();
    provider = new ProviderView(product);
    const config = Object.assign(new Config(), product.gateway.app.get(Config), { PORT: 0 });
    second = await startGateway(config, { clock: product.clock });
  });
  afterEach(() => product.clock.thaw());
  afterAll(async () => {
    await second?.close();
    await product.stop();
  });

  const readings = (url: string) =>
    product.stripe.requests.filter(({ method, path }) => method === 'GET' && path.endsWith(sessionOf(url))).length;
  const atSecond = () => new Shopping(new Client(second.url, buyer.client.token), 'alpha');

  it('asks the provider once in five seconds, however many ask us [WH-4]', async () => {
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    product.clock.freeze();
    await Promise.all(Array.from({ length: 10 }, () => buyer.status(id)));
    expect(readings(url)).toBe(1);
    product.clock.advance(4999);
    await buyer.status(id);
    expect(readings(url)).toBe(1);
    product.clock.advance(1);
    await buyer.status(id);
    expect(readings(url)).toBe(2);
  });

  it('asks once from each of two gateways, and what both find at once happens once [WH-4, WH-2]', async () => {
    const before = await buyer.available('mug');
    const { id, url, total } = await buyer.toPayment({ MUG: 1 });
    await submitPage(url, 'pay');
    product.clock.freeze();
    await Promise.all([buyer, atSecond()].flatMap((one) => [one.status(id), one.status(id)]));
    expect(readings(url)).toBe(2);
    expect(await atSecond().status(id)).toMatchObject({ status: 'completed', order: { id, status: 'paid' } });
    expect(await buyer.available('mug')).toBe(before - 1);
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
    product.clock.thaw();
    expect(await product.receipts(id)).toHaveLength(1);
  });

  it('is not needed to keep a change from a checkout that is paid: the page is read before it is closed [WH-4, PS-12]', async () => {
    const { id, url, total } = await buyer.toPayment({ PATTERN: 1 });
    await submitPage(url, 'pay');
    expect(await buyer.update(id, { shippingAddress: PARIS })).toMatchObject({ code: 'CHECKOUT_NOT_OPEN' });
    expect(await buyer.status(id)).toMatchObject({ status: 'completed', order: { status: 'paid' } });
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
  });
});
