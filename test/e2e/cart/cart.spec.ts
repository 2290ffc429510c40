import { key } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { PARIS, submitPage, until, type Shopping } from '../../setup/shopping.js';
import { openTenant } from '../../setup/tenants.js';

describe('a cart', () => {
  let product: Product;
  let buyer: Shopping;
  let cart: string;

  beforeAll(async () => {
    product = await startProduct();
    buyer = await product.guest();
  });
  beforeEach(async () => {
    cart = await buyer.cart({});
  });
  afterAll(() => product.stop());

  it('grows a line when its SKU is added again, and keeps one line per SKU [CT-2, CT-4]', async () => {
    await buyer.add(cart, 'MUG', 2);
    await buyer.add(cart, 'PATTERN', 1);
    const { cart: grown } = await buyer.add(cart, 'MUG', 3);
    expect(grown.lines.map(({ sku, quantity }: any) => [sku, quantity])).toEqual([
      ['MUG', 5],
      ['PATTERN', 1],
    ]);
    expect(await buyer.show(cart)).toMatchObject({
      subtotal: 5 * 1250 + 400,
      itemCount: 6,
      currency: 'EUR',
      purchasable: true,
      requiresShipping: true,
      lines: [
        { sku: 'MUG', unitPrice: 1250, total: 6250 },
        { sku: 'PATTERN', unitPrice: 400, total: 400 },
      ],
    });
  });

  it('loses no unit when ten adds come at once [CT-2]', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => buyer.add(cart, 'MUG', 1)));
    expect(answers.map(({ __typename }) => __typename)).toEqual(answers.map(() => 'CartSucceeded'));
    expect((await buyer.show(cart)).lines).toMatchObject([{ quantity: 10 }]);
  });

  it('sets a line, removes it at 0, removes it by name, and is emptied whole [CT-2]', async () => {
    await buyer.add(cart, 'MUG', 2);
    const [line] = (await buyer.add(cart, 'PATTERN', 1)).cart.lines;
    const changed = await buyer.change('updateCartItem', { cartId: cart, lineId: line.id, quantity: 7 });
    expect(changed.cart).toMatchObject({ subtotal: 7 * 1250 + 400 });
    const removed = await buyer.change('updateCartItem', { cartId: cart, lineId: line.id, quantity: 0 });
    expect(removed.cart.lines).toMatchObject([{ sku: 'PATTERN' }]);
    const gone = await buyer.change('removeCartItem', { cartId: cart, lineId: line.id });
    expect(gone).toMatchObject({ code: 'NOT_FOUND' });
    const last = await buyer.change('removeCartItem', { cartId: cart, lineId: removed.cart.lines[0].id });
    expect(last.cart).toMatchObject({ lines: [], subtotal: 0, purchasable: false });
    await buyer.add(cart, 'MUG', 1);
    expect((await buyer.change('clearCart', { cartId: cart })).cart).toMatchObject({ lines: [], itemCount: 0 });
  });

  it('names the maximum in each problem about a limit, and stays as it was [CT-3, AD-3]', async () => {
    const limits = await buyer.client.ask(
      '{ tenant(tenantId: "alpha") { limits { maxLineQuantity maxLines maxCartTotal } } }',
    );
    expect(limits).toEqual({ limits: { maxLineQuantity: 20, maxLines: 10, maxCartTotal: 500_000 } });
    const add = (sku: string, quantity: number) =>
      buyer.client.ask(
        `mutation ($input: AddCartItemInput!) { addCartItem(tenantId: "alpha", input: $input) { __typename ... on Problem { code retryable }
          ... on QuantityLimitExceeded { maximum } ... on CartTotalExceeded { maximumTotal currency } } }`,
        { input: { cartId: cart, sku, quantity } },
      );
    expect(await add('MUG', 21)).toEqual({
      __typename: 'QuantityLimitExceeded',
      code: 'QUANTITY_LIMIT_EXCEEDED',
      retryable: false,
      maximum: 20,
    });
    await add('PATTERN', 15);
    expect(await add('PATTERN', 6)).toMatchObject({ code: 'QUANTITY_LIMIT_EXCEEDED', maximum: 20 });
    await add('LAMP', 20);
    expect(await add('MUG', 20)).toMatchObject({ __typename: 'CartSucceeded' });
    expect((await buyer.show(cart)).subtotal).toBe(15 * 400 + 20 * 14_500 + 20 * 1250);
  });

  it('refuses what would cost more than the tenant allows, and says how much that is [CT-3]', async () => {
    await openTenant(product, 'beta', { limits: { maxLineQuantity: 20, maxLines: 1, maxCartTotal: 3000 } });
    const guest = await product.guest('beta');
    const small = await guest.cart({ MUG: 2 });
    const query = (sku: string) =>
      guest.client.ask(
        `mutation ($input: AddCartItemInput!) { addCartItem(tenantId: "beta", input: $input) { ... on CartTotalExceeded { code maximumTotal currency }
          ... on CartLinesExceeded { code maximum } } }`,
        { input: { cartId: small, sku, quantity: 1 } },
      );
    expect(await query('MUG')).toEqual({ code: 'CART_TOTAL_EXCEEDED', maximumTotal: 3000, currency: 'EUR' });
    expect(await query('PATTERN')).toEqual({ code: 'CART_LINES_EXCEEDED', maximum: 1 });
    expect((await guest.show(small)).lines).toMatchObject([{ sku: 'MUG', quantity: 2 }]);
  });

  it('answers an unknown SKU with products to choose from instead [CA-6]', async () => {
    const answer = await buyer.client.ask(
      `mutation ($cartId: ID!) { addCartItem(tenantId: "alpha", input: { cartId: $cartId, sku: "MUGG", quantity: 1 }) {
        ... on SkuNotFound { code retryable sku alternatives { tenantId id title variants { sku available } } } } }`,
      { cartId: cart },
    );
    expect(answer).toMatchObject({ code: 'SKU_NOT_FOUND', retryable: false, sku: 'MUGG' });
    expect(answer.alternatives[0]).toMatchObject({ tenantId: 'alpha', id: 'mug', variants: [{ sku: 'MUG' }] });
  });

  it('is locked while a checkout has it, names that checkout, and is read-only once bought [CT-5]', async () => {
    const full = await buyer.cart({ PATTERN: 1 });
    const { checkout } = await buyer.start(full);
    const [line] = (await buyer.show(full)).lines;
    const locked = await buyer.client.ask(
      `mutation ($input: AddCartItemInput!) { addCartItem(tenantId: "alpha", input: $input) { ... on CartLocked { code checkoutId } } }`,
      { input: { cartId: full, sku: 'MUG', quantity: 1 } },
    );
    expect(locked).toEqual({ code: 'CART_LOCKED', checkoutId: checkout.id });
    const everyChange = [
      () => buyer.change('updateCartItem', { cartId: full, lineId: line.id, quantity: 5 }),
      () => buyer.change('removeCartItem', { cartId: full, lineId: line.id }),
      () => buyer.change('clearCart', { cartId: full }),
      () => buyer.change('setCartAddress', { cartId: full, address: PARIS }),
    ];
    for (const change of everyChange) expect(await change()).toMatchObject({ code: 'CART_LOCKED' });
    const opened = await buyer.pay(checkout.id);
    await submitPage(opened.checkout.nextAction.url, 'pay');
    await until(
      () => buyer.status(checkout.id),
      ({ status }) => status === 'completed',
      'completion',
    );
    expect(await buyer.show(full)).toMatchObject({ completed: true, lines: [{ quantity: 1 }] });
    for (const change of everyChange) expect(await change()).toMatchObject({ code: 'CART_ALREADY_COMPLETED' });
    expect(await buyer.start(full)).toMatchObject({ retryable: false, code: expect.stringMatching(/^CART_/) });
  });

  it('is found by nobody but its owner, at no tenant but its own [GW-2, CT-1, CT-6]', async () => {
    await buyer.add(cart, 'MUG', 1);
    const others = [await product.guest(), await product.guest('beta')];
    for (const other of others) {
      const read = await other.client.send('query ($t: ID!, $id: ID!) { cart(tenantId: $t, cartId: $id) { id } }', {
        t: other.tenantId,
        id: cart,
      });
      expect(read.errors).toMatchObject([{ path: ['cart'], extensions: { code: 'NOT_FOUND' } }]);
      expect(await other.add(cart, 'MUG', 1)).toMatchObject({ code: 'NOT_FOUND' });
      expect(await other.change('clearCart', { cartId: cart })).toMatchObject({ code: 'NOT_FOUND' });
      expect(await other.start(cart)).toMatchObject({ code: expect.stringMatching(/NOT_FOUND$/) });
    }
    expect((await buyer.show(cart)).lines).toMatchObject([{ quantity: 1 }]);
  });

  it('says whether the tenant delivers to its address, and where it does [SH-1, SH-6]', async () => {
    await buyer.add(cart, 'MUG', 1);
    expect(await buyer.show(cart)).toMatchObject({ deliveryEligible: null });
    const abroad = await buyer.change('setCartAddress', { cartId: cart, address: { ...PARIS, country: 'DE' } });
    expect(abroad.cart).toMatchObject({ deliveryEligible: false, deliveryCoverage: [{ country: 'FR' }] });
    const home = await buyer.change('setCartAddress', { cartId: cart, address: PARIS });
    expect(home.cart).toMatchObject({
      deliveryEligible: true,
      deliveryCoverage: null,
      shippingAddress: { city: 'Paris' },
    });
    expect((await buyer.start(cart)).checkout).toMatchObject({
      shippingAddress: { city: 'Paris' },
      totals: { shipping: 500 },
    });
  });

  it('takes only currencies that the tenant lists, and only goods sold in its own [CT-1]', async () => {
    const create = (currency: string, idempotencyKey?: string) =>
      buyer.client.ask(
        `mutation ($currency: String, $key: IdempotencyKey) { createCart(tenantId: "alpha", input: { currency: $currency }, idempotencyKey: $key) {
          ... on Problem { code } ... on CurrencyNotOffered { offered } ... on CartSucceeded { cart { id currency } } } }`,
        { currency, key: idempotencyKey },
      );
    expect(await create('GBP')).toEqual({ code: 'CURRENCY_NOT_OFFERED', offered: ['EUR', 'USD'] });
    expect(await create('eur')).toMatchObject({ code: 'INVALID_INPUT' });
    const dollars = await create('USD');
    expect(await buyer.add(dollars.cart.id, 'MUG', 1)).toMatchObject({ code: 'CURRENCY_NOT_OFFERED' });
    const one = key();
    const [first, second] = await Promise.all([create('EUR', one), create('EUR', one)]);
    expect(first.cart.id).toBe(second.cart.id);
  });
});
