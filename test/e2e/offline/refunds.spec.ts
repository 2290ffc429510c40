import { key } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { PARIS, until, type Shopping } from '../../setup/shopping.js';
import { family, openTenant } from '../../setup/tenants.js';
import { Bookkeeper, OFFLINE_ONLY } from './transfers.js';

const GOODS = [family('mug', 'Mug', 'Tableware', { sku: 'MUG', price: 1250, stock: 10, weightGrams: 400 })];

describe('money that came by bank transfer and goes back', () => {
  let product: Product;
  let buyer: Shopping;
  let books: Bookkeeper;

  beforeAll(async () => {
    product = await startProduct();
    await openTenant(product, 'transfers', { payment: OFFLINE_ONLY }, GOODS);
    buyer = await product.guest('transfers');
    books = new Bookkeeper(await product.seller('transfers'), 'transfers');
  });
  afterAll(() => product.stop());

  async function bought() {
    const { checkout } = await buyer.start(await buyer.cart({ MUG: 1 }), { shippingAddress: PARIS });
    const { checkout: opened } = await buyer.pay(checkout.id);
    const payment = await books.of(checkout.id);
    await books.decide(payment.id, 'PAID');
    return { id: checkout.id as string, paymentId: payment.id as string, total: opened.totals.total as number };
  }
  const refundState = async (checkoutId: string): Promise<string> =>
    (
      await buyer.client.ask(
        'query ($id: ID!) { checkout(tenantId: "transfers", checkoutId: $id) { refundState refunded } }',
        { id: checkoutId },
      )
    ).refundState;

  it('is owed until the seller says that it is paid back, and is done then [PR-7, PS-10]', async () => {
    const { id, paymentId, total } = await bought();
    const asked = await books.refund(id, 500);
    expect(asked).toMatchObject({ refundable: total - 500, refund: { state: 'pending', amount: 500 } });
    expect(await refundState(id)).toBe('pending');
    const owed = await books.of(id, 'TO_PAY_BACK');
    expect(owed).toMatchObject({ id: paymentId, refunds: [{ amount: 500, state: 'pending' }] });
    const one = key();
    const done = { payment: { refunds: [{ amount: 500, state: 'succeeded' }] } };
    expect(await books.paidBack(paymentId, owed.refunds[0].id, one)).toMatchObject({ replayed: false, ...done });
    expect(await books.paidBack(paymentId, owed.refunds[0].id, one)).toMatchObject({ replayed: true, ...done });
    await until(
      () => refundState(id),
      (state) => state === 'succeeded',
      'the refund',
    );
    expect(await books.of(id, 'TO_PAY_BACK')).toBeUndefined();
  });

  it('is never more than came [PR-7, PS-10]', async () => {
    const { id, total } = await bought();
    expect(await books.refund(id, total + 1)).toMatchObject({ code: 'REFUND_EXCEEDS_PAYMENT' });
    expect(await books.refund(id)).toMatchObject({ refundable: 0, refund: { amount: total } });
    expect(await books.refund(id, 1)).toMatchObject({ code: 'REFUND_EXCEEDS_PAYMENT' });
  });

  it('knows no refund that was not asked for [PR-7]', async () => {
    const { paymentId } = await bought();
    expect(await books.paidBack(paymentId, 'offr_none')).toMatchObject({ code: 'NOT_FOUND' });
    expect(await books.paidBack('off_none', 'offr_none')).toMatchObject({ code: 'NOT_FOUND' });
  });
});
