import { defineCollection } from '#platform';

/** One received event. Kept after it was applied, so that a repeated delivery is recognised. */
export interface InboxRow {
  /** `<provider>/<account>/<event id>`: a second delivery of one event is the same row. */
  id: string;
  provider: string;
  type: string;
  sessionId: string | null;
  state: 'received' | 'applied' | 'dead';
  tries: number;
  createdAt: Date;
  receivedAt: Date;
  appliedAt: Date | null;
  /** When it is tried next; null once it is over. */
  dueAt: Date | null;
  /** Applied and dead rows go after 90 days. */
  expiresAt: Date | null;
}

export const INBOX = defineCollection<InboxRow>({
  name: 'inbox',
  fields: {
    provider: String,
    type: String,
    sessionId: String,
    state: String,
    tries: Number,
    createdAt: Date,
    receivedAt: Date,
    appliedAt: Date,
    dueAt: Date,
    expiresAt: Date,
  },
  indexes: [{ keys: { dueAt: 1 } }, { keys: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } }],
});
