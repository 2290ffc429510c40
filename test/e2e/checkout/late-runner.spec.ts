import { InventoryService } from '#inventory';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { PARIS, submitPage, until, type Shopping } from '../../setup/shopping.js';
import { OrdersService } from '../../../libs/checkout/orders/orders.service.js';

const MINUTE = 60_000;

interface Standstill {
  begun: Promise<void>;
  go: () => void;
  done: () => Promise<void>;
}

/** A process that stood still in the middle of a step goes on after another one did its work. */
describe('a runner that wakes up after others have finished its work', () => {
  let product: Product;
  let buyer: Shopping;
  let provider: ProviderView;

  beforeAll(async () => {
    product = await startProduct();
    provider = new ProviderView(product);
  });
  beforeEach(async () => {
    buyer = await product.guest();
  });
  afterAll(() => product.stop());
  afterEach(() => jest.restoreAllMocks());

  const becomes = (id: string, wanted: string) =>
    until(
      () => buyer.status(id),
      ({ status }) => status === wanted,
      wanted,
    );

  /** The next call of this sort stands still before it does anything, until `go`; it has then done so once `done`. */
  function standstill<T extends object>(service: T, method: keyof T): Standstill {
    const original = (service[method] as (...args: unknown[]) => Promise<unknown>).bind(service);
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    let started = (): void => undefined;
    const begun = new Promise<void>((resolve) => (started = resolve));
    let late: Promise<unknown> = Promise.resolve();
    jest.spyOn(service, method as never).mockImplementationOnce((async (...args: unknown[]) => {
      started();
      late = gate.then(() => original(...args));
      return late;
    }) as never);
    return {
      begun,
      go,
      done: () =>
        late.then(
          () => undefined,
          () => undefined,
        ),
    };
  }

  it('holds nothing for a checkout that has sold it meanwhile', async () => {
    const before = await buyer.available('mug');
    const cart = await buyer.cart({ MUG: 2 });
    const old = standstill(product.gateway.app.get(InventoryService), 'hold');
    const starting = buyer.start(cart, { shippingAddress: PARIS });
    await old.begun;
    product.clock.advance(2 * MINUTE);
    await until(
      () => buyer.available('mug'),
      (free) => free === before - 2,
      'the hold of another runner',
    );
    const { nodes } = await buyer.client.ask('{ checkouts(tenantId: "alpha") { nodes { id status } } }');
    const [{ id }] = nodes;
    await becomes(id, 'pending');
    const { checkout } = await buyer.pay(id);
    await submitPage(checkout.nextAction.url, 'pay');
    await becomes(id, 'completed');
    old.go();
    await old.done();
    await starting;
    expect(await buyer.available('mug')).toBe(before - 2);
    expect(await provider.money(id)).toMatchObject({ refunded: 0 });
  });

  it('frees nothing that the same checkout holds since it was begun again', async () => {
    const before = await buyer.available('lamp');
    const inventory = product.gateway.app.get(InventoryService);
    jest.spyOn(inventory, 'hold').mockRejectedValueOnce(new Error('no primary'));
    const old = standstill(inventory, 'release');
    const cart = await buyer.cart({ LAMP: 1 });
    const starting = buyer.start(cart, { shippingAddress: PARIS });
    await old.begun;
    const { nodes } = await buyer.client.ask('{ checkouts(tenantId: "alpha") { nodes { id status } } }');
    const [{ id }] = nodes;
    product.clock.advance(2 * MINUTE);
    await becomes(id, 'compensated');
    expect(await buyer.retry(id)).toMatchObject({ checkout: { status: 'pending' } });
    expect(await buyer.available('lamp')).toBe(before - 1);
    old.go();
    await old.done();
    await starting;
    expect(await buyer.available('lamp')).toBe(before - 1);
  });

  it('takes away no order that was written since the checkout was begun again', async () => {
    const orders = product.gateway.app.get(OrdersService);
    const { checkout } = await buyer.start(await buyer.cart({ PATTERN: 1 }));
    const { id } = checkout;
    const stuck = standstill(orders, 'draft');
    const paying = buyer.pay(id);
    await stuck.begun;
    const old = standstill(orders, 'discard');
    product.clock.advance(32 * MINUTE);
    await old.begun;
    product.clock.advance(2 * MINUTE);
    await becomes(id, 'compensated');
    expect(await buyer.retry(id)).toMatchObject({ checkout: { status: 'pending' } });
    const again = await buyer.pay(id);
    old.go();
    await old.done();
    await submitPage(again.checkout.nextAction.url, 'pay');
    await becomes(id, 'completed');
    expect(await buyer.status(id)).toMatchObject({ order: { id, status: 'paid', totals: { total: 400 } } });
    stuck.go();
    await stuck.done();
    await paying;
    expect(await buyer.status(id)).toMatchObject({ order: { id, status: 'paid' } });
  });

  it('leaves nothing held by a checkout that was undone because the hold took too long', async () => {
    const before = await buyer.available('lamp');
    const old = standstill(product.gateway.app.get(InventoryService), 'hold');
    expect(await buyer.start(await buyer.cart({ LAMP: 1 }))).toMatchObject({ retryable: true });
    const { nodes } = await buyer.client.ask('{ checkouts(tenantId: "alpha") { nodes { id status } } }');
    expect(nodes).toMatchObject([{ status: 'compensated' }]);
    old.go();
    await old.done();
    await until(
      () => buyer.available('lamp'),
      (free) => free === before,
      'the piece to be free again',
    );
  });
});
