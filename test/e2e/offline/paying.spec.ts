import { key } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { PARIS, submitPage, until, type Shopping } from '../../setup/shopping.js';
import { family, openTenant } from '../../setup/tenants.js';
import { BOTH, Bookkeeper, INSTRUCTIONS, OFFLINE_ONLY } from './transfers.js';

const OFFLINE = { rail: 'OFFLINE' };
const GOODS = [
  family('mug', 'Stoneware Mug', 'Tableware', { sku: 'MUG', price: 1250, stock: 10, weightGrams: 400 }),
  family('pattern', 'Sewing Pattern', 'Digital', { sku: 'PATTERN', price: 400, stock: null, weightGrams: 0 }),
];

describe('a payment by invoice or bank transfer', () => {
  let product: Product;
  let buyer: Shopping;
  let books: Bookkeeper;
  let provider: ProviderView;

  beforeAll(async () => {
    product = await startProduct();
    await openTenant(product, 'transfers', { payment: OFFLINE_ONLY }, GOODS);
    await openTenant(product, 'mixed', { payment: BOTH }, GOODS);
    buyer = await product.guest('transfers');
    books = new Bookkeeper(await product.seller('transfers'), 'transfers');
    provider = new ProviderView(product);
  });
  afterAll(() => product.stop());

  /** A checkout whose buyer was told how to pay. */
  async function told(shopper = buyer, keeper = books, lines: Record<string, number> = { MUG: 2 }) {
    const { checkout } = await shopper.start(await shopper.cart(lines), { shippingAddress: PARIS });
    const opened = await shopper.pay(checkout.id, OFFLINE);
    return { id: checkout.id as string, opened, payment: await keeper.of(checkout.id) };
  }

  it('tells the buyer what to do in the words of the seller, asks no provider, and holds the goods [PR-7, SG-7]', async () => {
    const before = await buyer.available('mug');
    const { id, opened, payment } = await told();
    const { nextAction, totals } = opened.checkout;
    expect(opened.checkout).toMatchObject({
      status: 'payment_pending',
      paymentSession: { rail: 'OFFLINE', state: 'open', amount: totals.total, url: null },
      nextAction: { __typename: 'PayOffline', instructions: INSTRUCTIONS, owed: totals.total, currency: 'EUR' },
    });
    expect(nextAction.reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
    expect(payment).toMatchObject({ state: 'open', reference: nextAction.reference, amount: totals.total });
    expect(await provider.sessions(id)).toEqual([]);
    expect(await buyer.available('mug')).toBe(before - 2);
    await buyer.cancel(id);
    expect(await buyer.available('mug')).toBe(before);
  });

  it('completes when the seller says that the money came, once however often it is said [PR-7, ID-1]', async () => {
    const before = await buyer.available('mug');
    const { id, payment } = await told();
    const one = key();
    expect(await books.decide(payment.id, 'PAID', one)).toMatchObject({ replayed: false, payment: { state: 'paid' } });
    expect(await books.decide(payment.id, 'PAID', one)).toMatchObject({ replayed: true, payment: { state: 'paid' } });
    expect(await books.decide(payment.id, 'PAID')).toMatchObject({ replayed: false, payment: { state: 'paid' } });
    expect(await books.decide(payment.id, 'REFUSED')).toMatchObject({ code: 'OFFLINE_PAYMENT_OVER', state: 'paid' });
    expect(await buyer.status(id)).toMatchObject({
      status: 'completed',
      terminal: true,
      order: { id, status: 'paid' },
      paymentSession: { state: 'paid' },
    });
    expect(await buyer.available('mug')).toBe(before - 2);
    expect(await books.of(id)).toBeUndefined();
    expect(await product.receipts(id)).toHaveLength(1);
  });

  it('ends when the seller says that the money did not come: goods are free, and it cannot be paid any more [PR-7]', async () => {
    const before = await buyer.available('mug');
    const { id, payment } = await told();
    expect(await books.decide(payment.id, 'REFUSED')).toMatchObject({ payment: { state: 'refused' } });
    expect(await buyer.status(id)).toMatchObject({ status: 'cancelled', nextAction: { __typename: 'StartOver' } });
    expect(await buyer.available('mug')).toBe(before);
    expect(await books.decide(payment.id, 'PAID')).toMatchObject({ code: 'OFFLINE_PAYMENT_OVER', state: 'refused' });
  });

  it('is one payment per total: asked again it is the same, with a new total another one [PR-7, PS-5]', async () => {
    const { id, opened, payment } = await told();
    expect((await buyer.pay(id, OFFLINE)).checkout.nextAction).toEqual(opened.checkout.nextAction);
    await buyer.select(id, 'poste', 'express');
    expect(await books.of(id)).toBeUndefined();
    const again = await buyer.pay(id);
    expect(again.checkout.nextAction.reference).not.toBe(payment.reference);
    expect(await books.of(id)).toMatchObject({ amount: again.checkout.totals.total });
    await buyer.cancel(id);
  });

  it('gives way to a card where the seller takes both: never two that can be paid [PR-7, PS-5]', async () => {
    const shopper = await product.guest('mixed');
    const keeper = new Bookkeeper(await product.seller('mixed'), 'mixed');
    const { id, payment } = await told(shopper, keeper, { PATTERN: 1 });
    const card = await shopper.pay(id, { rail: 'STRIPE_CHECKOUT' });
    expect(card.checkout.nextAction.__typename).toBe('PayAtUrl');
    expect(await keeper.decide(payment.id, 'PAID')).toMatchObject({ code: 'OFFLINE_PAYMENT_OVER', state: 'closed' });
    await submitPage(card.checkout.nextAction.url, 'pay');
    await until(
      () => shopper.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
    expect(await provider.money(id)).toMatchObject({ paid: card.checkout.totals.total, refunded: 0 });
  });

  it('is shown on our page, where nobody can pay by card, and where there is none until it is asked for [PR-7, PS-1]', async () => {
    const { checkout } = await buyer.start(await buyer.cart({ PATTERN: 1 }));
    const { checkout: opened } = await buyer.pay(checkout.id);
    const page = await (await fetch(opened.nextAction.landingUrl)).text();
    expect(page).toContain('FR76 3000');
    expect(page).toContain(opened.nextAction.reference);
    expect(page).not.toContain('<button>');
    const other = await buyer.start(await buyer.cart({ PATTERN: 2 }));
    const landing = opened.nextAction.landingUrl;
    const button = await fetch(landing, { method: 'POST', redirect: 'manual' });
    expect([button.status, button.headers.get('location')]).toEqual([303, landing]);
    await buyer.cancel(checkout.id);
    await buyer.cancel(other.checkout.id);
  });

  it('is not offered by a tenant that did not set it up [PR-3, PR-7]', async () => {
    const shopper = await product.guest('alpha');
    const { checkout } = await shopper.start(await shopper.cart({ PATTERN: 1 }));
    expect(await shopper.pay(checkout.id, OFFLINE)).toMatchObject({ code: 'NO_AVAILABLE_PROVIDER', retryable: false });
    expect(await shopper.status(checkout.id)).toMatchObject({ status: 'pending', terminal: false });
  });

  it('is decided by its seller alone [PR-7, AU-3, GW-2]', async () => {
    const { id, payment } = await told();
    const stranger = new Bookkeeper(await product.seller('mixed'), 'transfers');
    await expect(stranger.decide(payment.id, 'PAID')).rejects.toThrow('TENANT_MISMATCH');
    const elsewhere = new Bookkeeper(await product.seller('mixed'), 'mixed');
    expect(await elsewhere.decide(payment.id, 'PAID')).toMatchObject({ code: 'NOT_FOUND' });
    await expect(new Bookkeeper(buyer.client, 'transfers').decide(payment.id, 'PAID')).rejects.toThrow(
      'SCOPE_INSUFFICIENT',
    );
    expect(await buyer.status(id)).toMatchObject({ status: 'payment_pending' });
    await buyer.cancel(id);
  });
});
