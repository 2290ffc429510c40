import type { StripeEmulator } from '#stripe-emulator';

const PAGE = 100;

/** Any key will do. */
export const PROVIDER_KEY = 'sk_test_comptoir';

/** One payment at the provider. */
interface Payment {
  readonly id: string;
  readonly status: string;
  readonly amount_received: number;
  readonly capture_method: string;
  readonly metadata: { readonly tenant?: string; readonly checkout?: string };
}

interface Refund {
  readonly id: string;
  readonly amount: number;
  readonly status: string;
  readonly payment_intent: string;
}

/** A payment session as the provider shows it. */
export interface ProviderSession {
  readonly id: string;
  readonly status: 'open' | 'complete' | 'expired';
  readonly payment_status: string;
  readonly amount_total: number;
  readonly metadata: { readonly tenant?: string; readonly checkout?: string };
}

/** Minor units that moved for one checkout. */
export interface Money {
  paid: number;
  refunded: number;
  payments: number;
}

/** What becomes of money that is authorised: nothing yet, or one of its two ends. */
export interface Authorised {
  readonly tenant: string;
  readonly checkout: string;
  readonly status: string;
}

/** What the provider knows, asked of itself and never of our database. */
export class ProviderBooks {
  constructor(
    private readonly stripe: StripeEmulator,
    /** Accounts that are looked into; the platform's own is empty. */
    private readonly accounts: readonly string[] = [''],
  ) {}

  /** Money by checkout id; checkouts without any are absent. */
  async money(): Promise<Map<string, Money>> {
    const payments = (await this.all<Payment>('/v1/payment_intents')).filter(({ status }) => status === 'succeeded');
    const refunds = await this.all<Refund>('/v1/refunds');
    const books = new Map<string, Money>();
    for (const { id, amount_received: amount, metadata } of payments) {
      const checkout = metadata.checkout ?? `unknown (${id})`;
      const money = books.get(checkout) ?? { paid: 0, refunded: 0, payments: 0 };
      const back = refunds.filter(({ payment_intent: of, status }) => of === id && status === 'succeeded');
      money.paid += amount;
      money.payments += 1;
      money.refunded += back.reduce((sum, refund) => sum + refund.amount, 0);
      books.set(checkout, money);
    }
    return books;
  }

  /** Payments of which the money is, or was, authorised before it was taken. */
  async authorised(): Promise<Authorised[]> {
    const payments = await this.all<Payment>('/v1/payment_intents');
    return payments
      .filter(({ capture_method: method }) => method === 'manual')
      .map(({ status, metadata: { tenant = '', checkout = '' } }) => ({ tenant, checkout, status }));
  }

  /** Every session ever opened. */
  sessions(): Promise<ProviderSession[]> {
    return this.all('/v1/checkout/sessions');
  }

  /** The same list of every account. */
  private async all<T extends { id: string }>(path: string): Promise<T[]> {
    return (await Promise.all(this.accounts.map((account) => this.allOf<T>(account, path)))).flat();
  }

  /** Every page of a list. */
  private async allOf<T extends { id: string }>(account: string, path: string): Promise<T[]> {
    const of: Record<string, string> = account ? { 'stripe-account': account } : {};
    const rows: T[] = [];
    for (;;) {
      const after = rows.at(-1);
      const response = await fetch(
        `${this.stripe.url}${path}?limit=${PAGE}${after ? `&starting_after=${after.id}` : ''}`,
        { headers: { authorization: `Bearer ${PROVIDER_KEY}`, ...of } },
      );
      if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
      const page = (await response.json()) as { data: T[]; has_more: boolean };
      rows.push(...page.data);
      if (!page.has_more) return rows;
    }
  }
}
