import { PaymentForm } from '../../../../setup/payment-form.js';
import type { Product } from '../../../../setup/product.js';
import { ProviderView } from '../../../../setup/provider-view.js';
import { TEST_METHODS, type Means, type Told, type WayToPay } from './way-to-pay.js';

const TOLD: ReadonlyMap<string, Told> = new Map([
  ['succeeded', 'paid'],
  ['requires_action', 'asked'],
  ['processing', 'in flight'],
]);

/** A form of the seller's own, which has the client secret. */
export class Form implements WayToPay {
  private readonly form: PaymentForm;

  constructor(
    product: Product,
    private readonly provider: ProviderView,
    checkout: any,
  ) {
    this.form = new PaymentForm(product, checkout.nextAction);
  }

  async pay(means: Means): Promise<Told> {
    const { status, body } = await this.form.confirm(TEST_METHODS[means]);
    if (status === 402) return 'declined';
    return TOLD.get(body.status) ?? 'turned away';
  }

  async answerBank(succeeds: boolean): Promise<void> {
    await this.provider.control(`payment_intents/${this.form.intentId}/authenticate`, { succeeds });
  }

  async settleDebit(succeeds: boolean): Promise<void> {
    await this.provider.control(`payment_intents/${this.form.intentId}/settle`, { succeeds });
  }

  async endAtProvider(): Promise<void> {
    await this.provider.post(`/v1/payment_intents/${this.form.intentId}/cancel`, {});
  }
}
