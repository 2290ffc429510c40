import { startProduct, type Product } from '../../setup/product.js';
import { PARIS, submitPage, until, type Shopping } from '../../setup/shopping.js';
import { family, importTo } from '../../setup/tenants.js';

describe('goods and checkouts', () => {
  let product: Product;
  let buyer: Shopping;

  beforeAll(async () => {
    product = await startProduct();
    buyer = await product.guest();
  });
  afterAll(() => product.stop());

  it('refuses what is not there, says what is left, and holds nothing of anything [SG-6, CA-10]', async () => {
    const [lamps, mugs] = [await buyer.available('lamp'), await buyer.available('mug')];
    const cart = await buyer.cart({ MUG: 1, LAMP: lamps + 1 });
    const refused = await buyer.start(cart);
    expect(refused).toMatchObject({
      __typename: 'InventoryUnavailable',
      code: 'INVENTORY_UNAVAILABLE',
      retryable: false,
      sku: 'LAMP',
      requested: lamps + 1,
      available: lamps,
    });
    expect(await buyer.available('lamp')).toBe(lamps);
    expect(await buyer.available('mug')).toBe(mugs);
    expect(await buyer.show(cart)).toMatchObject({ locked: false });
  });

  it('leaves the refused checkout on record, undone and not to be retried [SG-2, SG-4]', async () => {
    const refused = await buyer.start(await buyer.cart({ LAMP: 3 }));
    expect(refused.code).toBe('INVENTORY_UNAVAILABLE');
    const { nodes } = await buyer.client.ask(
      '{ checkouts(tenantId: "alpha", status: compensated, first: 1) { nodes { id } } }',
    );
    const [{ id }] = nodes;
    expect(await buyer.status(id)).toMatchObject({
      status: 'compensated',
      terminal: true,
      failure: { code: 'INVENTORY_UNAVAILABLE', retryable: false },
      nextAction: { __typename: 'StartOver' },
      completedSteps: ['validate-cart'],
    });
    expect(await buyer.retry(id)).toMatchObject({ code: 'CHECKOUT_NOT_RETRYABLE' });
  });

  it('sells the last unit once, however many want it at the same time [SG-7]', async () => {
    const buyers = await Promise.all(Array.from({ length: 12 }, () => product.guest('beta')));
    const carts = await Promise.all(buyers.map((one) => one.cart({ LAMP: 1 })));
    const answers = await Promise.all(buyers.map((one, index) => one.start(carts[index]!)));
    expect(answers.filter(({ __typename }) => __typename === 'CheckoutSucceeded')).toHaveLength(2);
    expect(answers.filter(({ code }) => code === 'INVENTORY_UNAVAILABLE')).toHaveLength(10);
    expect(await buyers[0]!.available('lamp')).toBe(0);
  });

  it('says of a product that nothing of it is left, and of a cart that it cannot be bought now [CA-8, CT-4, CA-10]', async () => {
    const guest = await product.guest('beta');
    const query = '{ product(tenantId: "beta", id: "lamp") { purchasable variants { inStock available } } }';
    expect(await guest.client.ask(query)).toEqual({ purchasable: false, variants: [{ inStock: false, available: 0 }] });
    const cart = await guest.cart({ LAMP: 1 });
    expect(await guest.show(cart)).toMatchObject({ purchasable: false, lines: [{ sku: 'LAMP', available: 0 }] });
  });

  it('takes sold goods out of the stock for good, once, whatever is asked afterwards [SG-2, WH-2]', async () => {
    const before = await buyer.available('mug');
    const { id, url } = await buyer.toPayment({ MUG: 2 });
    await submitPage(url, 'pay');
    await until(
      () => buyer.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
    await submitPage(url, 'pay');
    await buyer.cancel(id);
    await buyer.pay(id);
    await buyer.status(id);
    expect(await buyer.available('mug')).toBe(before - 2);
  });

  it('counts nothing for a variant without stock: it can always be bought [CA-9]', async () => {
    const started = await buyer.start(await buyer.cart({ PATTERN: 20 }));
    expect(started.checkout).toMatchObject({ status: 'pending', totals: { total: 8000 } });
    const query =
      '{ product(tenantId: "alpha", id: "pattern") { productType purchasable variants { inStock available } } }';
    expect(await buyer.client.ask(query)).toEqual({
      productType: 'digital',
      purchasable: true,
      variants: [{ inStock: true, available: null }],
    });
  });

  it('asks for an address exactly when something is delivered [CA-9, SH-1]', async () => {
    const mixed = await buyer.start(await buyer.cart({ MUG: 1, PATTERN: 1 }));
    expect(mixed.checkout.nextAction.__typename).toBe('ProvideAddress');
    expect(await buyer.pay(mixed.checkout.id)).toMatchObject({ code: 'SHIPPING_ADDRESS_REQUIRED' });
    const addressed = await buyer.update(mixed.checkout.id, { shippingAddress: PARIS });
    expect(addressed.checkout.nextAction.__typename).toBe('ChooseShipping');
    await buyer.cancel(mixed.checkout.id);
  });

  it('freezes the prices of a checkout: an import that changes them changes only what is started later [CA-5, AD-4]', async () => {
    const started = await buyer.start(await buyer.cart({ PATTERN: 1 }));
    const dearer = { sku: 'PATTERN', price: 999, stock: null, weightGrams: 0 };
    await importTo(product.gateway.app, 'alpha', [family('pattern', 'Sewing Pattern', 'Digital', dearer)]);
    const opened = await buyer.pay(started.checkout.id);
    expect(opened.checkout).toMatchObject({ totals: { total: 400 }, paymentSession: { amount: 400 } });
    const later = await buyer.start(await buyer.cart({ PATTERN: 1 }));
    expect(later.checkout.totals.total).toBe(999);
  });
});
