import { startProduct, type Product } from '../../setup/product.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';

/** Methods whose money comes, or is refused, after the buyer has left the page. */
describe('a payment that settles later', () => {
  let product: Product;
  let shopping: Shopping;

  beforeAll(async () => {
    product = await startProduct();
    shopping = await product.guest();
  });
  afterAll(() => product.stop());

  /** Two minutes later, for both sides: the bank has answered. */
  function settle(): void {
    product.clock.advance(120_000);
    product.stripe.advanceClock(0);
  }

  async function debit(choice: string): Promise<string> {
    const { id, url } = await shopping.toPayment({ MUG: 1 });
    expect(await submitPage(url, choice)).toMatchObject({ status: 303 });
    await until(
      () => shopping.status(id),
      ({ paymentSession }) => paymentSession.state === 'processing',
      'the money to be in flight',
    );
    return id;
  }

  it('keeps the goods and the order waiting until the money is there, then completes', async () => {
    const id = await debit('debit_succeeds');
    expect(await shopping.status(id)).toMatchObject({ status: 'payment_pending', order: null });
    settle();
    await until(
      () => shopping.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
  });

  it('lets the buyer pay in another way when the money was refused', async () => {
    const id = await debit('debit_fails');
    settle();
    await until(
      () => shopping.status(id),
      ({ status }) => status === 'pending',
      'the refusal to be seen',
    );
    const again = await shopping.pay(id);
    await submitPage(again.checkout.nextAction.url, 'pay');
    await until(
      () => shopping.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
  });
});
