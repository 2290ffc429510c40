import { Fields, splitKey, type Doc } from './fields.js';

/** A cart, as far as checkouts are concerned. */
export interface Cart {
  readonly key: string;
  readonly tenant: string;
  readonly checkoutId: string | null;
  readonly completed: boolean;
}

export function readCart(doc: Doc): Cart {
  const fields = new Fields(doc);
  const key = fields.text('_id');
  const { tenant } = splitKey(key);
  return { key, tenant, checkoutId: fields.textOrNull('checkoutId'), completed: fields.flag('completed') };
}

/** A locked price, and the checkout that redeemed it. */
export interface Quote {
  readonly key: string;
  readonly tenant: string;
  readonly id: string;
  readonly checkoutId: string | null;
}

export function readQuote(doc: Doc): Quote {
  const fields = new Fields(doc);
  const key = fields.text('_id');
  return { ...splitKey(key), key, checkoutId: fields.textOrNull('checkoutId') };
}

/** One received event of the provider. */
export interface InboxRow {
  readonly key: string;
  readonly type: string;
  /** The provider's id of the session. */
  readonly sessionId: string | null;
  readonly state: string;
  readonly tries: number;
  readonly receivedAt: Date;
}

export function readInboxRow(doc: Doc): InboxRow {
  const fields = new Fields(doc);
  return {
    key: fields.text('_id'),
    type: fields.text('type'),
    sessionId: fields.textOrNull('sessionId'),
    state: fields.text('state'),
    tries: fields.number('tries'),
    receivedAt: fields.date('receivedAt'),
  };
}

/** How far the event list of one account of a provider is read. */
export interface EventCursor {
  readonly key: string;
  /** When it is read next. */
  readonly dueAt: Date;
  /** When something was last opened in it; null for the platform's own account. */
  readonly usedAt: Date | null;
}

export function readEventCursor(doc: Doc): EventCursor {
  const fields = new Fields(doc);
  return { key: fields.text('_id'), dueAt: fields.date('dueAt'), usedAt: fields.dateOrNull('usedAt') };
}

/** One event on its way to one endpoint: `<tenant>/<checkout>.<seq>/<endpoint>`. */
export interface Delivery {
  readonly key: string;
  readonly tenant: string;
  readonly endpoint: string;
  readonly checkoutId: string;
  readonly seq: number;
  readonly type: string;
  readonly state: string;
  readonly tries: number;
  readonly dueAt: Date | null;
}

export function readDelivery(doc: Doc): Delivery {
  const fields = new Fields(doc);
  const key = fields.text('_id');
  const event = fields.part('event');
  return {
    key,
    tenant: splitKey(key).tenant,
    endpoint: fields.text('endpoint'),
    checkoutId: fields.text('checkoutId'),
    seq: event.number('seq'),
    type: event.text('type'),
    state: fields.text('state'),
    tries: fields.number('tries'),
    dueAt: fields.dateOrNull('dueAt'),
  };
}

/** One use of one idempotency key: `<tenant>/<principal>/<operation>/<key>`. */
export interface LedgerRow {
  readonly key: string;
  readonly tenant: string;
  /** What the call made; null while it runs, and where it ended in a problem. */
  readonly madeId: string | null;
  readonly ended: boolean;
  readonly leaseUntil: Date;
  readonly expiresAt: Date;
}

export function readLedgerRow(doc: Doc): LedgerRow {
  const fields = new Fields(doc);
  const key = fields.text('_id');
  const outcome = fields.partOrNull('outcome');
  return {
    key,
    tenant: splitKey(key).tenant,
    madeId: outcome?.textOrNull('objectId') ?? null,
    ended: outcome !== null,
    leaseUntil: fields.date('leaseUntil'),
    expiresAt: fields.date('expiresAt'),
  };
}

/** What lists show of a payment session. */
export interface SessionRow {
  readonly key: string;
  readonly tenant: string;
  readonly id: string;
  readonly version: number;
  readonly checkoutId: string;
  readonly ownerId: string;
  readonly status: string;
  readonly paymentStatus: string;
  readonly amount: number;
  readonly currency: string;
  readonly paymentId: string | null;
}

export function readSessionRow(doc: Doc): SessionRow {
  const fields = new Fields(doc);
  const key = fields.text('_id');
  return {
    ...splitKey(key),
    key,
    version: fields.number('version'),
    checkoutId: fields.text('checkoutId'),
    ownerId: fields.text('ownerId'),
    status: fields.text('status'),
    paymentStatus: fields.text('paymentStatus'),
    amount: fields.number('amount'),
    currency: fields.text('currency'),
    paymentId: fields.textOrNull('paymentId'),
  };
}
