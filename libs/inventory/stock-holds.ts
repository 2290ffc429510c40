import { ServiceUnavailable } from '@comptoir/kernel';
import type { Shortage } from '@comptoir/tenant-kit';
import type { Change, Filter, TenantCollection, TenantRef } from '#platform';
import type { StockDocument, StockHold } from './inventory.collection.js';

/** A round is lost only to another change of the same SKU in the same instant; so many in a row mean trouble. */
const ROUNDS = 20;

/** Sales remembered per SKU. A sale is taken back within seconds; by then no SKU has seen this many others. */
const REMEMBERED_SALES = 200;

/** The fields a decision needs: the markers of past sales stay in the database. */
const COUNTS = { tenantId: 1, onHand: 1, available: 1, unlimited: 1, holds: 1 } as const;

/** One holder's claim on one SKU. */
interface StockClaim extends StockHold {
  sku: string;
}

/** What taking came to: how much the holder had before, or that there is too little. */
type Taking = { shortage: Shortage } | { before: number };

/** Holds of single SKUs. Each change is one guarded update; what it was decided on is part of the guard. */
export class StockHolds {
  constructor(private readonly stock: TenantCollection<StockDocument>) {}

  /** Sees to it that `claim.by` holds at least `claim.quantity`. Never lowers a hold, never shortens one. */
  async take(tenant: TenantRef, claim: StockClaim): Promise<Taking> {
    for (let round = 0; round < ROUNDS; round += 1) {
      if (await this.takeFresh(tenant, claim)) return { before: 0 };
      const stock = await this.stock.get(tenant, claim.sku, COUNTS);
      const held = stock ? holdOf(stock, claim.by) : undefined;
      // Nothing is recorded for untracked goods, so there is nothing to undo either.
      if (stock?.unlimited) return { before: claim.quantity };
      const missing = claim.quantity - (held?.quantity ?? 0);
      const available = stock?.available ?? 0;
      if (missing > available) return { shortage: shortageOf(claim, available + (held?.quantity ?? 0)) };
      if (held && (await this.raise(tenant, claim, held))) return { before: held.quantity };
    }
    throw new ServiceUnavailable();
  }

  /**
   * Changes the hold of `by`, whatever its quantity is; does nothing where there is none (any more), or one for longer
   * than `until`.
   */
  async change(
    tenant: TenantRef,
    sku: string,
    by: string,
    change: (quantity: number) => Change,
    until?: Date,
  ): Promise<void> {
    for (let round = 0; round < ROUNDS; round += 1) {
      const stock = await this.stock.get(tenant, sku, COUNTS);
      const held = stock ? holdOf(stock, by) : undefined;
      if (!held || (until && held.until > until)) return;
      if (await this.stock.change(tenant, sku, holding(held), change(held.quantity))) return;
    }
    throw new ServiceUnavailable();
  }

  private async takeFresh(tenant: TenantRef, { sku, by, quantity, until }: StockClaim): Promise<boolean> {
    // Who comes after the sale stood still for a while: what he was to hold is sold, and nobody would free it any more.
    const guard = { available: { $gte: quantity }, 'holds.by': { $ne: by }, 'sold.by': { $ne: by } };
    const change = { $inc: { available: -quantity }, $push: { holds: { by, quantity, until } } };
    return this.stock.change(tenant, sku, guard, change);
  }

  private async raise(tenant: TenantRef, claim: StockClaim, held: StockHold): Promise<boolean> {
    const more = Math.max(0, claim.quantity - held.quantity);
    const until = claim.until > held.until ? claim.until : held.until;
    if (more === 0 && until === held.until) return true;
    const guard = { ...holding(held), available: { $gte: more } };
    const change = { $inc: { available: -more, 'holds.$.quantity': more }, $set: { 'holds.$.until': until } };
    return this.stock.change(tenant, claim.sku, guard, change);
  }
}

/** Frees a hold. */
export function freed(by: string): (quantity: number) => Change {
  return (quantity) => ({ $inc: { available: quantity }, $pull: { holds: { by } } });
}

/** Turns a hold into a sale. */
export function sold(by: string): (quantity: number) => Change {
  return (quantity) => ({
    $inc: { onHand: -quantity },
    $pull: { holds: { by } },
    $push: { sold: { $each: [{ by, quantity }], $slice: -REMEMBERED_SALES } },
  });
}

/** Lowers a hold to `to` and frees the rest. */
export function loweredTo(to: number): (quantity: number) => Change {
  return (quantity) => ({ $inc: { available: quantity - to, 'holds.$.quantity': to - quantity } });
}

function holding({ by, quantity, until }: StockHold): Filter {
  return { holds: { $elemMatch: { by, quantity, until } } };
}

function holdOf(stock: StockDocument, by: string): StockHold | undefined {
  return stock.holds.find((hold) => hold.by === by);
}

function shortageOf({ sku, quantity }: StockClaim, available: number): Shortage {
  return { sku, requested: quantity, available };
}
