import type Stripe from 'stripe';
import type { Config } from '#platform';
import type { PaymentKeysService } from '../keys/payment-keys.service.js';
import { ownAccount } from '../money/money-terms.js';
import { PaymentRefused } from '../payments.problems.js';
import { createStripe } from './stripe.client.js';

/** Stripe as one account sees it: whose key asks, and for whom. */
export interface StripeDesk {
  /** Account, as sessions name it. */
  account: string;
  stripe: Stripe;
  /** Goes along with each request. */
  options: Stripe.RequestOptions;
  /** The tenant's, where its own key is used. */
  publishableKey?: string | null;
}

/** Clients of tenants' own keys that are kept ready; the one made first goes first. */
const MAX_CLIENTS = 100;

/** Finds the desk where a session was opened, or is to be. */
export class StripeDesks {
  private readonly platform: Stripe;
  /** By secret key: which one counts is read from the database each time. */
  private readonly clients = new Map<string, Stripe>();

  constructor(
    private readonly config: Config,
    private readonly keys: PaymentKeysService,
  ) {
    this.platform = createStripe(config);
  }

  async of(account: string): Promise<StripeDesk> {
    const own = ownAccount(account);
    if (!own) return { account, stripe: this.platform, options: account ? { stripeAccount: account } : {} };
    const keys = await this.keys.get(own, own.account);
    if (!keys) throw new PaymentRefused('the seller has no key for its account');
    return { account, stripe: this.client(keys.secretKey), options: {}, publishableKey: keys.publishableKey };
  }

  private client(secretKey: string): Stripe {
    const known = this.clients.get(secretKey);
    if (known) return known;
    const oldest = this.clients.size >= MAX_CLIENTS ? this.clients.keys().next() : null;
    if (oldest && !oldest.done) this.clients.delete(oldest.value);
    const made = createStripe(this.config, secretKey);
    this.clients.set(secretKey, made);
    return made;
  }
}
