import type { StripeEmulator } from '#stripe-emulator';

/** What the payment provider knows, asked of itself and never of our database. */
export class ProviderView {
  constructor(
    private readonly product: { readonly stripe: StripeEmulator },
    /** Account that is looked at; the platform's own when absent. */
    private readonly account: string | null = null,
    private readonly key = 'sk_test_comptoir',
  ) {}

  /** Sessions ever opened for a checkout. */
  async sessions(checkoutId: string): Promise<any[]> {
    const { data } = await this.get('/v1/checkout/sessions?limit=100');
    return data.filter(({ metadata }: any) => metadata.checkout === checkoutId);
  }

  /** Payments ever begun for a checkout, behind a session or not. */
  async intents(checkoutId: string): Promise<any[]> {
    const { data } = await this.get('/v1/payment_intents?limit=100');
    return data.filter(({ metadata }: any) => metadata.checkout === checkoutId);
  }

  /** Minor units taken, and given back or on their way back, for a checkout. */
  async money(checkoutId: string): Promise<{ paid: number; refunded: number }> {
    const paid = (await this.intents(checkoutId)).filter(({ status }: any) => status === 'succeeded');
    const refunds = await this.get('/v1/refunds?limit=100');
    const returned = refunds.data.filter(
      ({ payment_intent, status }: any) => status !== 'failed' && paid.some(({ id }: any) => id === payment_intent),
    );
    return {
      paid: total(paid.map((intent: any) => intent.amount_received)),
      refunded: total(returned.map((refund: any) => refund.amount)),
    };
  }

  /** Ends a session as the provider does when its time is over. */
  async expire(sessionId: string): Promise<void> {
    await this.control(`sessions/${sessionId}/expire`);
  }

  async control(path: string, body: unknown = {}): Promise<any> {
    const response = await fetch(`${this.product.stripe.url}/_emulator/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  }

  async get(path: string): Promise<any> {
    return this.ask(path, {});
  }

  /** A request with our own key, as another program of the same account would make it. */
  async post(path: string, params: Record<string, string>): Promise<any> {
    return this.ask(path, { method: 'POST', body: new URLSearchParams(params).toString() });
  }

  private async ask(path: string, init: RequestInit): Promise<any> {
    const headers = {
      authorization: `Bearer ${this.key}`,
      'content-type': 'application/x-www-form-urlencoded',
      ...(this.account ? { 'stripe-account': this.account } : {}),
    };
    const response = await fetch(`${this.product.stripe.url}${path}`, { ...init, headers });
    const answer: any = await response.json();
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer;
  }
}

function total(amounts: number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

/** The session that a payment page belongs to. */
export function sessionOf(pageUrl: string): string {
  return pageUrl.split('/').at(-1)!;
}
