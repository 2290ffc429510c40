import type { MinorUnits } from '@comptoir/kernel';
import { defineCollection } from '#platform';

/** `open` waits for the seller's word, `closed` is over without one. */
export type OfflineState = 'open' | 'paid' | 'refused' | 'closed';

/** Money that the seller has to pay back by hand. */
export interface OfflineRefund {
  id: string;
  /** Idempotency key it was asked for with. */
  key: string;
  amount: MinorUnits;
  reason: string;
  state: 'pending' | 'succeeded';
  createdAt: Date;
  /** When the seller said that it is paid back, and who said so. */
  doneAt: Date | null;
  doneBy: string | null;
}

/** One payment session of the provider `offline`: what the buyer was told, and what the seller said of the money. */
export interface OfflinePayment {
  /** Made from the key, so that the same key finds the same payment. */
  id: string;
  tenantId: string;
  checkoutId: string;
  sessionId: string;
  state: OfflineState;
  amount: MinorUnits;
  currency: string;
  /** What the buyer is asked to name. */
  reference: string;
  /** As the tenant had them when it was opened. */
  instructions: string;
  email: string | null;
  expiresAt: Date;
  /** Who said whether the money came. */
  decidedBy: string | null;
  /** When; the list of events is read by it. */
  dueAt: Date | null;
  /** What may still be promised back: what was paid less every refund. */
  refundable: MinorUnits;
  refunds: OfflineRefund[];
  createdAt: Date;
}

export const OFFLINE_PAYMENTS = defineCollection<OfflinePayment>({
  name: 'offline_payments',
  fields: {
    checkoutId: String,
    sessionId: String,
    state: String,
    amount: Number,
    currency: String,
    reference: String,
    instructions: String,
    email: String,
    expiresAt: Date,
    decidedBy: String,
    dueAt: Date,
    refundable: Number,
    refunds: [Object],
    createdAt: Date,
  },
  indexes: [
    { keys: { tenantId: 1, state: 1, createdAt: -1 } },
    { keys: { tenantId: 1, 'refunds.state': 1, createdAt: -1 } },
    { keys: { dueAt: 1 } },
  ],
});
