import type { CheckoutDocument, CheckoutSnapshot, EventType, OutboxEvent } from './checkout-document.js';

/** Somebody waits for these; the others are told along with them, or at the end. */
const URGENT: ReadonlySet<EventType> = new Set(['checkout.confirmed']);

/** However patient: a checkout carries no more than about this many events along. */
const MAX_WAITING = 16;

/** The checkout with one event more. */
export function withEvent(checkout: CheckoutDocument, type: EventType, at: Date): CheckoutDocument {
  const seq = checkout.eventSeq + 1;
  const event = { seq, type, at, snapshot: snapshot(checkout) };
  return { ...checkout, eventSeq: seq, outbox: [...checkout.outbox, event] };
}

/** Whether somebody is to be told now. */
export function isTellingDue(outbox: readonly OutboxEvent[], isOver: boolean): boolean {
  if (outbox.length === 0) return false;
  return isOver || outbox.length >= MAX_WAITING || outbox.some(({ type }) => URGENT.has(type));
}

function snapshot(checkout: CheckoutDocument): CheckoutSnapshot {
  const { id, tenantId, kind, ownerId, status, subject, currency, email, shippingAddress, pricing, failure } = checkout;
  const { paid, refundable } = checkout.payment;
  return {
    ...{ id, tenantId, kind, ownerId, status, subject, currency, email, shippingAddress, pricing, failure },
    ...{ paid, refundable },
  };
}
