import type { MinorUnits } from '@comptoir/kernel';
import type { Address, CheckoutStatus, PaymentRail, Phase, PlanStep, Pricing, Subject } from '@comptoir/tenant-kit';
import type { Chosen, MoneyTerms, PaymentInstructions } from '#payments';

/** Where one step stands. `waiting` is a payment session that the buyer has yet to pay. */
export type StepState = 'ready' | 'started' | 'waiting' | 'done' | 'undoing' | 'undone';

/** One step of a run. */
export interface StepRecord {
  name: string;
  does: PlanStep['does'] | 'refund';
  phase: Phase;
  state: StepState;
  /** Begun anew this often; part of the step's key. */
  attempt: number;
  /** How often its intent was written under this key: at 1 nobody can have tried before. Absent in older documents. */
  begun?: number;
  startedAt: Date | null;
  endedAt: Date | null;
}

/** Why a run failed, as clients see it. */
export interface FailureRecord {
  code: string;
  message: string;
  retryable: boolean;
  /** The problem's own fields, such as the units that are left. */
  fields: Record<string, unknown>;
}

/** One execution of a definition. The checkout itself is the first; refunds and money that arrives late are others. */
export interface Run {
  no: number;
  definition: 'checkout' | 'late-money' | 'refund';
  direction: 'forward' | 'undo';
  /** How far a forward run may go before the buyer acts. */
  reach: Phase;
  /** What an undoing run makes of the checkout. */
  reason: 'failed' | 'cancelled' | 'expired' | null;
  steps: StepRecord[];
  /** Consecutive tries that ended without a clear answer. */
  tries: number;
  /** Not before then is it tried again. */
  retryAt: Date | null;
  endedAt: Date | null;
}

/** `authorised`: the buyer has paid as far as a buyer can; the money is taken once the sale is certain. */
export type SessionState = 'opening' | 'open' | 'processing' | 'authorised' | 'paid' | 'expired' | 'closed';

/** How a session came to its provider. */
export type SessionRouting = Pick<Chosen, 'score' | 'reasons' | 'skipped' | 'asked'>;

/** One attempt to collect the money. The request is stored before it is sent, so it can be sent again unchanged. */
export interface SessionRecord {
  id: string;
  provider: string;
  rail: PaymentRail;
  /** Why this provider was chosen; absent in older documents. */
  routing?: SessionRouting;
  /** Idempotency key given to the provider. */
  key: string;
  /** Whose money it is, whatever the tenant's settings say by now. Absent in old documents: the platform's. */
  money?: MoneyTerms;
  state: SessionState;
  amount: MinorUnits;
  currency: string;
  expiresAt: Date;
  /** What the checkout goes back to when this is closed unpaid; absent in older documents. */
  without?: {
    /** How long its tenant lets a checkout wait for its buyer, milliseconds. */
    windowMs: number;
    /** As they were before this. */
    expiresAt: Date;
    holdUntil: Date;
  };
  successUrl: string | null;
  cancelUrl: string | null;
  /** Language of the page as the caller named it, BCP 47; absent where it is left to the buyer's browser. */
  locale?: string;
  /** The provider's id, once known. */
  providerId: string | null;
  url: string | null;
  /** With which the buyer pays on a page of the caller; sealed, and opened only to be shown to the owner. */
  clientSecret: string | null;
  /** What that page tells the provider's library, where it is the tenant's own; absent where it is the provider's. */
  publishableKey?: string | null;
  /** What the buyer was told where there is no page; absent in documents from before there was such a rail. */
  instructions?: PaymentInstructions | null;
  openedAt: Date;
  /** The provider's id of the payment, once there is one. */
  paymentId: string | null;
  /** What the caller wrote on it; absent where it wrote nothing. */
  label?: SessionLabel;
}

/** A caller's own words on a payment session. Kept and shown again; they mean nothing to us. */
export interface SessionLabel {
  /** The caller's own name for it. */
  reference: string | null;
  /** As [key, value]: keys may have any characters. */
  metadata: [string, string][];
}

/**
 * Money on its way back. Registered before the provider is asked, in the write that lowers `refundable`; a refund that
 * `failed` gave its amount back to `refundable`.
 */
export interface RefundRecord {
  id: string;
  provider: string;
  /** The provider's id of the payment that it is taken from. */
  paymentId: string;
  /** As that payment was collected. Absent in old documents: the platform's. */
  money?: MoneyTerms;
  /** Names the step that gives it back. */
  key: string;
  /** Asked for anew this often after the provider had refused; part of the idempotency key. */
  attempt: number;
  amount: MinorUnits;
  currency: string;
  /** `elsewhere` was given back by somebody in the provider's dashboard; nobody here works on it. */
  reason: 'requested' | 'undone' | 'late' | 'elsewhere';
  state: 'due' | 'pending' | 'succeeded' | 'failed';
  /** The provider's id of the refund, once known. */
  providerId: string | null;
  createdAt: Date;
}

/** The money of one checkout: `paid - refunds that did not fail = refundable`, always. */
export interface PaymentRecord {
  sessions: SessionRecord[];
  refunds: RefundRecord[];
  /** The provider's id of the payment that settled. */
  paymentId: string | null;
  /** Everything that ever arrived, also too late. */
  paid: MinorUnits;
  /** What may still be refunded. */
  refundable: MinorUnits;
  /** Whether the payment is disputed, and how that ended. Absent while it never was. */
  dispute?: 'open' | 'won' | 'lost';
  paidAt: Date | null;
  /** When the provider was last asked by a status read. */
  readAt: Date | null;
}

/** Who works on a checkout, and until when nobody else may. */
export interface Lease {
  owner: string;
  until: Date;
}

/** A checkout came to a status, or is so far that its buyer is to be sent a receipt. */
export type EventType = `checkout.${CheckoutStatus}` | 'checkout.confirmed';

/** The whole checkout as it stood, for whoever hears of it without reading it. */
export interface CheckoutSnapshot {
  id: string;
  tenantId: string;
  kind: string;
  ownerId: string;
  status: CheckoutStatus;
  subject: Subject;
  currency: string;
  email: string | null;
  shippingAddress: Address | null;
  pricing: Pricing | null;
  paid: MinorUnits;
  refundable: MinorUnits;
  failure: FailureRecord | null;
}

/** Something that happened, stored by the very write that made it happen: it can neither be lost nor told too early. */
export interface OutboxEvent {
  /** Counts the events of one checkout, from 1. */
  seq: number;
  type: EventType;
  at: Date;
  snapshot: CheckoutSnapshot;
}

/** The one truth of one checkout. Every change is one compare-and-set on `version`. */
export interface CheckoutDocument {
  id: string;
  tenantId: string;
  version: number;
  kind: string;
  ownerId: string;
  status: CheckoutStatus;
  subject: Subject;
  currency: string;
  email: string | null;
  shippingAddress: Address | null;
  shippingChoice: { carrierId: string; serviceId: string } | null;
  pricing: Pricing | null;
  runs: Run[];
  payment: PaymentRecord;
  failure: FailureRecord | null;
  /** Something only a person can mend, in one sentence. */
  needsAttention: string | null;
  /** What happened and was not yet told to those who listen; see outbox.ts. */
  outbox: OutboxEvent[];
  /** `seq` of the latest event. */
  eventSeq: number;
  /** Ids of payment sessions whose rows are behind; absent in a document from before there were rows. */
  untoldSessions?: string[];
  lease: Lease | null;
  /** When the checkout gives up waiting for its buyer. */
  expiresAt: Date;
  /** Until when goods stay held at most; never before `expiresAt`. */
  holdUntil: Date;
  /** When the sweeper looks at it next; null when nothing more happens by itself. */
  dueAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}
