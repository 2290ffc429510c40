import type { MinorUnits } from '@comptoir/kernel';
import type { PaymentRail } from '@comptoir/tenant-kit';
import { defineCollection } from '#platform';
import type { SessionFacts } from '../engine/session-facts.js';

/** What was asked for, line by line. */
export interface SessionLine {
  id: string;
  title: string;
  quantity: number;
  unitPrice: MinorUnits;
}

/**
 * One payment session of one checkout, for lists: the checkout is the truth, and this is written after it. `version` is
 * that of the checkout it was read off, so that an older state never replaces a newer one.
 */
export interface PaymentSessionRow extends SessionFacts {
  /** The id of the session (`ps_…`). */
  id: string;
  tenantId: string;
  checkoutId: string;
  /** Owner of the checkout. */
  ownerId: string;
  version: number;
  provider: string;
  rail: PaymentRail;
  amount: MinorUnits;
  currency: string;
  shipping: MinorUnits;
  tax: MinorUnits;
  discount: MinorUnits;
  lines: SessionLine[];
  email: string | null;
  successUrl: string | null;
  cancelUrl: string | null;
  /** The caller's own name for it, if it gave one. */
  reference: string | null;
  /** As [key, value], the caller's. */
  metadata: [string, string][];
  expiresAt: Date;
  createdAt: Date;
}

export const PAYMENT_SESSIONS = defineCollection<PaymentSessionRow>({
  name: 'payment-sessions',
  fields: {
    checkoutId: String,
    ownerId: String,
    version: Number,
    provider: String,
    rail: String,
    status: String,
    paymentStatus: String,
    url: String,
    providerId: String,
    paymentId: String,
    amount: Number,
    currency: String,
    shipping: Number,
    tax: Number,
    discount: Number,
    lines: [Object],
    email: String,
    successUrl: String,
    cancelUrl: String,
    reference: String,
    metadata: Array,
    expiresAt: Date,
    createdAt: Date,
  },
  indexes: [
    { keys: { tenantId: 1, createdAt: -1 } },
    { keys: { tenantId: 1, ownerId: 1, createdAt: -1 } },
    { keys: { tenantId: 1, email: 1, createdAt: -1 } },
    { keys: { tenantId: 1, paymentId: 1 } },
  ],
});
