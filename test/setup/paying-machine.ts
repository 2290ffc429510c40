import { http, type HttpAnswer } from './http.js';
import type { Product } from './product.js';

/** Which version of Stripe's API knows these tokens. */
const PREVIEW = '2026-07-29.preview';

/** A program that pays over HTTP 402, written from the protocol alone: https://paymentauth.org */
export class PayingMachine {
  constructor(
    private readonly product: Pick<Product, 'stripe'>,
    /** Account that tokens are granted to; the platform's own when absent. */
    private readonly account: string | null = null,
  ) {}

  /** The challenge at an address, and what it asks for. */
  async challenge(url: string, authorization?: string): Promise<{ answer: HttpAnswer; challenge: any; request: any }> {
    const answer = await http(url, { method: 'POST', headers: authorization ? { authorization } : {} });
    const header = answer.headers.get('www-authenticate') ?? '';
    const challenge = Object.fromEntries(
      [...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    );
    const request = challenge.request && JSON.parse(Buffer.from(challenge.request, 'base64url').toString());
    return { answer, challenge, request };
  }

  /** A token for what is asked, as a wallet grants it. */
  async token({ amount, currency }: { amount: string; currency: string }, method = 'pm_card_visa'): Promise<string> {
    const form = new URLSearchParams({
      payment_method: method,
      'usage_limits[currency]': currency,
      'usage_limits[max_amount]': amount,
    });
    const response = await fetch(`${this.product.stripe.url}/v1/test_helpers/shared_payment/granted_tokens`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer sk_test_comptoir',
        'content-type': 'application/x-www-form-urlencoded',
        'stripe-version': PREVIEW,
        ...(this.account ? { 'stripe-account': this.account } : {}),
      },
      body: form.toString(),
    });
    const granted: any = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(granted));
    return granted.id;
  }

  /** `Authorization` that answers a challenge with a token. */
  credential(challenge: object, checkoutId: string, spt: string): string {
    const credential = { challenge, payload: { spt, externalId: checkoutId } };
    return `Payment ${Buffer.from(JSON.stringify(credential)).toString('base64url')}`;
  }

  /** Asks, grants, pays. */
  async pay(url: string, method?: string): Promise<HttpAnswer & { credential: string }> {
    const { challenge, request } = await this.challenge(url);
    const credential = this.credential(challenge, request.externalId, await this.token(request, method));
    const { answer } = await this.challenge(url, credential);
    return { ...answer, credential };
  }
}
