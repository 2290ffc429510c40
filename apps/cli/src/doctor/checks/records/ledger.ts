import { findingsIn, when, type Finding } from '../../finding.js';
import type { LedgerRow } from '../../reading/records.js';
import { iso, LONG_MS } from '../checkout/timers.js';

const finding = findingsIn('idempotency');

/** The database removes what has expired within a minute or two. */
const REMOVED_WITHIN_MS = 3_600_000;

/** Ids of checkouts begin so; of what else a call may make nothing is known here. */
const CHECKOUT = 'chk_';

/** The checkout that a row names, if it names one. */
export function madeCheckout({ tenant, madeId }: LedgerRow): string | null {
  return madeId?.startsWith(CHECKOUT) ? `${tenant}/${madeId}` : null;
}

export function outcome(row: LedgerRow, checkoutIsThere: (key: string) => boolean): Finding[] {
  const made = madeCheckout(row);
  return when(made !== null && !checkoutIsThere(made), () =>
    finding(row, 'LEDGER_POINTS_NOWHERE', `Its call made ${made ?? ''}, which does not exist.`, { made }),
  );
}

export function ledgerLease(row: LedgerRow, now: Date): Finding[] {
  const until = iso(row.leaseUntil);
  return when(!row.ended && row.leaseUntil.getTime() > now.getTime() + LONG_MS, () =>
    finding(row, 'LEDGER_LEASE_STUCK', `Its call counts as running until ${until}.`, { until }),
  );
}

export function notRemoved(row: LedgerRow, now: Date): Finding[] {
  const since = iso(row.expiresAt);
  return when(now.getTime() - row.expiresAt.getTime() > REMOVED_WITHIN_MS, () =>
    finding(row, 'EXPIRED_NOT_REMOVED', `It should have been removed at ${since}.`, { since }),
  );
}
