import { Buyer } from '../buyer.js';
import type { Checkout } from '../graphql/answers.js';
import type { DemoWorld } from '../demo-world.js';
import { expectEqual } from '../expect.js';
import type { Installation } from '../installation.js';
import type { Transcript } from '../transcript.js';
import { until } from '../until.js';

/** What a scene plays with. */
export interface Stage {
  readonly world: DemoWorld;
  readonly transcript: Transcript;
  readonly installed: Installation;
}

/** How a checkout ended, at a tenant of which kind. */
export interface Outcome {
  readonly kind: string;
  readonly status: string;
}

/** In the place of how a checkout ended. */
export function leftOut(kind: string): Outcome {
  return { kind, status: 'left_out' };
}

/** A checkout that waits for its buyer's money. */
export interface OpenPayment {
  readonly buyer: Buyer;
  readonly checkoutId: string;
  readonly url: string;
}

/** A fresh guest with one thing in the cart and the payment page open: where the later scenes begin. */
export async function openPayment({ world }: Stage, sku: string): Promise<OpenPayment> {
  const buyer = await Buyer.arrive(world.endpoint);
  const cart = await buyer.fillCart([{ sku, quantity: 1 }]);
  const { id } = await buyer.startCheckout(cart.id);
  const { checkout, url } = await buyer.openPayment(id);
  expectEqual('status with an open payment page', checkout.status, 'payment_pending');
  return { buyer, checkoutId: id, url };
}

/** Waits without asking for the provider's opinion: only a webhook, or the gateway itself, can move the checkout. */
export async function untilStored(buyer: Buyer, checkoutId: string, status: string): Promise<void> {
  await until(
    `status "${status}" in the database`,
    () => buyer.storedStatus(checkoutId),
    (found) => found === status,
  );
}

/** Polls as a client does, until nothing more happens; it must end well. */
export async function untilCompleted(buyer: Buyer, checkoutId: string): Promise<Checkout> {
  const checkout = await until(
    'a terminal status',
    () => buyer.status(checkoutId),
    ({ terminal }) => terminal,
  );
  expectEqual('status', checkout.status, 'completed');
  return checkout;
}

/** What the provider and the database must agree on once something is bought: one payment, one order, nothing returned. */
export async function expectBoughtOnce({ world }: Stage, { buyer, checkoutId }: OpenPayment): Promise<void> {
  const sessions = await world.desk.sessionsOf(checkoutId);
  const paid = sessions.filter(({ payment_status }) => payment_status === 'paid');
  expectEqual('paid sessions of the checkout at the provider', paid.length, 1);
  const orders = await buyer.orders();
  expectEqual(
    'orders of the buyer',
    orders.map(({ id, status }) => [id, status]),
    [[checkoutId, 'paid']],
  );
  expectEqual('amount paid', paid[0]?.amount_total, orders[0]?.totals.total);
  expectEqual('refunds', await world.desk.refunds(), 0);
}
