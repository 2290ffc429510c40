import { findingsIn, when, type Finding } from '../../finding.js';
import type { Checkout, Run } from '../../reading/checkout.js';
import { ownRun, STATUSES } from './progress.js';

const finding = findingsIn('checkouts');

export function unknownStatus(checkout: Checkout): Finding[] {
  const { status } = checkout;
  return when(!Object.hasOwn(STATUSES, status), () =>
    finding(checkout, 'CHECKOUT_STATUS_UNKNOWN', `Its status is "${status}", which is none.`, { status }),
  );
}

/** What the latest run of a checkout must be like in each status. */
const RUN_IN: Readonly<Record<string, (run: Run) => boolean>> = {
  pending: ({ endedAt }) => endedAt === null,
  payment_pending: ({ endedAt }) => endedAt === null,
  in_progress: ({ endedAt, direction }) => endedAt === null && direction === 'forward',
  failed: ({ endedAt, direction }) => endedAt === null && direction === 'undo',
  compensating: ({ endedAt, direction }) => endedAt === null && direction === 'undo',
  compensated: ({ direction, reason }) => direction === 'undo' && reason === 'failed',
  cancelled: ({ direction, reason }) => direction === 'undo' && reason === 'cancelled',
  expired: ({ direction, reason }) => direction === 'undo' && reason === 'expired',
  completed: ({ endedAt, direction }) => endedAt !== null && direction === 'forward',
  handed_off: ({ endedAt, direction }) => endedAt !== null && direction === 'forward',
};

export function contradictedStatus(checkout: Checkout): Finding[] {
  const run = ownRun(checkout);
  const fits = run !== null && (RUN_IN[checkout.status]?.(run) ?? false);
  return when(!fits, () => {
    const says = `It is ${checkout.status}, but its latest run ${run ? described(run) : 'is missing'}.`;
    return finding(checkout, 'STATUS_CONTRADICTS_RUN', says, { status: checkout.status });
  });
}

function described({ direction, reason, endedAt }: Run): string {
  const way = direction === 'undo' ? `undoes it (${reason ?? 'no reason'})` : 'goes forward';
  return `${way} and ${endedAt ? 'has ended' : 'has not ended'}`;
}

export function attention(checkout: Checkout): Finding[] {
  const { needsAttention } = checkout;
  return when(needsAttention !== null, () =>
    finding(checkout, 'NEEDS_ATTENTION', `It says: ${needsAttention}`, { needsAttention }),
  );
}
