import { createHash } from 'node:crypto';

/** A tracked link as stored: it leads to its target and nowhere else. */
export interface Link {
  id: string;
  checkoutId: string;
  target: string;
  clicks: number;
  lastClickedAt: Date | null;
  expiresAt: Date;
}

/** Id of the link to one article of one checkout. Who does not know the checkout cannot make it up. */
export function linkId(checkout: { tenantId: string; id: string }, lineId: string): string {
  return createHash('sha256').update(`${checkout.tenantId}/${checkout.id}/${lineId}`).digest('base64url').slice(0, 32);
}
