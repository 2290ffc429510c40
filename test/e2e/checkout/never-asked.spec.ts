import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { PARIS, submitPage, until, type Shopping } from '../../setup/shopping.js';
import { OrdersService } from '../../../libs/checkout/orders/orders.service.js';

const MINUTE = 60_000;

/** A payment session is written down before the order is; where the order fails, no provider was ever asked for it. */
describe('a payment session that no provider was asked for', () => {
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

  /** A checkout whose order could not be written. */
  async function begun(options: { rail?: string } = {}): Promise<string> {
    jest.spyOn(product.gateway.app.get(OrdersService), 'draft').mockRejectedValueOnce(new Error('no primary'));
    const { checkout } = await buyer.start(await buyer.cart({ MUG: 1 }), { shippingAddress: PARIS });
    expect(await buyer.pay(checkout.id, options)).toMatchObject({ code: 'ORDER_SERVICE_ERROR', retryable: true });
    return checkout.id;
  }

  const becomes = (id: string, wanted: string) =>
    until(
      () => buyer.status(id),
      ({ status }) => status === wanted,
      wanted,
    );

  it('is not the one that is paid after the total has changed [PS-8]', async () => {
    const id = await begun({ rail: 'STRIPE_INTENT' });
    expect((await buyer.select(id, 'poste', 'express')).checkout).toMatchObject({ totals: { total: 2450 } });
    expect((await buyer.pay(id, { rail: 'STRIPE_INTENT' })).checkout).toMatchObject({
      status: 'payment_pending',
      paymentSession: { amount: 2450 },
    });
    expect((await provider.intents(id)).map(({ amount }) => amount)).toEqual([2450]);
  });

  it('gives way to one on another rail [PS-8]', async () => {
    const id = await begun();
    expect((await buyer.pay(id, { rail: 'STRIPE_INTENT' })).checkout).toMatchObject({
      status: 'payment_pending',
      paymentSession: { rail: 'STRIPE_INTENT' },
    });
    expect(await provider.sessions(id)).toEqual([]);
  });

  it('gives way to a new one when its time is nearly over, which is paid [PS-1]', async () => {
    const id = await begun();
    product.clock.advance(2 * MINUTE);
    const { checkout } = await buyer.pay(id);
    await submitPage(checkout.nextAction.url, 'pay');
    await becomes(id, 'completed');
    expect(await provider.money(id)).toEqual({ paid: checkout.totals.total, refunded: 0 });
  });

  it('is no obstacle once everything was undone, late, and is begun again [SG-4, PS-1]', async () => {
    const { checkout } = await buyer.start(await buyer.cart({ MUG: 1 }), { shippingAddress: PARIS });
    let go = (): void => undefined;
    const silence = new Promise<void>((resolve) => (go = resolve));
    jest.spyOn(product.gateway.app.get(OrdersService), 'draft').mockReturnValueOnce(silence);
    const abandoned = buyer.pay(checkout.id);
    await becomes(checkout.id, 'in_progress');
    product.clock.advance(32 * MINUTE);
    await becomes(checkout.id, 'compensated');
    go();
    await abandoned;
    expect((await buyer.retry(checkout.id)).checkout).toMatchObject({ status: 'pending' });
    expect((await buyer.pay(checkout.id)).checkout).toMatchObject({ status: 'payment_pending' });
  });
});
