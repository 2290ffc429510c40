import type { CountedUnits, InventoryPort, NamedUnits, Shortage } from '../../ports/inventory.port.js';
import type { TenantContext } from '../../tenant.js';
import { ByTenant } from './by-tenant.js';
import { InMemoryUnitSets } from './in-memory-unit-sets.js';

interface Stock {
  onHand: number;
  /** False for goods that are not tracked: they can always be had, and nothing is recorded of them. */
  counted: boolean;
  holds: Map<string, { quantity: number; until: Date }>;
  /** Quantities sold, by holder: what can be taken back, once. */
  sold: Map<string, number>;
}

/** Counted and named units in memory, by the rules of the platform's own inventory. */
export class InMemoryInventory implements InventoryPort {
  private readonly stock = new ByTenant<Map<string, Stock>>(() => new Map());
  private readonly sets = new InMemoryUnitSets();

  /** Puts goods in place, so many of them; `null` where they are not counted. */
  setStock(tenant: TenantContext, sku: string, onHand: number | null): void {
    const counts = { onHand: onHand ?? 0, counted: onHand !== null };
    this.stock.of(tenant).set(sku, { ...counts, holds: new Map(), sold: new Map() });
  }

  hold(tenant: TenantContext, hold: { by: string; until: Date; units: CountedUnits[] }): Promise<Shortage | null> {
    const wanted = summed(hold.units);
    for (const { sku, quantity } of wanted) {
      const left = this.free(tenant, sku, hold.by);
      if (left < quantity) return Promise.resolve({ sku, requested: quantity, available: left });
    }
    for (const { sku, quantity } of wanted) this.set(tenant, sku, hold.by, { quantity, until: hold.until });
    return Promise.resolve(null);
  }

  release(tenant: TenantContext, by: string, skus: string[], until?: Date): Promise<void> {
    for (const sku of skus) {
      const holds = this.find(tenant, sku)?.holds;
      const held = holds?.get(by);
      if (held && (!until || held.until <= until)) holds?.delete(by);
    }
    return Promise.resolve();
  }

  convert(tenant: TenantContext, by: string, skus: string[]): Promise<void> {
    for (const sku of skus) {
      const stock = this.find(tenant, sku);
      const held = stock?.holds.get(by);
      if (!stock || !held) continue;
      stock.onHand -= held.quantity;
      stock.sold.set(by, held.quantity);
      stock.holds.delete(by);
    }
    return Promise.resolve();
  }

  restock(tenant: TenantContext, by: string, units: CountedUnits[]): Promise<void> {
    for (const { sku, quantity } of summed(units)) {
      const stock = this.find(tenant, sku);
      if (!stock || stock.sold.get(by) !== quantity) continue;
      stock.onHand += quantity;
      stock.sold.delete(by);
    }
    return Promise.resolve();
  }

  holdNamed(tenant: TenantContext, hold: { by: string; until: Date; named: NamedUnits }): Promise<string[] | null> {
    return Promise.resolve(this.sets.take(tenant, hold));
  }

  releaseNamed(tenant: TenantContext, by: string, set: string, until?: Date): Promise<void> {
    return Promise.resolve(this.sets.free(tenant, by, set, until));
  }

  convertNamed(tenant: TenantContext, by: string, set: string): Promise<void> {
    return Promise.resolve(this.sets.sell(tenant, by, set));
  }

  taken(tenant: TenantContext, sets: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    return Promise.resolve(new Map(sets.map((set) => [set, this.sets.taken(tenant, set)])));
  }

  /** Everything of one tenant that a sale can change. */
  dump(tenant: TenantContext): unknown {
    const stock = [...this.stock.of(tenant)].map(([sku, { onHand, holds, sold }]) => {
      return { sku, onHand, holds: [...holds], sold: [...sold] };
    });
    return { stock, sets: this.sets.dump(tenant) };
  }

  private free(tenant: TenantContext, sku: string, by: string): number {
    const stock = this.find(tenant, sku);
    if (!stock) return 0;
    if (!stock.counted) return Number.MAX_SAFE_INTEGER;
    const others = [...stock.holds].filter(([holder]) => holder !== by).map(([, { quantity }]) => quantity);
    return stock.onHand - others.reduce((total, quantity) => total + quantity, 0);
  }

  private set(tenant: TenantContext, sku: string, by: string, hold: { quantity: number; until: Date }): void {
    const stock = this.find(tenant, sku);
    if (stock?.counted) stock.holds.set(by, hold);
  }

  private find(tenant: TenantContext, sku: string): Stock | undefined {
    return this.stock.of(tenant).get(sku);
  }
}

function summed(units: readonly CountedUnits[]): CountedUnits[] {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of units) {
    if (!Number.isSafeInteger(quantity) || quantity < 1) throw new RangeError(`${quantity} is no number of units`);
    quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  }
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
}
