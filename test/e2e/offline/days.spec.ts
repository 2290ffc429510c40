import { startProduct, type Product } from '../../setup/product.js';
import { PARIS, until } from '../../setup/shopping.js';
import { family, openTenant } from '../../setup/tenants.js';
import { Bookkeeper, OFFLINE_ONLY } from './transfers.js';

const HOUR = 3_600_000;
const GOODS = [family('mug', 'Mug', 'Tableware', { sku: 'MUG', price: 1250, stock: 10, weightGrams: 400 })];

/** Tokens live for minutes: whoever comes back days later signs in anew, and the goods are seen without one. */
describe('a bank transfer that takes its days', () => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct();
    await openTenant(product, 'transfers', { payment: OFFLINE_ONLY }, GOODS);
  });
  afterAll(() => product.stop());

  const books = async () => new Bookkeeper(await product.seller('transfers'), 'transfers');
  const available = async (): Promise<number> =>
    (await product.client.ask('{ product(tenantId: "transfers", id: "mug") { variants { available } } }')).variants[0]
      .available;

  async function told() {
    const buyer = await product.guest('transfers');
    const { checkout } = await buyer.start(await buyer.cart({ MUG: 2 }), { shippingAddress: PARIS });
    const { checkout: opened } = await buyer.pay(checkout.id);
    return { buyer, id: checkout.id as string, landing: opened.nextAction.landingUrl as string };
  }

  it('keeps the goods as long as the seller set, past every other window, and completes when it came [PR-7, SG-7]', async () => {
    const before = await available();
    const { id, landing } = await told();
    product.clock.advance(119 * HOUR);
    expect(await (await fetch(landing)).text()).toContain('FR76 3000');
    expect(await available()).toBe(before - 2);
    const keeper = await books();
    expect(await keeper.decide((await keeper.of(id)).id, 'PAID')).toMatchObject({ payment: { state: 'paid' } });
    expect(await (await fetch(landing)).text()).toContain('paid and confirmed');
    expect(await available()).toBe(before - 2);
  });

  it('ends by itself when that time is over, and frees the goods [PR-7, SG-7]', async () => {
    const before = await available();
    const { id, landing } = await told();
    const { id: paymentId } = await (await books()).of(id);
    product.clock.advance(121 * HOUR);
    await until(available, (free) => free === before, 'the goods to be free');
    expect(await (await fetch(landing)).text()).toContain('was not paid in time');
    const late = await (await books()).decide(paymentId, 'PAID');
    expect(late).toMatchObject({ code: 'OFFLINE_PAYMENT_OVER', state: 'closed' });
  });

  it('no longer holds the goods for days once its buyer changed the checkout and left [PR-7, SG-7]', async () => {
    const before = await available();
    const { buyer, id } = await told();
    expect(await buyer.update(id, { email: 'other@example.com' })).toMatchObject({ checkout: { status: 'pending' } });
    product.clock.advance(HOUR / 4);
    expect(await available()).toBe(before - 2);
    product.clock.advance(HOUR / 2);
    await until(available, (free) => free === before, 'the goods to be free');
  });

  it('is given its days again when it is told anew after such a change [PR-7, SG-7]', async () => {
    const before = await available();
    const { buyer, id } = await told();
    await buyer.update(id, { email: 'other@example.com' });
    await buyer.pay(id);
    product.clock.advance(119 * HOUR);
    expect(await (await books()).of(id)).toBeDefined();
    expect(await available()).toBe(before - 2);
  });
});
