import { findingsIn, when, type Finding } from '../../finding.js';
import type { Checkout, Session } from '../../reading/checkout.js';
import type { SessionRow } from '../../reading/records.js';

const inRows = findingsIn('payment-sessions');
const inCheckouts = findingsIn('checkouts');

/** A checkout remembers so many sessions; the rows of older ones stay behind. */
const MOST_SESSIONS = 20;

/** What a list must say of a session in each state. Of an opening without an answer nobody knows yet. */
const SHOWN: Readonly<Record<string, string>> = {
  open: 'open unpaid',
  processing: 'complete unpaid',
  authorised: 'complete unpaid',
  paid: 'complete paid',
  expired: 'expired unpaid',
  closed: 'expired unpaid',
};

/** Every session is in the list, or its checkout still says that it is to be put there. */
export function listedSessions(checkout: Checkout, rows: ReadonlyMap<string, SessionRow>): Finding[] {
  const missing = told(checkout).filter(({ id }) => !rows.has(`${checkout.tenant}/${id}`));
  const sessions = missing.map(({ id }) => id).join(', ');
  return when(missing.length > 0, () =>
    inCheckouts(checkout, 'SESSION_ROW_MISSING', `No list shows its sessions ${sessions}.`, { sessions }),
  );
}

/** A row says what the checkout says that it was read off. */
export function rowOfSession(row: SessionRow, checkout: Checkout | undefined): Finding[] {
  const session = checkout?.sessions.find(({ id }) => id === row.id);
  if (!checkout || !session) return rowOfNothing(row, checkout);
  if (checkout.untoldSessions.includes(row.id)) return [];
  const wrong = differences(row, checkout, session);
  return when(wrong.length > 0, () => {
    const evidence = { checkoutVersion: checkout.version, fields: wrong.join(', ') };
    return inRows(row, 'SESSION_ROW_WRONG', `It and its checkout differ in ${wrong.join(', ')}.`, evidence);
  });
}

function rowOfNothing(row: SessionRow, checkout: Checkout | undefined): Finding[] {
  const forgotten = checkout !== undefined && checkout.sessions.length >= MOST_SESSIONS;
  return when(!forgotten, () => {
    const says = `It is listed as a session of ${row.checkoutId}, which ${checkout ? 'has none of this id' : 'is not there'}.`;
    return inRows(row, 'SESSION_ROW_OF_NOTHING', says, { checkoutVersion: checkout?.version ?? null });
  });
}

function differences(row: SessionRow, checkout: Checkout, session: Session): string[] {
  const shown = SHOWN[session.state];
  const same: Readonly<Record<string, boolean>> = {
    status: shown === undefined || shown === `${row.status} ${row.paymentStatus}`,
    paymentId: row.paymentId === session.paymentId,
    amount: row.amount === session.amount,
    currency: row.currency === session.currency,
    ownerId: row.ownerId === checkout.ownerId,
  };
  return Object.keys(same).filter((field) => !same[field]);
}

function told({ sessions, untoldSessions }: Checkout): Session[] {
  return sessions.filter(({ id }) => !untoldSessions.includes(id));
}
