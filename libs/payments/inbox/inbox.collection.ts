import { defineCollection } from '#platform';

/** Where a received event stands. */
export enum InboxState {
  received = 'received',
  applied = 'applied',
  ignored = 'ignored',
  dead = 'dead',
}

/** One received event. Kept after it was applied, so that a repeated delivery is recognised. */
export interface InboxRow {
  /** `<provider>/<account>/<event id>`: a second delivery of one event is the same row. */
  id: string;
  provider: string;
  /** Account it happened in; empty for the platform's own. */
  account: string;
  type: string;
  sessionId: string | null;
  /** Absent in old rows. */
  paymentId?: string | null;
  state: InboxState;
  tries: number;
  /** Why the last try had no effect, or why none is made; for an operator, without anything of the inside. */
  reason: string | null;
  createdAt: Date;
  receivedAt: Date;
  appliedAt: Date | null;
  /** When it is tried next; null once it is over. */
  dueAt: Date | null;
  /** Applied and ignored rows go after 90 days. A dead one stays: it may be money that nobody has noticed. */
  expiresAt: Date | null;
}

export const INBOX = defineCollection<InboxRow>({
  name: 'inbox',
  fields: {
    provider: String,
    account: String,
    type: String,
    sessionId: String,
    paymentId: String,
    state: String,
    tries: Number,
    reason: String,
    createdAt: Date,
    receivedAt: Date,
    appliedAt: Date,
    dueAt: Date,
    expiresAt: Date,
  },
  indexes: [
    { keys: { dueAt: 1 } },
    { keys: { state: 1, createdAt: -1 } },
    { keys: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } },
  ],
});
