import { expectEnvelope } from '../../../../setup/http.js';
import { PayingMachine } from '../../../../setup/paying-machine.js';
import { ProviderView } from '../../../../setup/provider-view.js';
import { TEST_METHODS, TurnedAway, type Means, type Told, type WayToPay } from './way-to-pay.js';

/** A program that answers HTTP 402 with a shared payment token. */
export class Machine implements WayToPay {
  constructor(
    private readonly machine: PayingMachine,
    private readonly provider: ProviderView,
    private readonly checkout: any,
  ) {}

  async pay(means: Means): Promise<Told> {
    const answer = await this.machine.pay(this.checkout.nextAction.challengeUrl, TEST_METHODS[means]);
    const { status, json, headers } = answer;
    expect(headers.has('payment-receipt')).toBe(status === 200);
    if (status === 200) return 'paid';
    expectEnvelope(answer, 402);
    expect(headers.get('www-authenticate')).toMatch(/^Payment /);
    if (json.code === 'PAYMENT_DECLINED') return 'declined';
    return means === 'card that asks' ? 'asked' : 'turned away';
  }

  answerBank(confirmed: boolean): Promise<void> {
    return confirmed ? Promise.reject(new TurnedAway('There is nobody to ask')) : Promise.resolve();
  }

  settleDebit(): Promise<void> {
    return Promise.reject(new TurnedAway('There is no debit'));
  }

  async endAtProvider(): Promise<void> {
    const [intent] = await this.provider.intents(this.checkout.id);
    await this.provider.post(`/v1/payment_intents/${intent.id}/cancel`, {});
  }
}
