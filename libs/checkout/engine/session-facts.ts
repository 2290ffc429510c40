import type { CheckoutDocument, SessionRecord } from './checkout-document.js';
import { checkoutRun, stepKey } from './run.js';

/** What is to be told of a payment session as it is now; the rest of it never changes once it was written. */
export interface SessionFacts {
  /** `complete`: its buyer is through with it, whether the money is there, promised, or on its way. */
  status: 'open' | 'complete' | 'expired';
  paymentStatus: 'paid' | 'unpaid' | 'no_payment_required';
  /** Where the buyer pays, while that is so. */
  url: string | null;
  /** The provider's ids of the session and of the payment, once known. */
  providerId: string | null;
  paymentId: string | null;
}

/** Reads the state of a session off its checkout, which knows whether an opening without an answer still counts. */
export function sessionFacts(checkout: CheckoutDocument, session: SessionRecord): SessionFacts {
  const { providerId, paymentId } = session;
  const [status, paymentStatus] = stateOf(checkout, session);
  return { status, paymentStatus, url: session.state === 'open' ? session.url : null, providerId, paymentId };
}

/** The session that would be paid now; null where the latest was of an attempt that is over. */
export function awaitedSession(checkout: CheckoutDocument): SessionRecord | null {
  const session = checkout.payment.sessions.at(-1);
  return session && isAwaited(checkout, session) ? session : null;
}

/** Ids of the sessions of which something else is to be told after a write than before it. */
export function changedSessions(previous: CheckoutDocument | null, next: CheckoutDocument): string[] {
  const known = new Map(previous?.payment.sessions.map((session) => [session.id, session]));
  const differs = (session: SessionRecord): boolean => {
    const before = known.get(session.id);
    if (!previous || !before) return true;
    return JSON.stringify(sessionFacts(previous, before)) !== JSON.stringify(sessionFacts(next, session));
  };
  return next.payment.sessions.filter(differs).map(({ id }) => id);
}

function stateOf(
  checkout: CheckoutDocument,
  session: SessionRecord,
): [SessionFacts['status'], SessionFacts['paymentStatus']] {
  switch (session.state) {
    case 'open':
      return ['open', 'unpaid'];
    case 'processing':
    case 'authorised':
      return ['complete', 'unpaid'];
    case 'paid':
      return ['complete', 'paid'];
    case 'expired':
    case 'closed':
      return ['expired', 'unpaid'];
    case 'opening':
      // With nothing to pay no provider is asked, and the session stays as it was written.
      if (session.amount === 0 && checkout.payment.paidAt) return ['complete', 'no_payment_required'];
      return [isAwaited(checkout, session) ? 'open' : 'expired', 'unpaid'];
  }
}

/** Whether the attempt that it was opened for is still under way. */
function isAwaited(checkout: CheckoutDocument, session: SessionRecord): boolean {
  const run = checkoutRun(checkout);
  const step = run.steps.find(({ does }) => does === 'collect');
  return run.endedAt === null && step !== undefined && stepKey(checkout, run, step) === session.key;
}
