import { applicationKey } from '../../setup/application-key.js';
import { http } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';
import { PARIS } from '../../setup/shopping.js';
import { family, openTenant } from '../../setup/tenants.js';

const rate = { carrierId: 'poste', serviceId: 'standard', name: 'Poste', minDays: 2, maxDays: 4, perKilogram: 0 };
const SHIPPING = { coverage: [{ country: 'FR' }], rates: [{ ...rate, basePrice: 6950 }] };
const VANILLA = family('vanilla', 'Vanilla', 'Spices', { sku: 'VANILLA', price: 5050, stock: 9, weightGrams: 10 });

/** Stripe counts ariary whole: it takes the sum of 120.00, and not its parts of 50.50 and 69.50. */
describe('a payment session of amounts that the provider has no number for', () => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct();
    await openTenant(product, 'spices', { currencies: ['MGA'], settings: { shipping: SHIPPING } }, [VANILLA]);
  });
  afterAll(() => product.stop());

  it('is listed to Stripe’s clients along with all others, with its lines as near as they can be', async () => {
    const buyer = await product.guest('spices');
    const { checkout } = await buyer.start(await buyer.cart({ VANILLA: 1 }), { shippingAddress: PARIS });
    expect(await buyer.pay(checkout.id)).toMatchObject({ code: 'PAYMENT_REFUSED' });
    const { secret } = await applicationKey(await product.seller('spices'), 'spices');
    const url = `${product.url}/v1/checkout/sessions?expand[]=data.line_items`;
    const { status, json } = await http(url, { headers: { authorization: `Bearer ${secret}` } });
    expect([status, json]).toMatchObject([200, { data: [{ client_reference_id: checkout.id, status: 'expired' }] }]);
    const [session] = json.data;
    expect(session).toMatchObject({ amount_total: 120, amount_subtotal: null, total_details: null });
    const [line] = session.line_items.data;
    expect(line).toMatchObject({ amount_total: 51, price: { unit_amount: null, unit_amount_decimal: '50.5' } });
  });
});
