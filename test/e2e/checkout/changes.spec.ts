import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView, sessionOf } from '../../setup/provider-view.js';
import { PARIS, submitPage, until, type Shopping } from '../../setup/shopping.js';

const BERLIN = { ...PARIS, city: 'Berlin', postalCode: '10115', country: 'DE' };

describe('changing a checkout before it is paid', () => {
  let product: Product;
  let buyer: Shopping;
  let provider: ProviderView;

  beforeAll(async () => {
    product = await startProduct();
    buyer = await product.guest();
    provider = new ProviderView(product);
  });
  afterAll(() => product.stop());
  afterEach(() => product.stripe.faults.clear());

  const completed = (id: string) =>
    until(
      () => buyer.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
  const options = (checkoutId: string) =>
    buyer.client.ask(
      `query ($id: ID!) { shippingOptions(tenantId: "alpha", checkoutId: $id) { options { carrierId serviceId price minDays maxDays } } }`,
      { id: checkoutId },
    );

  it('lists the ways to deliver once there is an address, cheapest first, and applies the cheapest [SH-2, SH-4]', async () => {
    const { checkout } = await buyer.start(await buyer.cart({ MUG: 1 }));
    expect(await options(checkout.id)).toEqual({ options: [] });
    const addressed = await buyer.update(checkout.id, { shippingAddress: PARIS });
    expect(addressed.checkout).toMatchObject({
      shippingOption: { serviceId: 'standard', price: 500 },
      totals: { shipping: 500 },
    });
    expect((await options(checkout.id)).options).toEqual([
      { carrierId: 'poste', serviceId: 'standard', price: 500, minDays: 2, maxDays: 4 },
      { carrierId: 'poste', serviceId: 'express', price: 1200, minDays: 1, maxDays: 1 },
    ]);
    await buyer.cancel(checkout.id);
  });

  it('recalculates the total at each choice, to and fro, and refuses a pair that is not offered [SH-3, PS-8]', async () => {
    const { checkout } = await buyer.start(await buyer.cart({ MUG: 2 }), { shippingAddress: PARIS });
    expect((await buyer.select(checkout.id, 'poste', 'express')).checkout.totals).toMatchObject({
      shipping: 1200,
      total: 3700,
    });
    expect((await buyer.select(checkout.id, 'poste', 'standard')).checkout.totals).toMatchObject({
      shipping: 500,
      total: 3000,
    });
    for (const [carrier, service] of [
      ['poste', 'drone'],
      ['dhl', 'express'],
      ['express', 'poste'],
    ] as const) {
      expect(await buyer.select(checkout.id, carrier, service)).toMatchObject({ code: 'SHIPPING_OPTION_UNKNOWN' });
    }
    expect(await buyer.status(checkout.id)).toMatchObject({
      shippingOption: { serviceId: 'standard' },
      totals: { total: 3000 },
    });
    await buyer.cancel(checkout.id);
  });

  it('closes an open payment page before the total changes, and the next page asks for the new total [PS-5, SH-3]', async () => {
    const { id, url, total } = await buyer.toPayment({ MUG: 1 });
    expect(total).toBe(1750);
    const changed = await buyer.select(id, 'poste', 'express');
    expect(changed.checkout).toMatchObject({ status: 'pending', totals: { total: 2450 } });
    expect(await submitPage(url, 'pay')).toMatchObject({ status: 410 });

    const opened = await buyer.pay(id);
    expect(opened.checkout).toMatchObject({
      status: 'payment_pending',
      paymentSession: { state: 'open', amount: 2450 },
    });
    await submitPage(opened.checkout.nextAction.url, 'pay');
    expect(await completed(id)).toMatchObject({ order: { totals: { total: 2450 } } });
    expect(await provider.money(id)).toEqual({ paid: 2450, refunded: 0 });
    expect((await provider.sessions(id)).map(({ status }): string => status).toSorted()).toEqual([
      'complete',
      'expired',
    ]);
  });

  it('asks the provider for exactly the total shown: lines and delivery, and where the receipt goes [PS-8, PS-7]', async () => {
    const { checkout } = await buyer.start(await buyer.cart({ MUG: 2, PATTERN: 3 }), {
      shippingAddress: PARIS,
      email: 'me@example.com',
    });
    const { totals, lines } = checkout;
    expect(totals.subtotal).toBe(lines.reduce((sum: number, line: any) => sum + line.unitPrice * line.quantity, 0));
    expect(totals.total).toBe(totals.subtotal + totals.shipping + totals.tax - totals.discount);
    const { url } = (await buyer.pay(checkout.id)).checkout.nextAction;
    const session = await provider.get(`/v1/checkout/sessions/${sessionOf(url)}`);
    expect(session).toMatchObject({ amount_total: totals.total, currency: 'eur', customer_email: 'me@example.com' });
    await buyer.cancel(checkout.id);
  });

  it('finds the payment when a change comes after it: nothing is changed, the order stands [PS-12]', async () => {
    product.stripe.faults.addWebhook({ event: '*', action: 'drop', times: 10 });
    const { id, url, total } = await buyer.toPayment({ MUG: 1 });
    await submitPage(url, 'pay');
    expect(await buyer.select(id, 'poste', 'express')).toMatchObject({ code: 'CHECKOUT_NOT_OPEN' });
    expect(await completed(id)).toMatchObject({ order: { totals: { total } } });
    expect(await provider.money(id)).toEqual({ paid: total, refunded: 0 });
  });

  it('refuses an address outside the delivery area and says where it delivers, holding what it held [SH-1, SH-6]', async () => {
    const { checkout } = await buyer.start(await buyer.cart({ MUG: 1 }), { shippingAddress: PARIS });
    const answer = await buyer.client.ask(
      `mutation ($id: ID!, $address: AddressInput!) {
        updateCheckout(tenantId: "alpha", input: { checkoutId: $id, shippingAddress: $address }) {
          ... on DeliveryUnavailable { code retryable coverage { country regions cities } } } }`,
      { id: checkout.id, address: BERLIN },
    );
    expect(answer).toEqual({
      code: 'DELIVERY_UNAVAILABLE',
      retryable: false,
      coverage: [{ country: 'FR', regions: [], cities: [] }],
    });
    expect(await buyer.status(checkout.id)).toMatchObject({ status: 'pending', shippingAddress: { city: 'Paris' } });
    await buyer.cancel(checkout.id);
  });

  it('does not begin with an address outside the delivery area, and holds nothing [SH-1, SH-6]', async () => {
    const before = await buyer.available('mug');
    const refused = await buyer.start(await buyer.cart({ MUG: 1 }), { shippingAddress: BERLIN });
    expect(refused).toMatchObject({ code: 'INVALID_ADDRESS', retryable: false });
    expect(await buyer.available('mug')).toBe(before);
  });

  it('sends the buyer only to addresses that the tenant listed [PS-7, AD-3]', async () => {
    const { checkout } = await buyer.start(await buyer.cart({ PATTERN: 1 }));
    const wrong = [
      'https://evil.example/ok',
      'https://shop.example.evil.example/',
      'http://shop.example/',
      'https://shop.example:8443/',
    ];
    for (const successUrl of [
      ...wrong,
      'https://evil@shop.example.co/',
      'javascript:alert(1)',
      '//shop.example',
      'nothing',
    ]) {
      expect(await buyer.pay(checkout.id, { successUrl })).toMatchObject({ code: 'INVALID_INPUT' });
    }
    const cancelUrl = wrong[0];
    expect(await buyer.pay(checkout.id, { cancelUrl })).toMatchObject({ details: [{ path: 'input.cancelUrl' }] });
    expect(await provider.sessions(checkout.id)).toEqual([]);
    const opened = await buyer.pay(checkout.id, { successUrl: 'https://shop.example/thanks?order=1' });
    const { location } = await submitPage(opened.checkout.nextAction.url, 'pay');
    const back = await fetch(location!, { redirect: 'manual' });
    expect([back.status, back.headers.get('location')]).toEqual([303, 'https://shop.example/thanks?order=1']);
  });
});
