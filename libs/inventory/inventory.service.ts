import { Injectable } from '@nestjs/common';
import { ServiceUnavailable } from '@comptoir/kernel';
import type { CountedUnits, InventoryPort, NamedUnits, Shortage } from '@comptoir/tenant-kit';
import { Database, type TenantCollection, type TenantRef } from '#platform';
import { STOCK, type StockDocument } from './inventory.collection.js';
import { NamedHolds, UNIT_SETS } from './named-holds.js';
import { freed, loweredTo, sold, StockHolds } from './stock-holds.js';
import { sumBySku } from './sum-by-sku.js';

/** SKUs per read during a stock count. */
const COUNT_BATCH = 200;

/** Rounds of compare-and-set during a stock count, which competes with buyers. */
const COUNT_ROUNDS = 20;

/** Units on hand of one SKU, `null` where they are not tracked. */
interface StockCount {
  sku: string;
  onHand: number | null;
}

/** Counted and named units. Every change of one SKU or set is one conditional update, so it needs no lock and may be repeated. */
@Injectable()
export class InventoryService implements InventoryPort {
  private readonly stock: TenantCollection<StockDocument>;
  private readonly holds: StockHolds;
  private readonly named: NamedHolds;

  constructor(database: Database) {
    this.stock = database.tenantCollection(STOCK);
    this.holds = new StockHolds(this.stock);
    this.named = new NamedHolds(database.tenantCollection(UNIT_SETS));
  }

  /**
   * Holds all or none. Held before in another quantity: the hold is changed to this one. More is taken before less is
   * given back, so that a shortage can always be answered with the holds as they were.
   */
  async hold(tenant: TenantRef, hold: { by: string; until: Date; units: CountedUnits[] }): Promise<Shortage | null> {
    const { by, until } = hold;
    const raised: (CountedUnits & { before: number })[] = [];
    const lowered: CountedUnits[] = [];
    for (const { sku, quantity } of sumBySku(hold.units)) {
      const taking = await this.holds.take(tenant, { sku, by, quantity, until });
      if ('shortage' in taking) {
        await this.giveBack(tenant, by, raised);
        return taking.shortage;
      }
      if (taking.before < quantity) raised.push({ sku, quantity, before: taking.before });
      if (taking.before > quantity) lowered.push({ sku, quantity });
    }
    for (const { sku, quantity } of lowered) await this.holds.change(tenant, sku, by, loweredTo(quantity));
    return null;
  }

  async release(tenant: TenantRef, by: string, skus: string[], until?: Date): Promise<void> {
    await Promise.all([...new Set(skus)].map((sku) => this.holds.change(tenant, sku, by, freed(by), until)));
  }

  async convert(tenant: TenantRef, by: string, skus: string[]): Promise<void> {
    await Promise.all([...new Set(skus)].map((sku) => this.holds.change(tenant, sku, by, sold(by))));
  }

  /** Takes back what was sold to `by`, once: the marker of the sale goes with it. What was never sold stays. */
  async restock(tenant: TenantRef, by: string, units: CountedUnits[]): Promise<void> {
    await Promise.all(
      sumBySku(units).map(({ sku, quantity }) => {
        const guard = { sold: { $elemMatch: { by, quantity } } };
        const change = { $inc: { onHand: quantity, available: quantity }, $pull: { sold: { by } } };
        return this.stock.change(tenant, sku, guard, change);
      }),
    );
  }

  holdNamed(tenant: TenantRef, hold: { by: string; until: Date; named: NamedUnits }): Promise<string[] | null> {
    return this.named.take(tenant, hold);
  }

  releaseNamed(tenant: TenantRef, by: string, set: string, until?: Date): Promise<void> {
    return this.named.free(tenant, by, set, until);
  }

  convertNamed(tenant: TenantRef, by: string, set: string): Promise<void> {
    return this.named.sell(tenant, by, set);
  }

  taken(tenant: TenantRef, sets: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    return this.named.taken(tenant, sets);
  }

  /** Units free to be held now, by SKU: `null` where they are not tracked, 0 for a SKU that is unknown. One query. */
  async available(tenant: TenantRef, skus: readonly string[]): Promise<Map<string, number | null>> {
    const found = await this.stock.getMany(tenant, skus, { available: 1, unlimited: 1 });
    const counts = new Map<string, number | null>(skus.map((sku) => [sku, 0]));
    for (const { id, unlimited, available } of found) counts.set(id, unlimited ? null : available);
    return counts;
  }

  /** Adds `delta` units, or takes them away. False, and nothing changed, when that many are not free. */
  async adjust(tenant: TenantRef, sku: string, delta: number): Promise<boolean> {
    const guard = { available: { $gte: -delta } };
    return this.stock.change(tenant, sku, guard, { $inc: { onHand: delta, available: delta } });
  }

  /**
   * Takes over a stock count. Units that are held stay promised: a count below them leaves exactly those on hand, none
   * available. Writes only what differs.
   */
  async setStock(tenant: TenantRef, counts: readonly StockCount[]): Promise<void> {
    for (let from = 0; from < counts.length; from += COUNT_BATCH) {
      const batch = counts.slice(from, from + COUNT_BATCH);
      const found = await this.stock.getMany(
        tenant,
        batch.map(({ sku }) => sku),
      );
      const known = new Map(found.map((stock) => [stock.id, stock]));
      for (const count of batch) await this.setOne(tenant, count, known.get(count.sku) ?? null);
    }
  }

  private async setOne(tenant: TenantRef, { sku, onHand }: StockCount, known: StockDocument | null): Promise<void> {
    let stock = known;
    for (let round = 0; round < COUNT_ROUNDS; round += 1) {
      if (stock && agrees(stock, onHand)) return;
      const done = stock ? await this.recount(tenant, stock, onHand) : await this.begin(tenant, sku, onHand);
      if (done) return;
      stock = await this.stock.get(tenant, sku);
    }
    throw new ServiceUnavailable();
  }

  private async begin(tenant: TenantRef, sku: string, onHand: number | null): Promise<boolean> {
    const units = onHand ?? 0;
    const fresh = { id: sku, onHand: units, available: units, unlimited: onHand === null, holds: [], sold: [] };
    return this.stock.insert(tenant, fresh);
  }

  private async recount(tenant: TenantRef, stock: StockDocument, onHand: number | null): Promise<boolean> {
    const delta = onHand === null ? 0 : Math.max(onHand - stock.onHand, -stock.available);
    const guard = { onHand: stock.onHand, available: { $gte: -delta } };
    const change = { $inc: { onHand: delta, available: delta }, $set: { unlimited: onHand === null } };
    return this.stock.change(tenant, stock.id, guard, change);
  }

  private async giveBack(
    tenant: TenantRef,
    by: string,
    raised: readonly (CountedUnits & { before: number })[],
  ): Promise<void> {
    for (const { sku, before } of raised) {
      await this.holds.change(tenant, sku, by, before === 0 ? freed(by) : loweredTo(before));
    }
  }
}

function agrees(stock: StockDocument, onHand: number | null): boolean {
  return onHand === null ? stock.unlimited : !stock.unlimited && stock.onHand === onHand;
}
