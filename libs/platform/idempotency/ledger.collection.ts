import type { StoredProblem } from '@comptoir/kernel';
import { defineCollection } from '../mongo/collection-definition.js';

/** One use of one key. Written before any effect, so that a repeat finds the object the first call was about to make. */
export interface LedgerRow {
  /** `<tenant>/<principal>/<operation>/<key>` */
  id: string;
  /** Hash of the arguments: a key belongs to one call. */
  argumentHash: string;
  /** Id that the first call gives to what it makes. */
  objectId: string;
  /** Until then the first call is taken to be running. */
  leaseUntil: Date;
  /** Reference to the result, or the problem; null while running. */
  outcome: { objectId: string } | { problem: StoredProblem } | null;
  createdAt: Date;
  expiresAt: Date;
}

export const LEDGER = defineCollection<LedgerRow>({
  name: 'idempotency',
  fields: {
    argumentHash: String,
    objectId: String,
    leaseUntil: Date,
    outcome: Object,
    createdAt: Date,
    expiresAt: Date,
  },
  indexes: [{ keys: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } }],
});
