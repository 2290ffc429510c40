import { key } from '../../setup/client.js';
import { InventoryService } from '#inventory';
import { startProduct, type Product } from '../../setup/product.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';

describe('retrying a checkout', () => {
  let product: Product;
  let buyer: Shopping;

  beforeAll(async () => {
    product = await startProduct();
    buyer = await product.guest();
  });
  afterAll(() => product.stop());
  afterEach(() => jest.restoreAllMocks());

  /** A checkout that was undone because the inventory did not answer. */
  const failed = async (lines: Record<string, number>): Promise<{ id: string; cart: string }> => {
    const inventory = product.gateway.app.get(InventoryService);
    jest.spyOn(inventory, 'hold').mockRejectedValueOnce(new Error('connection to shard0.internal:27017 closed'));
    const cart = await buyer.cart(lines);
    expect(await buyer.start(cart)).toMatchObject({ code: 'INVENTORY_SERVICE_ERROR', retryable: true });
    const { nodes } = await buyer.client.ask('{ checkouts(tenantId: "alpha", first: 1) { nodes { id } } }');
    return { id: nodes[0].id, cart };
  };

  it('begins again from the first step after a retryable problem, and leads to an order [SG-4, SG-2]', async () => {
    const before = await buyer.available('mug');
    const { id } = await failed({ MUG: 2, PATTERN: 1 });
    expect(await buyer.status(id)).toMatchObject({
      status: 'compensated',
      failure: { code: 'INVENTORY_SERVICE_ERROR', retryable: true },
      nextAction: { __typename: 'RetryCheckout' },
    });
    expect(await buyer.available('mug')).toBe(before);
    const again = await buyer.retry(id);
    expect(again.checkout).toMatchObject({
      id,
      status: 'pending',
      failure: null,
      completedSteps: ['validate-cart', 'reserve-stock'],
    });
    expect(await buyer.available('mug')).toBe(before - 2);
    await buyer.cancel(id);
    expect(await buyer.available('mug')).toBe(before);
  });

  it('sells after a retry exactly what it sells without one', async () => {
    const { id } = await failed({ PATTERN: 2 });
    await buyer.retry(id);
    const opened = await buyer.pay(id);
    await submitPage(opened.checkout.nextAction.url, 'pay');
    const done = await until(
      () => buyer.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
    expect(done).toMatchObject({ order: { status: 'paid', totals: { total: 800 } } });
  });

  it('does it once for one key [ID-2]', async () => {
    const before = await buyer.available('lamp');
    const { id } = await failed({ LAMP: 1 });
    const call = buyer.keyed('retryCheckout', { checkoutId: id }, key());
    const first = await buyer.client.send(call.query, { ...call.variables });
    const second = await buyer.client.send(call.query, { ...call.variables });
    expect(first.data.retryCheckout).toMatchObject({ replayed: false, checkout: { status: 'pending' } });
    expect(second.data.retryCheckout).toMatchObject({ replayed: true, checkout: { id, status: 'pending' } });
    expect(await buyer.available('lamp')).toBe(before - 1);
    await buyer.cancel(id);
  });

  it('frees the cart meanwhile, and fails clearly when the cart has become another checkout’s [SG-4, CT-5]', async () => {
    const { id, cart } = await failed({ PATTERN: 1 });
    expect(await buyer.show(cart)).toMatchObject({ locked: false });
    const other = await buyer.start(cart);
    expect(other.checkout.id).not.toBe(id);
    expect(await buyer.retry(id)).toMatchObject({ code: 'CART_IN_CHECKOUT', retryable: false });
    expect(await buyer.status(other.checkout.id)).toMatchObject({ status: 'pending' });
    expect(await buyer.show(cart)).toMatchObject({ locked: true });
  });

  it('returns a checkout that waits for its buyer as it is: there is nothing to retry', async () => {
    const { checkout } = await buyer.start(await buyer.cart({ PATTERN: 1 }));
    expect((await buyer.retry(checkout.id)).checkout).toMatchObject({ id: checkout.id, status: 'pending' });
  });

  it('tells nobody what the inside said of the failure [SG-6]', async () => {
    const { id } = await failed({ MUG: 1 });
    expect(JSON.stringify(await buyer.status(id))).not.toContain('shard0');
  });
});
