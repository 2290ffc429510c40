import type { Shopping } from '../../../../setup/shopping.js';
import type { Bookkeeper } from '../../../offline/transfers.js';
import { TurnedAway, type Means, type Told, type WayToPay } from './way-to-pay.js';

/** A bank transfer, of which the seller says whether it came. */
export class Transfer implements WayToPay {
  private constructor(
    private readonly books: Bookkeeper,
    private readonly buyer: Shopping,
    private readonly checkoutId: string,
    private readonly paymentId: string,
  ) {}

  static async of(books: Bookkeeper, buyer: Shopping, checkoutId: string): Promise<Transfer> {
    return new Transfer(books, buyer, checkoutId, (await books.of(checkoutId)).id);
  }

  async pay(means: Means): Promise<Told> {
    if (means === 'card that asks' || means === 'debit') return this.withoutTransfer();
    const comes = means === 'good card';
    const answer = await this.books.decide(this.paymentId, comes ? 'PAID' : 'REFUSED');
    if (answer.code === 'OFFLINE_PAYMENT_OVER') return 'turned away';
    expect(answer.payment.state).toBe(comes ? 'paid' : 'refused');
    return comes ? 'paid' : 'declined';
  }

  /** On any rail where a bank would be asked. */
  private async withoutTransfer(): Promise<Told> {
    for (const rail of ['STRIPE_CHECKOUT', 'STRIPE_INTENT']) {
      expect(await this.buyer.pay(this.checkoutId, { rail })).toMatchObject({ code: 'NO_AVAILABLE_PROVIDER' });
    }
    return 'turned away';
  }

  answerBank(): Promise<void> {
    return Promise.reject(new TurnedAway('No bank asks'));
  }

  settleDebit(): Promise<void> {
    return Promise.reject(new TurnedAway('There is no debit'));
  }

  endAtProvider(): Promise<void> {
    return Promise.reject(new TurnedAway('There is no provider'));
  }
}
