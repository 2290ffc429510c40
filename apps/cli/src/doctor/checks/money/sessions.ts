import { findingsIn, when, type Finding } from '../../finding.js';
import type { Checkout, Session } from '../../reading/checkout.js';
import { totalOf } from '../../reading/money.js';
import { isOver, ownRun } from '../checkout/progress.js';

const finding = findingsIn('checkouts');

/** How long goods wait for money on its way; whatever becomes of it later, its checkout gives it back by itself. */
const LONGEST_IN_FLIGHT_MS = 14 * 24 * 3_600_000;

/** The page is open, money is on its way, or it may be taken. */
function isPayable({ state }: Session): boolean {
  return state === 'open' || state === 'processing' || state === 'authorised';
}

export function openSessions(checkout: Checkout): Finding[] {
  const open = checkout.sessions.filter((session) => isPayable(session) || session.state === 'opening');
  const ids = open.map(({ id }) => id).join(', ');
  return when(open.length > 1, () =>
    finding(checkout, 'TWO_OPEN_SESSIONS', `${open.length} sessions can be paid: ${ids}.`, { sessions: ids }),
  );
}

/** The provider is asked for exactly the total: in a session that can be paid, and in the one that was. */
export function sessionAmounts(checkout: Checkout): Finding[] {
  if (!checkout.pricing) return [];
  const total = totalOf(checkout.pricing);
  const inForce = checkout.sessions.filter(
    (session) => isPayable(session) || (session.state === 'paid' && session.paymentId === checkout.paymentId),
  );
  return inForce.flatMap(({ id, amount, state }) =>
    when(amount !== total, () => {
      const says = `Session ${id} (${state}) asks for ${amount}, the total is ${total}.`;
      return finding(checkout, 'SESSION_AMOUNT_WRONG', says, { session: id, amount, total });
    }),
  );
}

export function sessionCurrencies(checkout: Checkout): Finding[] {
  return checkout.sessions.flatMap(({ id, currency }) =>
    when(currency !== checkout.currency, () => {
      const says = `Session ${id} is in ${currency}, the checkout in ${checkout.currency}.`;
      return finding(checkout, 'MIXED_CURRENCY', says, { session: id, currency });
    }),
  );
}

export function missingSession(checkout: Checkout): Finding[] {
  const waitsForMoney = checkout.status === 'payment_pending';
  return when(waitsForMoney && !checkout.sessions.some(isPayable), () =>
    finding(checkout, 'PAYMENT_PENDING_WITHOUT_SESSION', 'It waits for a payment that nobody can make.'),
  );
}

export function sessionsAfterEnd(checkout: Checkout): Finding[] {
  if (!isOver(checkout)) return [];
  const open = checkout.sessions.filter((session) => isPayable(session) && !isGivenUp(checkout, session));
  return open.map(({ id, state }) => {
    const says = `It is ${checkout.status}, but session ${id} is ${state}: money may still come.`;
    return finding(checkout, 'SESSION_OPEN_AFTER_END', says, { session: id, state });
  });
}

/** A bank that said nothing for so long that nobody waits for its money any more. */
function isGivenUp(checkout: Checkout, { state, openedAt }: Session): boolean {
  const endedAt = ownRun(checkout)?.endedAt;
  if (state !== 'processing' || !endedAt) return false;
  return endedAt.getTime() - openedAt.getTime() >= LONGEST_IN_FLIGHT_MS;
}
