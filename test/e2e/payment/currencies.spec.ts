import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView, sessionOf } from '../../setup/provider-view.js';
import { PARIS, submitPage, until } from '../../setup/shopping.js';
import { family, openTenant } from '../../setup/tenants.js';

describe('currencies with other decimals than two', () => {
  let product: Product;
  let provider: ProviderView;

  beforeAll(async () => {
    product = await startProduct();
    provider = new ProviderView(product);
  });
  afterAll(() => product.stop());

  /** A tenant that sells one thing in `currency`, delivered for `shipping`. */
  const open = async (id: string, currency: string, price: number, shipping: number): Promise<void> => {
    const rates = [
      { carrierId: 'p', serviceId: 's', name: 'Post', minDays: 1, maxDays: 2, basePrice: shipping, perKilogram: 0 },
    ];
    const settings = { shipping: { coverage: [{ country: 'FR' }], rates } };
    const thing = family('thing', 'Thing', 'Things', { sku: 'THING', price, stock: 5, weightGrams: 1 });
    await openTenant(product, id, { currencies: [currency], settings }, [thing]);
  };

  it.each([
    { id: 'tokyo', currency: 'JPY', price: 1500, shipping: 800, atStripe: 3800 },
    { id: 'kuwait', currency: 'KWD', price: 12_340, shipping: 1010, atStripe: 25_690 },
    { id: 'paris', currency: 'EUR', price: 999, shipping: 1, atStripe: 1999 },
  ])('are charged exactly: $currency [PS-15, PS-8]', async ({ id, currency, price, shipping, atStripe }) => {
    await open(id, currency, price, shipping);
    const buyer = await product.guest(id);
    const { checkout } = await buyer.start(await buyer.cart({ THING: 2 }), { shippingAddress: PARIS });
    expect(checkout.totals).toEqual({
      currency,
      subtotal: 2 * price,
      shipping,
      tax: 0,
      discount: 0,
      total: 2 * price + shipping,
      includedTax: 0,
    });
    const { url } = (await buyer.pay(checkout.id)).checkout.nextAction;
    const session = await provider.get(`/v1/checkout/sessions/${sessionOf(url)}`);
    expect(session).toMatchObject({ amount_total: atStripe, currency: currency.toLowerCase() });
    await submitPage(url, 'pay');
    await until(
      () => buyer.status(checkout.id),
      ({ status }) => status === 'completed',
      'completion',
    );
    expect(await provider.money(checkout.id)).toEqual({ paid: atStripe, refunded: 0 });
  });

  it('are shown on the payment page as people write them [PS-15]', async () => {
    await open('osaka', 'JPY', 1234, 0);
    const buyer = await product.guest('osaka');
    const { landingUrl } = await buyer.toPayment({ THING: 1 });
    const page = await (await fetch(landingUrl)).text();
    expect(page).toMatch(/1,234/);
    expect(page).not.toMatch(/12\.34/);
  });
});
