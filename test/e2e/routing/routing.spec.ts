import { CheckoutReader } from '#checkout';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { PARIS, submitPage, until, type Shopping } from '../../setup/shopping.js';
import { family, openTenant } from '../../setup/tenants.js';
import { Bookkeeper, BOTH } from '../offline/transfers.js';

const OPENING = { method: 'POST', path: '/v1/checkout/sessions' };
const GOODS = [
  family('mug', 'Mug', 'Tableware', { sku: 'MUG', price: 1250, stock: 10, weightGrams: 400 }),
  family('lamp', 'Lamp', 'Lighting', { sku: 'LAMP', price: 14_500, stock: 10, weightGrams: 2000 }),
  family('pattern', 'Pattern', 'Digital', { sku: 'PATTERN', price: 400, stock: null, weightGrams: 0 }),
  family('sticker', 'Sticker', 'Digital', { sku: 'STICKER', price: 49, stock: null, weightGrams: 0 }),
  family('course', 'Course', 'Digital', { sku: 'COURSE', price: 12_000, stock: null, weightGrams: 0 }),
];

/** Cards up to 100.00 EUR; transfers from 100.00 EUR on, to France. */
const SPLIT = {
  ...BOTH,
  providers: [
    { provider: 'stripe', preference: 100, amounts: [{ currency: 'EUR', most: 9999 }] },
    { provider: 'offline', preference: 50, countries: ['FR'], amounts: [{ currency: 'EUR', least: 10_000 }] },
  ],
};

describe('who takes a payment', () => {
  let product: Product;
  let provider: ProviderView;
  let buyer: Shopping;

  beforeAll(async () => {
    product = await startProduct();
    provider = new ProviderView(product);
    await openTenant(product, 'mixed', { payment: BOTH }, GOODS);
    await openTenant(product, 'split', { payment: SPLIT }, GOODS);
    buyer = await product.guest('mixed');
  });
  afterAll(() => product.stop());
  afterEach(() => product.stripe.faults.clear());

  async function begun(lines: Record<string, number>, shopper = buyer): Promise<string> {
    return (await shopper.start(await shopper.cart(lines), { shippingAddress: PARIS })).checkout.id;
  }
  /** Every session of a checkout, as stored. */
  async function sessions(id: string): Promise<any[]> {
    const checkout = await product.gateway.app.get(CheckoutReader).linked('mixed', id, Infinity);
    return checkout!.payment.sessions;
  }

  it('is named with its score and the reasons [PR-1, PR-6]', async () => {
    const { checkout } = await buyer.pay(await begun({ PATTERN: 1 }));
    expect(checkout.paymentSession).toMatchObject({ provider: 'stripe', rail: 'STRIPE_CHECKOUT' });
    expect(checkout.paymentSession.routing).toEqual({
      score: 100,
      reasons: ['It answers as it should.', 'The seller prefers it by 100 of 100.'],
      skipped: [],
    });
    const transfer = await buyer.pay(checkout.id, { rail: 'OFFLINE' });
    expect(transfer.checkout.paymentSession).toMatchObject({
      provider: 'offline',
      routing: { score: 64, skipped: [{ provider: 'stripe', reason: 'It has no rail offline.' }] },
    });
    await buyer.cancel(checkout.id);
  });

  it('depends on amount, country and currency, as the seller set it [PR-2, PR-6]', async () => {
    const shopper = await product.guest('split');
    const small = await shopper.pay(await begun({ PATTERN: 1 }, shopper));
    expect(small.checkout.paymentSession).toMatchObject({
      provider: 'stripe',
      routing: { skipped: [{ provider: 'offline' }] },
    });
    const large = await shopper.pay(await begun({ LAMP: 1 }, shopper));
    expect(large.checkout.paymentSession).toMatchObject({
      provider: 'offline',
      routing: { score: 80, skipped: [{ provider: 'stripe', reason: 'It is for up to €99.99.' }] },
    });
  });

  it('is nobody where none can, which the answer explains; the checkout waits for another way [PR-3, PR-6]', async () => {
    const shopper = await product.guest('split');
    const { checkout } = await shopper.start(await shopper.cart({ COURSE: 1 }));
    const refused = await shopper.pay(checkout.id);
    expect(refused).toMatchObject({ code: 'NO_AVAILABLE_PROVIDER', retryable: false });
    expect(refused.message).toContain('stripe: It is for up to €99.99.');
    expect(refused.message).toContain('offline: It is for deliveries to FR.');
    expect(await shopper.status(checkout.id)).toMatchObject({
      status: 'pending',
      nextAction: { __typename: 'OpenPaymentSession' },
    });
  });

  it('is nobody who cannot take so little, which is known before anybody is asked [PR-2, PR-3, PR-6]', async () => {
    await openTenant(product, 'cards', {}, GOODS);
    const [shopper, from] = [await product.guest('cards'), product.stripe.requests.length];
    const { checkout } = await shopper.start(await shopper.cart({ STICKER: 1 }));
    const refused = await shopper.pay(checkout.id);
    expect(refused).toMatchObject({ code: 'NO_AVAILABLE_PROVIDER', retryable: false });
    expect(refused.message).toContain('stripe: It takes €0.50 and more.');
    expect(await shopper.status(checkout.id)).toMatchObject({ status: 'pending', failure: null });
    const transfer = await buyer.pay(await begun({ STICKER: 1 }));
    expect(transfer.checkout.paymentSession).toMatchObject({
      provider: 'offline',
      amount: 49,
      routing: { skipped: [{ provider: 'stripe', reason: 'It takes €0.50 and more.' }] },
    });
    expect(product.stripe.requests.length).toBe(from);
  });

  it('is the next one where the first refuses before a page is out; what it refused is closed [PR-4]', async () => {
    const before = await buyer.available('mug');
    const id = await begun({ MUG: 1 });
    product.stripe.faults.add({ match: OPENING, action: 'status', status: 400 });
    const { checkout } = await buyer.pay(id);
    expect(checkout).toMatchObject({
      status: 'payment_pending',
      nextAction: { __typename: 'PayOffline', owed: checkout.totals.total },
      paymentSession: { provider: 'offline', routing: { skipped: [{ provider: 'stripe' }] } },
    });
    expect(checkout.paymentSession.routing.skipped[0].reason).toContain('refuses this payment');
    expect((await sessions(id)).map((one) => [one.provider, one.state])).toEqual([
      ['stripe', 'closed'],
      ['offline', 'open'],
    ]);
    const books = new Bookkeeper(await product.seller('mixed'), 'mixed');
    await books.decide((await books.of(id)).id, 'PAID');
    expect(await buyer.status(id)).toMatchObject({ status: 'completed', order: { status: 'paid' } });
    expect(await provider.money(id)).toEqual({ paid: 0, refunded: 0 });
    expect(await buyer.available('mug')).toBe(before - 1);
  });

  it('stays the first one where nobody knows what became of the call: money could be collected twice [PR-4, PS-5]', async () => {
    const id = await begun({ PATTERN: 1 });
    product.stripe.faults.add({ match: OPENING, action: 'execute-then-reset', times: 20 });
    expect(await buyer.pay(id)).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR', retryable: true });
    product.stripe.faults.clear();
    const { checkout } = await buyer.pay(id);
    expect(checkout).toMatchObject({ status: 'payment_pending', paymentSession: { provider: 'stripe' } });
    expect((await sessions(id)).map((one) => one.provider)).toEqual(['stripe']);
    expect(await provider.sessions(id)).toHaveLength(1);
    await submitPage(checkout.nextAction.url, 'pay');
    await until(
      () => buyer.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
  });

  it('is nobody else where the buyer named the way to pay [PR-4]', async () => {
    const id = await begun({ PATTERN: 1 });
    product.stripe.faults.add({ match: OPENING, action: 'status', status: 400 });
    expect(await buyer.pay(id, { rail: 'STRIPE_CHECKOUT' })).toMatchObject({ code: 'PAYMENT_REFUSED' });
    expect(await buyer.status(id)).toMatchObject({ status: 'compensated' });
    expect((await sessions(id)).map((one) => one.provider)).toEqual(['stripe']);
  });
});
