import { findingsIn, when, type Finding } from '../../finding.js';
import type { Checkout } from '../../reading/checkout.js';
import { isTellingDue } from './outbox.js';
import { isOver, unfinishedRun, waits } from './progress.js';

const finding = findingsIn('checkouts');

/** Far beyond any lease (five minutes at most), pause or round of the sweeper. */
export const LONG_MS = 10 * 60_000;

/** Clocks of gateways and of this machine may differ. */
const SKEW_MS = 1000;

/** A checkout that still has something to do has a timer, and it does not go off too late. */
export function timers(checkout: Checkout): Finding[] {
  const { dueAt } = checkout;
  const latest = mustBeLookedAtBy(checkout);
  if (latest === null) return [];
  if (dueAt === null) {
    return [finding(checkout, 'DUE_MISSING', `It is ${checkout.status} and nobody will ever look at it again.`)];
  }
  return when(dueAt.getTime() > latest.getTime() + SKEW_MS, () => {
    const says = `It must be looked at by ${iso(latest)}, but its timer goes off at ${iso(dueAt)}.`;
    return finding(checkout, 'DUE_TOO_LATE', says, { dueAt: iso(dueAt), latest: iso(latest) });
  });
}

/** The latest instant at which somebody must look at it again; null when nothing is left to do. */
function mustBeLookedAtBy(checkout: Checkout): Date | null {
  const run = unfinishedRun(checkout);
  if (checkout.leaseUntil) return checkout.leaseUntil;
  if (isTellingDue(checkout) || checkout.untoldSessions.length > 0) return checkout.updatedAt;
  if (run && (!waits(checkout) || run.direction === 'undo')) return run.retryAt ?? checkout.updatedAt;
  return waits(checkout) ? checkout.expiresAt : null;
}

/** What should have happened long ago. */
export function lateness(checkout: Checkout, now: Date): Finding[] {
  const { dueAt, leaseUntil } = checkout;
  if (leaseUntil) {
    return when(isLongAgo(leaseUntil, now), () => {
      const says = `Somebody worked on it until ${iso(leaseUntil)}, and nobody went on.`;
      return finding(checkout, 'LEASE_LONG_LAPSED', says, { leaseUntil: iso(leaseUntil) });
    });
  }
  if (!dueAt || !isLongAgo(dueAt, now)) return [];
  const evidence = { dueAt: iso(dueAt) };
  if (isOver(checkout) && isTellingDue(checkout)) {
    const says = `${checkout.outbox.length} of its events should have been told at ${iso(dueAt)}.`;
    return [finding(checkout, 'OUTBOX_STUCK', says, evidence)];
  }
  return [finding(checkout, 'TIMER_OVERDUE', `It was due at ${iso(dueAt)}.`, evidence)];
}

/** A lease that nobody could have taken keeps everybody away. */
export function endlessLease(checkout: Checkout, now: Date): Finding[] {
  const { leaseUntil } = checkout;
  if (!leaseUntil) return [];
  return when(leaseUntil.getTime() > now.getTime() + LONG_MS, () => {
    const says = `Nobody may work on it until ${iso(leaseUntil)}.`;
    return finding(checkout, 'LEASE_TOO_LONG', says, { leaseUntil: iso(leaseUntil) });
  });
}

/** Goods must stay held for as long as a buyer may pay. */
export function shortHold(checkout: Checkout): Finding[] {
  const { expiresAt, holdUntil } = checkout;
  return when(holdUntil < expiresAt, () => {
    const says = `Its goods are held until ${iso(holdUntil)}, but it waits for its buyer until ${iso(expiresAt)}.`;
    return finding(checkout, 'HOLD_ENDS_TOO_EARLY', says, { holdUntil: iso(holdUntil), expiresAt: iso(expiresAt) });
  });
}

export function isLongAgo(then: Date, now: Date): boolean {
  return then.getTime() < now.getTime() - LONG_MS;
}

export function iso(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'no date' : date.toISOString();
}
