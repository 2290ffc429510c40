import type { Db } from 'mongodb';
import { becomes } from '../framework/each.js';
import type { World } from '../framework/world.js';

/** Everything that a payment leaves behind, but for ids and times: two runs of one story must leave the same. */
export async function endState({ db, provider }: World, tenantId: string, checkoutId: string): Promise<object> {
  const checkout = await one(db, 'checkouts', tenantId, checkoutId);
  const order = await one(db, 'orders', tenantId, checkoutId);
  const cart = await one(db, 'carts', tenantId, checkout?.['subject'].cartId);
  const money = (await provider.money()).get(checkoutId) ?? { paid: 0, refunded: 0, payments: 0 };
  const stock = await db.collection('inventory').find({ tenantId }).toArray();
  const mails = await db.collection('deliveries').countDocuments({ tenantId, checkoutId });
  return {
    status: checkout?.['status'],
    needsAttention: checkout?.['needsAttention'],
    sessions: checkout?.['payment'].sessions.map(({ state }: { state: string }) => state),
    refunds: checkout?.['payment'].refunds.length,
    booked: { paid: checkout?.['payment'].paid, refundable: checkout?.['payment'].refundable },
    runs: checkout?.['runs'].map(({ definition, direction, steps }: Run) => ({
      ...{ definition, direction },
      steps: steps.map(({ name, state, attempt }) => `${name} ${state} ${attempt}`),
    })),
    order: order?.['status'] ?? null,
    cart: { completed: cart?.['completed'], claimed: cart?.['checkoutId'] === checkoutId },
    held: stock.flatMap(({ holds }) => holds).filter(({ by }) => by === checkoutId).length,
    sold: stock.flatMap(({ sold }) => sold ?? []).filter(({ by }) => by === checkoutId).length,
    mails,
    money,
  };
}

/** Every event that was taken is applied or set aside, and nobody is at work. False when that does not come. */
export function settled(db: Db, tenantId: string, checkoutId: string): Promise<boolean> {
  return becomes(async () => {
    const checkout = await one(db, 'checkouts', tenantId, checkoutId);
    const sessions = checkout?.['payment'].sessions.map(({ providerId }: { providerId: string }) => providerId);
    const waiting = await db.collection('inbox').countDocuments({ sessionId: { $in: sessions }, state: 'received' });
    const told = await db.collection('deliveries').countDocuments({ tenantId, checkoutId, state: 'pending' });
    return waiting === 0 && told === 0 && checkout !== null && isIdle(checkout);
  });
}

/** Nobody is at work, and nobody is to be told. */
function isIdle({ lease, status, outbox }: Record<string, any>): boolean {
  const confirmed = outbox.some(({ type }: { type: string }) => type === 'checkout.confirmed');
  return lease === null && status !== 'in_progress' && !(status === 'completed' ? outbox.length : confirmed);
}

interface Run {
  readonly definition: string;
  readonly direction: string;
  readonly steps: readonly { name: string; state: string; attempt: number }[];
}

function one(db: Db, collection: string, tenantId: string, id: string) {
  return db.collection(collection).findOne({ _id: `${tenantId}/${id}` as never });
}
