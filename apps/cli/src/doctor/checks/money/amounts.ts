import { findingsIn, when, type Finding, type Root } from '../../finding.js';
import type { Checkout } from '../../reading/checkout.js';
import { totalOf, type Pricing } from '../../reading/money.js';
import type { Order } from '../../reading/order.js';

const inCheckouts = findingsIn('checkouts');
const inOrders = findingsIn('orders');

export function amountsOfCheckout(checkout: Checkout): Finding[] {
  const { pricing, sessions, paid, refundable, refunds } = checkout;
  const amounts = new Map([...amountsIn(pricing), ['payment.paid', paid], ['payment.refundable', refundable]]);
  sessions.forEach(({ amount }, at) => amounts.set(`payment.sessions[${at}].amount`, amount));
  refunds?.forEach(({ amount }, at) => amounts.set(`payment.refunds[${at}].amount`, amount));
  return unsafe(amounts, checkout, inCheckouts);
}

export function amountsOfOrder(order: Order): Finding[] {
  return unsafe(amountsIn(order.pricing), order, inOrders);
}

/** Amounts are whole minor units that JavaScript can hold, and never negative. */
export function unsafe(
  amounts: ReadonlyMap<string, number>,
  root: Root,
  finding: ReturnType<typeof findingsIn>,
): Finding[] {
  return [...amounts].flatMap(([field, amount]) =>
    when(!Number.isSafeInteger(amount) || amount < 0, () =>
      finding(root, 'UNSAFE_INTEGER', `${field} is ${amount}.`, { field, amount }),
    ),
  );
}

function amountsIn(pricing: Pricing | null): Map<string, number> {
  const amounts = new Map<string, number>();
  if (!pricing) return amounts;
  const { shipping, tax, discount, includedTax } = pricing;
  for (const [name, amount] of Object.entries({ shipping, tax, discount, includedTax })) {
    amounts.set(`pricing.${name}`, amount);
  }
  pricing.lines.forEach(({ quantity, unitPrice, total }, at) => {
    for (const [name, amount] of Object.entries({ quantity, unitPrice, total })) {
      amounts.set(`pricing.lines[${at}].${name}`, amount);
    }
  });
  return amounts;
}

export function totalsOfCheckout(checkout: Checkout): Finding[] {
  return checkout.pricing ? totals(checkout.pricing, checkout, inCheckouts) : [];
}

export function totalsOfOrder(order: Order): Finding[] {
  return totals(order.pricing, order, inOrders);
}

function totals(pricing: Pricing, root: Root, finding: ReturnType<typeof findingsIn>): Finding[] {
  const wrong = pricing.lines.find(({ quantity, unitPrice, total }) => total !== quantity * unitPrice);
  if (wrong) {
    const says = `${wrong.quantity} of ${wrong.sku} at ${wrong.unitPrice} are not ${wrong.total}.`;
    return [finding(root, 'TOTALS_DO_NOT_ADD_UP', says, { sku: wrong.sku, total: wrong.total })];
  }
  const total = totalOf(pricing);
  return when(total < 0, () => finding(root, 'TOTALS_DO_NOT_ADD_UP', `Its total is ${total}.`, { total }));
}
