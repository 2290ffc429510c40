import type { AfterSaleFacts, PaymentFacts } from '../payment-provider.js';

/** Injection token of the {@link PaymentListener}. */
export const PAYMENT_LISTENER = Symbol.for('comptoir.payment-listener');

/** Who acts on what a provider says. The checkout does; payments know nothing of it. */
export interface PaymentListener {
  /**
   * Applies facts to the checkout they name. `parked` when that checkout is not there yet or busy: try again later.
   * `foreign` when its session is in another account than the one that these were found in: never believed.
   */
  observe(provider: string, facts: PaymentFacts): Promise<'applied' | 'parked' | 'foreign'>;
  /** The same for what became of a payment that was made. */
  observeAfterSale(provider: string, facts: AfterSaleFacts): Promise<'applied' | 'parked' | 'foreign'>;
}
