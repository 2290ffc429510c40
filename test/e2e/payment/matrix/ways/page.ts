import { ProviderView } from '../../../../setup/provider-view.js';
import { submitPage } from '../../../../setup/shopping.js';
import type { Means, Told, WayToPay } from './way-to-pay.js';

const BUTTONS: Readonly<Record<Means, string>> = {
  'good card': 'pay',
  'declined card': 'decline',
  'card that asks': 'authenticate',
  debit: 'debit_succeeds',
};

/** Stripe's page on its own, or the emulator's stand-in for what Stripe's library shows inside a page of the seller. */
export class Page implements WayToPay {
  private constructor(
    private readonly provider: ProviderView,
    private readonly sessionId: string,
    private readonly url: string,
  ) {}

  static async of(provider: ProviderView, base: string, checkout: any): Promise<Page> {
    const session = (await provider.sessions(checkout.id)).find(({ status }) => status === 'open');
    const { url, clientSecret } = checkout.nextAction;
    const framed = `${base}/c/pay/${session.id}?client_secret=${encodeURIComponent(clientSecret)}`;
    return new Page(provider, session.id, url ?? framed);
  }

  async pay(means: Means): Promise<Told> {
    const { status } = await submitPage(this.url, BUTTONS[means]);
    if (status === 303) return means === 'debit' ? 'in flight' : 'paid';
    if (status === 402) return 'declined';
    return status === 200 ? 'asked' : 'turned away';
  }

  async answerBank(confirmed: boolean): Promise<void> {
    const { status } = await submitPage(this.url, confirmed ? 'bank_confirms' : 'bank_refuses');
    expect(status).toBe(confirmed ? 303 : 402);
  }

  async settleDebit(succeeds: boolean): Promise<void> {
    await this.provider.control(`sessions/${this.sessionId}/settle`, { succeeds });
  }

  endAtProvider(): Promise<void> {
    return this.provider.expire(this.sessionId);
  }
}
