import type { CountedUnits } from '@comptoir/tenant-kit';

/**
 * One entry per SKU, in SKU order: two lines of one SKU are one claim on its stock, and everyone takes SKUs in the same
 * order, so that two buyers of the same goods do not both come away empty.
 */
export function sumBySku(units: readonly CountedUnits[]): CountedUnits[] {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of units) {
    if (!Number.isSafeInteger(quantity) || quantity < 1) throw new RangeError(`${quantity} is no number of units`);
    quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  }
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity })).sort((a, b) => (a.sku < b.sku ? -1 : 1));
}
