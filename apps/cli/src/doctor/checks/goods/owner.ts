import type { Code } from '../../codes/index.js';
import type { Evidence } from '../../finding.js';
import type { Progress } from '../../reading/checkout.js';
import { heldBy, isOver, soldTo } from '../checkout/progress.js';

/** What is wrong with units that a checkout has, as code and words; null when nothing is. */
export interface Wrong {
  readonly code: Code;
  readonly says: string;
  readonly evidence: Evidence;
}

/** Units that are held for `checkout`, which is missing when undefined. `what` names them, such as `2 units`. */
export function wrongHold(what: string, by: string, checkout: Progress | undefined): Wrong | null {
  if (!checkout) {
    return { code: 'HOLD_WITHOUT_CHECKOUT', says: `${what}: held for ${by}, which does not exist.`, evidence: { by } };
  }
  if (heldBy(checkout) !== 'absent') return null;
  const { status, version } = checkout;
  const code = isOver(checkout) ? 'TERMINAL_WITH_HOLD' : 'HOLD_NOT_OWED';
  const says = `${what}: held for ${by}, which is ${status} and has no claim to them.`;
  return { code, says, evidence: { by, status, checkoutVersion: version } };
}

/** Units that are sold to `checkout`. */
export function wrongSale(what: string, by: string, checkout: Progress | undefined): Wrong | null {
  if (!checkout) {
    return { code: 'HOLD_WITHOUT_CHECKOUT', says: `${what}: sold to ${by}, which does not exist.`, evidence: { by } };
  }
  if (soldTo(checkout) !== 'absent') return null;
  const { status, version } = checkout;
  const says = `${what}: sold to ${by}, which is ${status} and did not get them.`;
  return { code: 'SOLD_UNPAID', says, evidence: { by, status, checkoutVersion: version } };
}
