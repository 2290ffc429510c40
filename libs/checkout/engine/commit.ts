import type { CheckoutDocument } from './checkout-document.js';
import { dueAt } from './due-at.js';
import { withEvent } from './outbox.js';

/** What a write of `next` stores: a change of status is an event, and events may make the checkout due. */
export function committed(previous: CheckoutDocument | null, next: CheckoutDocument): CheckoutDocument {
  const changes = previous?.status !== next.status;
  const told = changes ? withEvent(next, `checkout.${next.status}`, next.updatedAt) : next;
  return told.outbox === previous?.outbox ? told : { ...told, dueAt: dueAt(told) };
}
