import { findingsIn, type Finding } from '../../finding.js';
import type { Checkout } from '../../reading/checkout.js';
import type { Payable } from '../../reading/provider-facts.js';
import { isOver } from '../checkout/progress.js';

const finding = findingsIn('provider');

/** States of a session in which nobody can pay it, as far as we know. */
const CLOSED: ReadonlySet<string> = new Set(['closed', 'expired']);

/** A page that can be paid belongs to a checkout that waits for it. */
export function payable(page: Payable, checkout: Checkout | undefined): Finding[] {
  const root = { key: page.id };
  if (!checkout) {
    const says = `It can be paid for ${page.checkout ?? ''}, which does not exist.`;
    return [finding(root, 'PAYABLE_WITHOUT_CHECKOUT', says)];
  }
  const session = checkout.sessions.find(({ providerId }) => providerId === page.id);
  // An opening whose answer was lost is not known here yet; the checkout asks for it before it ends.
  if (!isOver(checkout) && !(session && CLOSED.has(session.state))) return [];
  const says = `It can be paid for ${checkout.key}, which is ${checkout.status} (session ${session?.state ?? 'unknown'}).`;
  return [finding(root, 'PAYABLE_AFTER_END', says, { status: checkout.status, checkoutVersion: checkout.version })];
}
