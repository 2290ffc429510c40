import { defineCollection } from '#platform';

/** How far the event list of one account is read. */
export interface EventCursor {
  /** `<provider>/<account>`; the platform's own account is empty. */
  id: string;
  provider: string;
  account: string;
  /**
   * Everything up to here is stored, except what the provider lists late. By the provider's clock, never ours: ours may
   * be wrong, or be set right.
   */
  readTo: Date;
  /** Where `readTo` goes once the reading under way reaches its end; null between two. */
  goal: Date | null;
  /** Last event stored by the reading under way: it is gone on with from there. */
  after: string | null;
  /** Who reads; until `dueAt` nobody else does. */
  reader: string | null;
  /** When it is read next. */
  dueAt: Date;
  /** When a payment was last about to be opened in it; null for the platform's own account, which is read always. */
  usedAt: Date | null;
}

export const EVENT_CURSORS = defineCollection<EventCursor>({
  name: 'event_cursors',
  fields: {
    provider: String,
    account: String,
    readTo: Date,
    goal: Date,
    after: String,
    reader: String,
    dueAt: Date,
    usedAt: Date,
  },
  indexes: [{ keys: { dueAt: 1 } }],
});
