import { CheckoutReader } from '#checkout';
import { openForm } from '../../setup/payment-form.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView, sessionOf } from '../../setup/provider-view.js';
import { submitPage, until } from '../../setup/shopping.js';

const DAY = 24 * 3_600_000;

/** A bank takes longer than money is waited for: its checkout is over, and the answer comes all the same. */
describe('a bank debit that is decided after its checkout ended', () => {
  let product: Product;
  let provider: ProviderView;

  beforeAll(async () => {
    product = await startProduct();
    provider = new ProviderView(product);
  });
  afterAll(() => product.stop());

  const stored = async (id: string) => (await product.gateway.app.get(CheckoutReader).linked('alpha', id, Infinity))!;
  const state = async (id: string) => (await stored(id)).payment.sessions.at(-1)?.state;

  async function overtaken(): Promise<{ id: string; session: string; total: number }> {
    const { id, url, total } = await (await product.guest()).toPayment({ MUG: 1 });
    await submitPage(url, 'debit_succeeds');
    await waitedInVain(id);
    return { id, session: sessionOf(url), total };
  }

  /** Days pass until nobody waits for the money any more. */
  async function waitedInVain(id: string): Promise<void> {
    await until(
      () => state(id),
      (now) => now === 'processing',
      'money on its way',
    );
    await until(
      async () => {
        product.clock.advance(DAY);
        return (await stored(id)).status;
      },
      (status) => status === 'expired',
      'the end of the wait',
    );
  }

  it('is on record as failed, and as nothing that may still come', async () => {
    const { id, session } = await overtaken();
    expect(await state(id)).toBe('processing');
    await provider.control(`sessions/${session}/settle`, { succeeds: false });
    await until(
      () => {
        // An event that finds somebody at work is looked at again later.
        product.clock.advance(1000);
        return state(id);
      },
      (now) => now === 'closed',
      'the failed debit',
    );
    expect(await stored(id)).toMatchObject({ status: 'expired', payment: { paid: 0, refunds: [] } });
  });

  it('leaves nothing that can be paid on a page of the seller’s own', async () => {
    const { id, form } = await openForm(product, await product.guest());
    await form.confirm('pm_usBankAccount_success');
    await waitedInVain(id);
    await provider.control(`payment_intents/${form.intentId}/settle`, { succeeds: false });
    await until(
      () => {
        product.clock.advance(1000);
        return state(id);
      },
      (now) => now === 'closed',
      'the failed debit',
    );
    expect(await form.status()).toBe('canceled');
    expect(await form.confirm('pm_card_visa')).toMatchObject({ status: 400 });
    expect(await provider.money(id)).toEqual({ paid: 0, refunded: 0 });
  });

  it('is given back when it came', async () => {
    const { id, session, total } = await overtaken();
    await provider.control(`sessions/${session}/settle`, { succeeds: true });
    await until(
      () => provider.money(id),
      ({ refunded }) => refunded === total,
      'the money given back',
    );
    expect(await state(id)).toBe('paid');
  });
});
