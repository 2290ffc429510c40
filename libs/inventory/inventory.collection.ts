import { defineCollection } from '#platform';

/** Units of one SKU set aside for one holder. */
export interface StockHold {
  /** Who holds them: a checkout. At most one hold per holder and SKU. */
  by: string;
  quantity: number;
  /** Tells the sweeper which checkout to look at; nothing is released by time alone. */
  until: Date;
}

/**
 * Counted units of one SKU; the id is the SKU. At every moment `0 <= available = onHand - Σ holds.quantity`.
 *
 * A SKU whose stock is not tracked has a document too, with `unlimited: true`: whoever holds needs no knowledge of the
 * catalogue, and a SKU that is in no document is never sold.
 */
export interface StockDocument {
  id: string;
  tenantId: string;
  onHand: number;
  available: number;
  unlimited: boolean;
  holds: StockHold[];
  /** The latest sales: what can be taken back, once. Bounded. */
  sold: { by: string; quantity: number }[];
}

export const STOCK = defineCollection<StockDocument>({
  name: 'inventory',
  fields: { onHand: Number, available: Number, unlimited: Boolean, holds: [Object], sold: [Object] },
  indexes: [],
});
