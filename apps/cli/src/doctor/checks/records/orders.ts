import { findingsIn, when, type Finding } from '../../finding.js';
import type { Checkout } from '../../reading/checkout.js';
import { totalOf } from '../../reading/money.js';
import type { Order } from '../../reading/order.js';
import { effectOf, endedWithoutSale, hasAfterSale, isOver, isSettled, stepOf } from '../checkout/progress.js';

const inCheckouts = findingsIn('checkouts');
const inOrders = findingsIn('orders');

/** The order of a checkout, from the checkout's side. */
export function orderOf(checkout: Checkout, order: Order | undefined): Finding[] {
  const draft = stepOf(checkout, 'draft');
  if (!draft) return [];
  if (checkout.status === 'completed') return completedOrder(checkout, order);
  const missing = !order && effectOf(draft) === 'there';
  return when(missing, () =>
    inCheckouts(checkout, 'DRAFT_MISSING', `It is ${checkout.status} and its order was drafted, but is not there.`),
  );
}

function completedOrder(checkout: Checkout, order: Order | undefined): Finding[] {
  return when(!order || order.status === 'created', () => {
    const says = `It is completed, but its order is ${order ? 'still a draft' : 'not there'}.`;
    return inCheckouts(checkout, 'COMPLETED_WITHOUT_ORDER', says, { order: order?.status ?? null });
  });
}

/** The order of a checkout, from the order's side. */
export function orderAgainst(order: Order, checkout: Checkout): Finding[] {
  return [...orderStatus(order, checkout), ...cancelledOrder(order, checkout), ...differences(order, checkout)];
}

function orderStatus(order: Order, checkout: Checkout): Finding[] {
  const { version: checkoutVersion, status } = checkout;
  const evidence = { order: order.status, status, checkoutVersion };
  if (order.status === 'paid' && !isSettled(checkout)) {
    const says = `It is paid, but its checkout is ${status} and has seen no money.`;
    return [inOrders(order, 'ORDER_PAID_WITHOUT_PAYMENT', says, evidence)];
  }
  return when(order.status === 'created' && endedWithoutSale(checkout), () =>
    inOrders(order, 'ORDER_LEFT_BEHIND', `It is still a draft, but its checkout is ${status}.`, evidence),
  );
}

/** What of the money of a sale goes back is for whoever took the sale back to say; but something was said. */
function cancelledOrder(order: Order, checkout: Checkout): Finding[] {
  const { refundable, refunds, version: checkoutVersion } = checkout;
  const ended = isOver(checkout) && checkout.status === 'completed' && !hasAfterSale(checkout);
  const kept = order.status === 'cancelled' && refundable > 0 && (refunds ?? []).length === 0;
  return when(ended && kept, () =>
    inOrders(order, 'ORDER_CANCELLED_MONEY_KEPT', `It is cancelled, but ${refundable} were not given back.`, {
      refundable,
      checkoutVersion,
    }),
  );
}

/** Once drafted an order says what its checkout says. */
function differences(order: Order, checkout: Checkout): Finding[] {
  if (effectOf(stepOf(checkout, 'draft')) !== 'there' || !checkout.pricing) return [];
  const { version: checkoutVersion } = checkout;
  if (order.currency !== checkout.currency) {
    const says = `It is in ${order.currency}, its checkout in ${checkout.currency}.`;
    return [inOrders(order, 'MIXED_CURRENCY', says, { checkoutVersion, currency: order.currency })];
  }
  const pairs: [string, string | number, string | number][] = [
    ['total', totalOf(order.pricing), totalOf(checkout.pricing)],
    ['kind', order.kind, checkout.kind],
    ['owner', order.ownerId, checkout.ownerId],
  ];
  return pairs.flatMap(([what, here, there]) =>
    when(here !== there, () => {
      const says = `Its ${what} is ${here}, that of its checkout ${there}.`;
      return inOrders(order, 'ORDER_DIFFERS_FROM_CHECKOUT', says, { checkoutVersion, what, here, there });
    }),
  );
}
