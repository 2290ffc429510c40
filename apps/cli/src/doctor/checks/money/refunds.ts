import { findingsIn, when, type Finding } from '../../finding.js';
import type { Checkout } from '../../reading/checkout.js';
import { unfinishedRun } from '../checkout/progress.js';

const finding = findingsIn('checkouts');

export function refundable(checkout: Checkout): Finding[] {
  const { paid, refundable: left } = checkout;
  return when(left > paid, () =>
    finding(checkout, 'REFUNDABLE_EXCEEDS_PAID', `${left} may be refunded, only ${paid} are paid.`, { paid, left }),
  );
}

/** What is left to refund is what was paid less every refund that did not fail. */
export function refundSum(checkout: Checkout): Finding[] {
  const { paid, refundable: left, refunds } = checkout;
  if (left > paid) return [];
  // Before refunds were listed all of it was given back at once, or nothing.
  if (refunds === null) return when(left !== paid && left !== 0, () => wrong(checkout, paid - left));
  const back = refunds.filter(({ state }) => state !== 'failed').reduce((sum, { amount }) => sum + amount, 0);
  return when(paid - back !== left, () => wrong(checkout, back));
}

function wrong(checkout: Checkout, back: number): Finding {
  const { paid, refundable: left } = checkout;
  const says = `${paid} paid less ${back} given back are not the ${left} that may still be refunded.`;
  return finding(checkout, 'REFUND_SUM_WRONG', says, { paid, back, left });
}

/** A refund that is registered is worked on by a run until the provider has given an answer for good. */
export function forgottenRefund(checkout: Checkout): Finding[] {
  if (unfinishedRun(checkout)) return [];
  const waiting = (checkout.refunds ?? []).filter(
    ({ state, reason }) => reason !== 'elsewhere' && (state === 'due' || state === 'pending'),
  );
  return waiting.map(({ id, amount, state }) => {
    const says = `Refund ${id} of ${amount} is ${state}, and no run works on it.`;
    return finding(checkout, 'REFUND_FORGOTTEN', says, { refund: id, state });
  });
}
