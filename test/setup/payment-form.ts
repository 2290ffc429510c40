import type { Product } from './product.js';
import { PARIS, type Shopping } from './shopping.js';

/** What `ConfirmPayment` tells the page of a buyer. */
export interface ConfirmPayment {
  clientSecret: string;
  publishableKey: string;
  account: string | null;
}

/**
 * A payment form on somebody's own page: it knows what `ConfirmPayment` tells and nothing else, and speaks to the provider
 * as the provider's own library would.
 */
export class PaymentForm {
  constructor(
    private readonly product: Pick<Product, 'stripe'>,
    private readonly action: ConfirmPayment,
  ) {}

  /** The provider's id of the payment; it is the first half of the secret. */
  get intentId(): string {
    return this.action.clientSecret.split('_secret_')[0]!;
  }

  /** Confirms with a test method such as `pm_card_visa`. */
  confirm(method: string): Promise<{ status: number; body: any }> {
    return this.ask('POST', '/confirm', `&payment_method=${method}`);
  }

  async status(): Promise<string> {
    return (await this.ask('GET', '')).body.status;
  }

  private async ask(method: string, path: string, more = ''): Promise<{ status: number; body: any }> {
    const form = `client_secret=${encodeURIComponent(this.action.clientSecret)}${more}`;
    const url = `${this.product.stripe.url}/v1/payment_intents/${this.intentId}${path}`;
    const headers = {
      authorization: `Bearer ${this.action.publishableKey}`,
      'content-type': 'application/x-www-form-urlencoded',
      ...(this.action.account ? { 'stripe-account': this.action.account } : {}),
    };
    const response = await (method === 'GET'
      ? fetch(`${url}?${form}`, { headers })
      : fetch(url, { method, headers, body: form }));
    return { status: response.status, body: await response.json() };
  }
}

/** A checkout whose buyer pays on a page of the seller's own: open, and not confirmed yet. Digital goods unless told. */
export async function openForm(
  product: Product,
  buyer: Shopping,
  lines: Record<string, number> = { PATTERN: 1 },
): Promise<{ id: string; opened: any; form: PaymentForm; total: number }> {
  const { checkout } = await buyer.start(await buyer.cart(lines), { shippingAddress: PARIS });
  const opened = (await buyer.pay(checkout.id, { rail: 'STRIPE_INTENT' })).checkout;
  return { id: checkout.id, opened, form: new PaymentForm(product, opened.nextAction), total: opened.totals.total };
}
