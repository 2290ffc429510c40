import { findingsIn, when, type Finding } from '../../finding.js';
import type { Checkout } from '../../reading/checkout.js';
import type { EventCursor, InboxRow } from '../../reading/records.js';
import { isLongAgo, iso } from '../checkout/timers.js';

const finding = findingsIn('inbox');

/** All tries together take somewhat more than two hours; then an event is applied or given up. */
const PARKED_LONG_MS = 4 * 3_600_000;

/** Events that end the waiting for money, and the states of a session in which they have done nothing yet. */
const ENDS: Readonly<Record<string, readonly string[]>> = {
  'checkout.session.completed': ['open'],
  'checkout.session.async_payment_succeeded': ['open', 'processing'],
  'checkout.session.async_payment_failed': ['open', 'processing'],
  'checkout.session.expired': ['open', 'processing'],
  'payment_intent.amount_capturable_updated': ['open', 'processing'],
  'payment_intent.succeeded': ['open', 'processing', 'authorised'],
  'payment_intent.canceled': ['open', 'processing'],
};

export function deadEvent(row: InboxRow): Finding[] {
  return when(row.state === 'dead', () =>
    finding(row, 'INBOX_DEAD', `A ${row.type} was given up after ${row.tries} tries.`),
  );
}

export function parkedEvent(row: InboxRow, now: Date): Finding[] {
  const since = row.receivedAt.toISOString();
  return when(row.state === 'received' && now.getTime() - row.receivedAt.getTime() > PARKED_LONG_MS, () =>
    finding(row, 'EVENT_PARKED_LONG', `A ${row.type} waits since ${since}.`, { since }),
  );
}

/** An event that was applied shows in the session it is about, or a person was told why it does not. */
export function appliedEvent(row: InboxRow, checkout: Checkout): Finding[] {
  const session = checkout.sessions.find(({ providerId }) => providerId === row.sessionId);
  if (row.state !== 'applied' || !session || checkout.needsAttention !== null) return [];
  return when(ENDS[row.type]?.includes(session.state) ?? false, () => {
    const says = `${row.type} was applied to ${checkout.key}, but session ${session.id} there is still ${session.state}.`;
    return finding(row, 'INBOX_APPLIED_WITHOUT_EFFECT', says, { checkoutVersion: checkout.version });
  });
}

/** For how long after the latest opening money may come in at an account of a tenant. */
const IN_FLIGHT_MS = 15 * 24 * 3_600_000;

/** The list of events is read every half minute: nothing may depend on webhooks. That of an account nobody uses, is not. */
export function unreadEvents(cursor: EventCursor, now: Date): Finding[] {
  const since = iso(cursor.dueAt);
  const idle = cursor.usedAt !== null && now.getTime() - cursor.usedAt.getTime() > IN_FLIGHT_MS;
  return when(!idle && isLongAgo(cursor.dueAt, now), () =>
    findingsIn('event_cursors')(cursor, 'EVENTS_NOT_READ', `It should have been read at ${since}.`, { since }),
  );
}
