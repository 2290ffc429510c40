import { Fields, splitKey, type Doc } from './fields.js';
import { readPricing, type Pricing } from './money.js';
import { readTerms, type Terms } from './terms.js';

/** One step of a run. */
export interface Step {
  readonly name: string;
  readonly does: string;
  readonly state: string;
  readonly attempt: number;
}

export interface Run {
  readonly definition: string;
  readonly direction: string;
  readonly reason: string | null;
  readonly steps: readonly Step[];
  readonly retryAt: Date | null;
  readonly endedAt: Date | null;
}

/** How far a checkout is: what a hold, a sale or an order needs to know of the checkout it belongs to. */
export interface Progress {
  /** `_id`: `<tenant>/<id>`. */
  readonly key: string;
  readonly tenant: string;
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly runs: readonly Run[];
  readonly pricing: Pricing | null;
}

/** One attempt to collect the money. */
export interface Session {
  readonly id: string;
  readonly provider: string;
  readonly state: string;
  readonly amount: number;
  readonly currency: string;
  readonly openedAt: Date;
  /** The provider's ids of the session and of the payment it led to. */
  readonly providerId: string | null;
  readonly paymentId: string | null;
  readonly money: Terms;
}

/** Money given back, or about to be. */
export interface Refund {
  readonly id: string;
  readonly amount: number;
  readonly state: string;
  /** `elsewhere` was made in the dashboard of the provider. */
  readonly reason: string | null;
  readonly paymentId: string | null;
  /** Account it is asked for in. */
  readonly account: string;
}

/** An event stored in the document that caused it, until it is told. */
export interface OutboxEvent {
  /** Counts the events of one checkout. */
  readonly seq: number;
  readonly type: string;
}

export interface Checkout extends Progress {
  readonly kind: string;
  readonly ownerId: string;
  readonly currency: string;
  readonly subject: Doc;
  readonly sessions: readonly Session[];
  /** The payment that settled it. */
  readonly paymentId: string | null;
  /** Everything that ever arrived, also too late. */
  readonly paid: number;
  readonly refundable: number;
  /** Null in a document from before refunds were listed. */
  readonly refunds: readonly Refund[] | null;
  readonly needsAttention: string | null;
  readonly leaseUntil: Date | null;
  readonly expiresAt: Date;
  readonly holdUntil: Date;
  readonly dueAt: Date | null;
  readonly updatedAt: Date;
  /** Ids of the sessions whose rows for lists are still to be written. */
  readonly untoldSessions: readonly string[];
  readonly outbox: readonly OutboxEvent[];
  /** `seq` of the latest event; null in a document from before there was an outbox. */
  readonly eventSeq: number | null;
}

/** The fields that {@link readProgress} reads. */
export const PROGRESS = { version: 1, status: 1, runs: 1, pricing: 1 } as const;

export function readProgress(doc: Doc): Progress {
  const fields = new Fields(doc);
  const key = fields.text('_id');
  const pricing = fields.partOrNull('pricing');
  return {
    ...splitKey(key),
    key,
    version: fields.number('version'),
    status: fields.text('status'),
    runs: fields.list('runs').map(readRun),
    pricing: pricing && readPricing(pricing),
  };
}

export function readCheckout(doc: Doc): Checkout {
  const fields = new Fields(doc);
  const payment = fields.part('payment');
  return {
    ...readProgress(doc),
    kind: fields.text('kind'),
    ownerId: fields.text('ownerId'),
    currency: fields.text('currency'),
    subject: subjectOf(doc, fields),
    sessions: payment.list('sessions').map(readSession),
    paymentId: payment.textOrNull('paymentId'),
    paid: payment.number('paid'),
    refundable: payment.number('refundable'),
    refunds: payment.isAbsent('refunds') ? null : payment.list('refunds').map(readRefund),
    needsAttention: fields.textOrNull('needsAttention'),
    leaseUntil: fields.partOrNull('lease')?.date('until') ?? null,
    expiresAt: fields.date('expiresAt'),
    holdUntil: fields.date('holdUntil'),
    dueAt: fields.dateOrNull('dueAt'),
    updatedAt: fields.date('updatedAt'),
    untoldSessions: fields.textsOrNone('untoldSessions'),
    outbox: fields.listOrNone('outbox').map((event) => ({ seq: event.number('seq'), type: event.text('type') })),
    eventSeq: fields.isAbsent('eventSeq') ? null : fields.number('eventSeq'),
  };
}

function subjectOf(doc: Doc, fields: Fields): Doc {
  fields.part('subject').text('type');
  return doc['subject'] as Doc;
}

function readRun(run: Fields): Run {
  return {
    definition: run.text('definition'),
    direction: run.text('direction'),
    reason: run.textOrNull('reason'),
    steps: run.list('steps').map((step) => ({
      name: step.text('name'),
      does: step.text('does'),
      state: step.text('state'),
      attempt: step.number('attempt'),
    })),
    retryAt: run.dateOrNull('retryAt'),
    endedAt: run.dateOrNull('endedAt'),
  };
}

function readSession(session: Fields): Session {
  return {
    id: session.text('id'),
    provider: session.text('provider'),
    state: session.text('state'),
    amount: session.number('amount'),
    currency: session.text('currency'),
    openedAt: session.date('openedAt'),
    providerId: session.textOrNull('providerId'),
    paymentId: session.textOrNull('paymentId'),
    money: readTerms(session),
  };
}

function readRefund(refund: Fields): Refund {
  return {
    id: refund.text('id'),
    amount: refund.number('amount'),
    state: refund.text('state'),
    reason: refund.textOrNull('reason'),
    paymentId: refund.textOrNull('paymentId'),
    account: readTerms(refund).account,
  };
}
