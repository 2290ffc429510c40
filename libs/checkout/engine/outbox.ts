import type { MinorUnits } from '@comptoir/kernel';
import type { Address, CheckoutStatus, Pricing, Subject } from '@comptoir/tenant-kit';
import type { CheckoutDocument, FailureRecord } from './checkout-document.js';

/** A checkout came to a status, or is so far that its buyer is to be sent a receipt. */
export type EventType = `checkout.${CheckoutStatus}` | 'checkout.confirmed';

/** The whole checkout as it stood, for whoever hears of it without reading it. */
export interface CheckoutSnapshot {
  id: string;
  tenantId: string;
  kind: string;
  ownerId: string;
  status: CheckoutStatus;
  subject: Subject;
  currency: string;
  email: string | null;
  shippingAddress: Address | null;
  pricing: Pricing | null;
  paid: MinorUnits;
  refundable: MinorUnits;
  failure: FailureRecord | null;
}

/** Something that happened, stored by the very write that made it happen: it can neither be lost nor told too early. */
export interface OutboxEvent {
  /** Counts the events of one checkout, from 1. */
  seq: number;
  type: EventType;
  at: Date;
  snapshot: CheckoutSnapshot;
}

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
