import { CheckoutReader } from '#checkout';
import { applicationKey } from '../../setup/application-key.js';
import { key } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { PARIS, type Shopping } from '../../setup/shopping.js';
import { family, openTenant } from '../../setup/tenants.js';
import { BOTH, Bookkeeper } from './transfers.js';

const MINUTE = 60_000;
const WINDOW = 45;
const DAY = 24 * 60;
const CARD = { rail: 'STRIPE_CHECKOUT' };
const OPENING = { method: 'POST', path: '/v1/checkout/sessions' };
const GOODS = [family('mug', 'Mug', 'Tableware', { sku: 'MUG', price: 1250, stock: 50, weightGrams: 400 })];

/** Five days for a transfer, 45 minutes for everything else. */
describe('a checkout whose transfer is not waited for any more', () => {
  let product: Product;
  let buyer: Shopping;
  let secret: string;

  beforeAll(async () => {
    product = await startProduct();
    await openTenant(product, 'mixed', { payment: BOTH, checkoutWindowMinutes: WINDOW }, GOODS);
    buyer = await product.guest('mixed');
    secret = (await applicationKey(await product.seller('mixed'), 'mixed')).secret;
  });
  afterAll(() => product.stop());
  afterEach(() => product.stripe.faults.clear());

  /** Minutes from now until the checkout gives up, and until its goods are held at most. */
  async function windows(id: string): Promise<number[]> {
    const found = await product.gateway.app.get(CheckoutReader).linked('mixed', id, Infinity);
    const left = (date: Date) => Math.round((date.getTime() - product.clock.now().getTime()) / MINUTE);
    return [left(found!.expiresAt), left(found!.holdUntil)];
  }

  /** A page that a client of Stripe's asks for. */
  async function attach(id: string): Promise<void> {
    const headers = { authorization: `Bearer ${secret}`, 'idempotency-key': key() };
    const body = new URLSearchParams({ client_reference_id: id, success_url: 'https://shop.example/done' });
    expect((await fetch(`${product.url}${OPENING.path}`, { method: 'POST', headers, body })).status).toBe(200);
  }

  async function payByCardInVain(id: string): Promise<void> {
    product.stripe.faults.add({ match: OPENING, action: 'status', status: 500, times: 20 });
    expect(await buyer.pay(id, CARD)).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR' });
  }

  it.each<[string, string, (id: string) => Promise<unknown>]>([
    ['its buyer names another e-mail', 'pending', (id) => buyer.update(id, { email: 'other@example.com' })],
    ['its buyer chooses another shipping', 'pending', (id) => buyer.select(id, 'poste', 'express')],
    ['its buyer pays by card instead', 'payment_pending', (id) => buyer.pay(id, CARD)],
    ['its buyer would pay by card, and the provider does not answer', 'pending', payByCardInVain],
    ['an application asks for a page', 'payment_pending', attach],
  ])('waits as long as any other, and so do its goods: %s [PR-7, SG-7]', async (_, status, change) => {
    const { id } = (await buyer.start(await buyer.cart({ MUG: 1 }), { shippingAddress: PARIS })).checkout;
    expect(await windows(id)).toEqual([WINDOW, DAY]);
    await buyer.pay(id, { rail: 'OFFLINE' });
    expect(await windows(id)).toEqual([5 * DAY, 5 * DAY]);
    product.clock.advance(MINUTE);
    await change(id);
    expect(await buyer.status(id)).toMatchObject({ status });
    expect(await windows(id)).toEqual([WINDOW, DAY - 1]);
  });

  it.each<[string, (id: string) => Promise<unknown>]>([
    ['cancelled by its buyer', (id) => buyer.cancel(id)],
    ['whose seller says that the money did not come', withdraw],
  ])('is over, and its goods are free, when it is one %s [PR-7, SG-7]', async (_, end) => {
    const before = await buyer.available('mug');
    const { id } = (await buyer.start(await buyer.cart({ MUG: 1 }), { shippingAddress: PARIS })).checkout;
    await buyer.pay(id, { rail: 'OFFLINE' });
    await end(id);
    expect(await buyer.status(id)).toMatchObject({ status: 'cancelled', terminal: true });
    expect(await buyer.available('mug')).toBe(before);
  });

  async function withdraw(id: string): Promise<void> {
    const books = new Bookkeeper(await product.seller('mixed'), 'mixed');
    await books.decide((await books.of(id)).id, 'REFUSED');
  }
});
