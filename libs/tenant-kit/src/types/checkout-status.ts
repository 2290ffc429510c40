import { registerEnumType } from '@nestjs/graphql';

/** Where a checkout stands. The transition table lives with the engine. */
export enum CheckoutStatus {
  pending = 'pending',
  in_progress = 'in_progress',
  payment_pending = 'payment_pending',
  completed = 'completed',
  handed_off = 'handed_off',
  failed = 'failed',
  compensating = 'compensating',
  compensated = 'compensated',
  cancelled = 'cancelled',
  expired = 'expired',
}

registerEnumType(CheckoutStatus, {
  name: 'CheckoutStatus',
  description: 'Where a checkout stands',
  valuesMap: {
    pending: { description: 'Waits for the buyer; goods are held' },
    in_progress: { description: 'The platform is working on it; ask again shortly' },
    payment_pending: { description: 'A payment session is open or money is in flight' },
    completed: { description: 'Paid and confirmed' },
    handed_off: { description: 'Referred to the seller; nothing is paid here' },
    failed: { description: 'A step failed; undoing begins' },
    compensating: { description: 'What was done is being undone' },
    compensated: { description: 'Everything was undone; may be retried when the problem is retryable' },
    cancelled: { description: 'Ended by the buyer; goods are free again' },
    expired: { description: 'Ended by time; goods are free again' },
  },
});
