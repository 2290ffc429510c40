import type { MinorUnits } from '@comptoir/kernel';
import type { CaptureMethod, MoneyMode, PaymentRail, TenantContext } from '@comptoir/tenant-kit';

/** What the buyer is asked to pay, line by line. */
export interface PaymentLine {
  name: string;
  quantity: number;
  unitAmount: MinorUnits;
}

/** Whose money one payment session collects, as it was agreed when the session was written down. */
export interface MoneyTerms {
  mode: MoneyMode;
  /**
   * Account the payment is made in: empty for the platform's own, the provider's name of it (`acct_…`) for one that the
   * platform's key reaches, `<tenant>:acct_…` for one that the tenant's own key reaches.
   */
  account: string;
  /** Account the money is passed on to, in mode `destination`. */
  transferTo: string | null;
  /** That account's owner is the seller of record. */
  onBehalfOf: boolean;
  /** What the platform keeps, in the currency of the session. */
  fee: MinorUnits;
  /** A refund gives its part of the fee back. */
  feeRefunded: boolean;
  /** When the money is taken; `automatic` when absent. */
  capture?: CaptureMethod;
}

/** A request to open one payment session. Sent again unchanged, it opens nothing new. */
export interface OpenRequest {
  tenant: TenantContext;
  rail: PaymentRail;
  checkoutId: string;
  /** Our id of the session. */
  sessionId: string;
  /** Idempotency key; the same on every retry and after a restart. */
  key: string;
  money: MoneyTerms;
  currency: string;
  amount: MinorUnits;
  lines: PaymentLine[];
  email: string | null;
  /** Language that the buyer is spoken to in, BCP 47; null leaves it to the provider. */
  locale: string | null;
  expiresAt: Date;
  returnUrl: string;
  cancelUrl: string;
}

/** How to pay without a page: the words of the tenant, and what the buyer names. */
export interface PaymentInstructions {
  text: string;
  reference: string;
}

/** A session at a provider, which knows by its own id on which rail it was opened. */
export interface SessionRef {
  providerId: string;
  /** Account it was opened in, as {@link MoneyTerms} names it. */
  account: string;
}

/**
 * What the provider says of a session when asked: `open` waits for the buyer, `processing` is money in flight,
 * `authorised` is money that the buyer promised and that was not taken yet, `paid` is settled money, `closed` can never
 * be paid any more.
 */
export interface PaymentFacts {
  state: 'open' | 'processing' | 'authorised' | 'paid' | 'closed';
  rail: PaymentRail;
  providerId: string;
  /** Account it was found in. Only there its names are to be believed: who owns the account can write any. */
  account: string;
  /** Where the buyer pays; null on a rail without a page. */
  url: string | null;
  /** With which the buyer pays on a page of the caller, while open. Sealed from here on, so that nothing logs it. */
  clientSecret: string | null;
  /** What that page tells the provider's library, where it is the tenant's own; absent where it is the provider's. */
  publishableKey?: string | null;
  /** What the buyer does where nobody but the seller can say that it is paid. */
  instructions?: PaymentInstructions;
  /** Closed for good by the seller, who wants no other payment either: the checkout ends with it. */
  endsCheckout?: boolean;
  amount: MinorUnits;
  currency: string;
  /** The provider's id of the payment, once there is one. */
  paymentId: string | null;
  /** Whose checkout it is, as the provider stored it. */
  tenantId: string | null;
  checkoutId: string | null;
  /** Our id of the session, as the provider stored it. */
  sessionId: string | null;
}

export interface RefundRequest {
  paymentId: string;
  /** As the payment was collected. */
  money: MoneyTerms;
  amount: MinorUnits;
  currency: string;
  key: string;
  reason: 'requested_by_customer' | 'duplicate';
}

/** What the provider says of a refund when asked: `pending` is accepted, but not with the buyer yet. */
export interface RefundFacts {
  state: 'pending' | 'succeeded' | 'failed';
  /** The provider's id of it; null where it refused. */
  providerId: string | null;
}

/** What became of a payment after it was made, whoever did it: by us, or in the provider's dashboard. */
export interface AfterSaleFacts extends Pick<PaymentFacts, 'account' | 'currency' | 'tenantId' | 'checkoutId'> {
  paymentId: string;
  sessionId: string | null;
  refunds: {
    providerId: string;
    state: RefundFacts['state'];
    amount: MinorUnits;
    /** The key of the request that made it; null for one that somebody made elsewhere. */
    key: string | null;
  }[];
  dispute: 'none' | 'open' | 'won' | 'lost';
}

/** An incoming event, verified, before anything is believed of it but its name. */
export interface ProviderEvent {
  id: string;
  type: string;
  /** Account it happened in; empty for the platform's own. */
  account: string;
  /** Real money, or a test. */
  live: boolean;
  createdAt: Date;
  /** Session to ask the provider about; null when the event concerns none. */
  sessionId: string | null;
  /** Payment to ask about, where the event concerns what became of one: refunds, disputes. */
  paymentId: string | null;
}

/** Where events may come from. */
export interface EventOrigin {
  /** What the account is called that reports here; null where any that the platform's key reaches does. */
  account: string | null;
  live: boolean;
}

/** An address of ours that a provider reports to. */
export interface WebhookEndpoint extends EventOrigin {
  /** Signing secrets; two during a rotation. */
  secrets: readonly string[];
}

/** Which events of an account are asked for. */
export interface EventsRequest {
  /** Empty for the platform's own. */
  account: string;
  since: Date;
  /** The event that the page before ended with; null for the first page. */
  after: string | null;
}

export interface EventsPage {
  events: ProviderEvent[];
  /** What to ask after next; null on the last page. */
  next: string | null;
}

/** One way to collect money. An expected refusal is a thrown problem; anything unclear is any other error. */
export interface PaymentProvider {
  readonly name: string;
  /** How it collects; the first is how it does unless a caller names another one. */
  readonly offeredRails: readonly PaymentRail[];
  /** The endpoint `default`, which the settings describe. */
  readonly endpoint: WebhookEndpoint;
  /**
   * Other endpoints: `connect` for the accounts that the platform's key reaches, a tenant's handle for accounts of its
   * own, one each. None for an id that is not there.
   */
  otherEndpoints(id: string): Promise<readonly WebhookEndpoint[]>;
  /** What a page of the caller tells the provider's library; null where none is known. */
  readonly publishableKey: string | null;
  /** No real money moves. */
  readonly testMode: boolean;
  /** Why it can collect no such amount, whoever asks, for a person; null where nothing is known to speak against it. */
  whyNot(payment: Pick<OpenRequest, 'amount' | 'currency'>): string | null;
  open(request: OpenRequest): Promise<PaymentFacts>;
  read(session: SessionRef): Promise<PaymentFacts>;
  /** Makes the session unpayable and says what it found: it may have been paid, or authorised, first. */
  close(session: SessionRef): Promise<PaymentFacts>;
  /**
   * Takes all the money of an authorised session, once per key, and says what the session is then: `paid` alone is money.
   * One that is not authorised, any more or at all, is left as it is. Throws `PaymentRefused` for one that stays so.
   */
  capture(session: SessionRef, key: string): Promise<PaymentFacts>;
  /** Gives an authorisation up, so that its money can never be taken. Any other session is left as it is. */
  abandon(session: SessionRef): Promise<PaymentFacts>;
  /**
   * Pays an open session on a rail without a page, in place of its buyer; throws `PaymentDeclined`. One that is open no
   * longer is left alone.
   */
  confirm(session: SessionRef, payment: { method: string; returnUrl: string }): Promise<PaymentFacts>;
  /**
   * Pays an open session with the token of a machine, once per key; throws `PaymentDeclined`, or `PaymentRefused` for a
   * token that cannot pay it and for a session that is open no longer.
   */
  redeem(session: SessionRef, payment: { token: string; key: string }): Promise<PaymentFacts>;
  /** Gives money back, once per key. */
  refund(request: RefundRequest): Promise<RefundFacts>;
  readRefund(refund: { providerId: string; account: string }): Promise<RefundFacts>;
  /** Everything that was given back of a payment, or is disputed. */
  readAfterSale(payment: { paymentId: string; account: string }): Promise<AfterSaleFacts>;
  /** Checks the signature over the raw bytes against each of the secrets; throws `InvalidSignature`. */
  verify(
    raw: Buffer,
    headers: Record<string, string | string[] | undefined>,
    secrets: readonly string[],
  ): ProviderEvent;
  /** One page of what happened that we act on, the newest first. */
  events(request: EventsRequest): Promise<EventsPage>;
}

/** Injection token of the list of providers. */
export const PAYMENT_PROVIDERS = Symbol.for('comptoir.payment-providers');
