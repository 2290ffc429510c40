import { after } from '@comptoir/kernel';
import type { Tenant } from '@comptoir/tenant-kit';
import type { CheckoutDocument } from './checkout-document.js';

const MINUTE_MS = 60_000;

/** Goods stay held this long at most after a checkout began: its window can move, but never past it. */
const LONGEST_MS = 24 * 60 * MINUTE_MS;

/** How long a checkout waits for its buyer, and holds its goods. Every change keeps `expiresAt <= holdUntil`. */
export type Windows = Pick<CheckoutDocument, 'expiresAt' | 'holdUntil'>;

/** Of a checkout that begins, or begins again. */
export function freshWindows(tenant: Pick<Tenant, 'checkoutWindowMinutes'>, now: Date): Windows {
  return { expiresAt: after(now, windowOf(tenant)), holdUntil: after(now, LONGEST_MS) };
}

/** How long a tenant lets a checkout wait for its buyer, milliseconds. */
export function windowOf({ checkoutWindowMinutes }: Pick<Tenant, 'checkoutWindowMinutes'>): number {
  return checkoutWindowMinutes * MINUTE_MS;
}

/** While a session can be paid that its buyer is given so long for; goods stay held no longer for it. */
export function windowsWithin({ holdUntil }: Windows, until: Date): Windows {
  return { expiresAt: earlier(holdUntil, until), holdUntil };
}

/** While it waits for one thing that takes so long, and the goods with it. */
export function windowsUntil({ holdUntil }: Windows, until: Date): Windows {
  return { expiresAt: until, holdUntil: later(holdUntil, until) };
}

/**
 * Once its latest session was closed unpaid: from now on its buyer has the time that there was before, or as much as at the
 * beginning, whichever is longer. What was waited for only because of the session is waited for no longer.
 */
export function windowsWithout({ payment, expiresAt, holdUntil }: CheckoutDocument, now: Date): Windows {
  const without = payment.sessions.at(-1)?.without;
  if (!without) return { expiresAt, holdUntil };
  const end = later(without.expiresAt, earlier(expiresAt, after(now, without.windowMs)));
  return { expiresAt: end, holdUntil: later(without.holdUntil, end) };
}

export function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
