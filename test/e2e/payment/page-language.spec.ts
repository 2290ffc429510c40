import { key } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import type { Shopping } from '../../setup/shopping.js';

describe('the language of a payment page', () => {
  let product: Product;
  let buyer: Shopping;
  let provider: ProviderView;

  beforeAll(async () => {
    product = await startProduct();
    provider = new ProviderView(product);
    buyer = await product.guest();
  });
  afterAll(() => product.stop());

  const begun = async (): Promise<string> => (await buyer.start(await buyer.cart({ PATTERN: 1 }))).checkout.id;
  const locales = async (id: string) => (await provider.sessions(id)).map(({ locale }: any) => locale);

  it.each([
    ['STRIPE_CHECKOUT', 'fr-CA', 'fr-CA'],
    ['STRIPE_CHECKOUT', 'fr-BE', 'fr'],
    ['STRIPE_EMBEDDED', 'de-AT', 'de'],
    ['STRIPE_CHECKOUT', 'cy', null],
    ['STRIPE_CHECKOUT', undefined, null],
    ['STRIPE_ELEMENTS', 'fr', null],
  ])('is on %s for %s the nearest that the page has: %s', async (rail, locale, shown) => {
    const id = await begun();
    await buyer.pay(id, { rail, ...(locale ? { locale } : {}) });
    expect(await locales(id)).toEqual([shown]);
  });

  it('is said over REST as well', async () => {
    const id = await begun();
    const response = await fetch(`${product.url}/v1/tenants/alpha/checkouts/${id}/payment-sessions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${buyer.client.token}`,
        'content-type': 'application/json',
        'idempotency-key': key(),
      },
      body: JSON.stringify({ locale: 'ja' }),
    });
    expect(response.status).toBeLessThan(300);
    expect(await locales(id)).toEqual(['ja']);
  });

  it('opens no other page, and changes none that is open', async () => {
    const id = await begun();
    const first = await buyer.pay(id, { locale: 'fr' });
    const again = await buyer.pay(id, { locale: 'de' });
    expect(again.checkout.nextAction).toEqual(first.checkout.nextAction);
    expect(await locales(id)).toEqual(['fr']);
  });

  it('is asked for again as it was when the answer was lost', async () => {
    const id = await begun();
    const sessions = { method: 'POST', path: '/v1/checkout/sessions' };
    product.stripe.faults.add({ match: sessions, action: 'execute-then-reset', times: 3 });
    await buyer.pay(id, { locale: 'it' });
    await buyer.pay(id, { locale: 'sv' });
    expect(await locales(id)).toEqual(['it']);
  });

  it.each(['f', 'fr_CA', '<script>', 'x'.repeat(36)])('is refused where it is no name of one: %s', async (locale) => {
    const id = await begun();
    expect(await buyer.pay(id, { locale }).catch((error: Error) => ({ code: error.message }))).toMatchObject({
      code: expect.stringContaining('INVALID_INPUT'),
    });
    expect(await locales(id)).toEqual([]);
  });
});
