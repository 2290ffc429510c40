import type { CheckoutDocument } from './checkout-document.js';
import { dueAt } from './due-at.js';
import { withEvent } from './outbox.js';
import { changedSessions } from './session-facts.js';

/** What a write of `next` stores: a change of status is an event. Events and changed sessions may make the checkout due. */
export function committed(previous: CheckoutDocument | null, next: CheckoutDocument): CheckoutDocument {
  const changes = previous?.status !== next.status;
  const told = changes ? withEvent(next, `checkout.${next.status}`, next.updatedAt) : next;
  const noted = withUntold(told, changedSessions(previous, told));
  return noted.outbox === previous?.outbox && noted === told ? told : { ...noted, dueAt: dueAt(noted) };
}

function withUntold(checkout: CheckoutDocument, changed: readonly string[]): CheckoutDocument {
  if (changed.length === 0) return checkout;
  return { ...checkout, untoldSessions: [...new Set([...(checkout.untoldSessions ?? []), ...changed])] };
}
