import { findingsIn, when, type Finding } from '../../finding.js';
import type { Checkout } from '../../reading/checkout.js';
import { totalOf } from '../../reading/money.js';
import { endedWithoutSale, isOver, stepOf } from '../checkout/progress.js';

const finding = findingsIn('checkouts');

/** What a checkout counts as paid is what its paid sessions asked for. */
export function paidAmount(checkout: Checkout): Finding[] {
  const { paid } = checkout;
  const asked = checkout.sessions.filter(({ state }) => state === 'paid').reduce((sum, { amount }) => sum + amount, 0);
  const evidence = { paid, asked };
  if (paid > 0 && asked === 0) {
    return [finding(checkout, 'PAID_WITHOUT_SESSION', `${paid} are paid, but by none of its sessions.`, evidence)];
  }
  const says = `${paid} are paid, ${asked} were asked for in sessions that are paid.`;
  return [
    ...when(paid > asked, () => finding(checkout, 'PAID_MORE_THAN_ASKED', says, evidence)),
    ...when(paid < asked, () => finding(checkout, 'PAID_LESS_THAN_ASKED', says, evidence)),
  ];
}

/** One payment settles a checkout. Every other one goes back, by a run of its own. */
export function secondPayment(checkout: Checkout): Finding[] {
  const { paymentId, refunds, sessions } = checkout;
  if (!isOver(checkout) || refunds === null || paymentId === null) return [];
  const kept = sessions.flatMap((session) => {
    if (session.state !== 'paid' || session.paymentId === paymentId) return [];
    const own = refunds.filter((refund) => refund.paymentId === session.paymentId && refund.state !== 'failed');
    return [{ id: session.id, left: session.amount - own.reduce((sum, { amount }) => sum + amount, 0) }];
  });
  return kept.flatMap(({ id, left }) =>
    when(left > 0, () => {
      const says = `${left} of session ${id} settled nothing and were not given back.`;
      return finding(checkout, 'SECOND_PAYMENT_KEPT', says, { session: id, left });
    }),
  );
}

export function completedUnpaid(checkout: Checkout): Finding[] {
  if (checkout.status !== 'completed' || !checkout.pricing || !stepOf(checkout, 'collect')) return [];
  const total = totalOf(checkout.pricing);
  return when(total > 0 && checkout.paid === 0, () =>
    finding(checkout, 'COMPLETED_WITHOUT_PAYMENT', `It is completed, but nothing of ${total} is paid.`, { total }),
  );
}

/** Without a sale no money of the buyer stays. */
export function moneyKept(checkout: Checkout): Finding[] {
  const { status, refundable } = checkout;
  return when(endedWithoutSale(checkout) && refundable > 0, () =>
    finding(checkout, 'MONEY_KEPT_AFTER_END', `It is ${status}, but ${refundable} were not given back.`, {
      refundable,
    }),
  );
}
