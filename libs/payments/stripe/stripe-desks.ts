import type Stripe from 'stripe';

/** Stripe as one account sees it: whose key asks, and for whom. */
export interface StripeDesk {
  /** Account, as sessions name it. */
  account: string;
  stripe: Stripe;
  /** Goes along with each request. */
  options: Stripe.RequestOptions;
}

/** Finds the desk where a session was opened, or is to be. */
export class StripeDesks {
  constructor(private readonly platform: Stripe) {}

  of(account: string): Promise<StripeDesk> {
    const options = account ? { stripeAccount: account } : {};
    return Promise.resolve({ account, stripe: this.platform, options });
  }
}
