import type { TenantContext } from '../tenant.js';

/** A number of interchangeable units, such as three of one SKU. */
export interface CountedUnits {
  sku: string;
  quantity: number;
}

/** Which unit could not be held, and how many are left. */
export interface Shortage {
  sku: string;
  requested: number;
  available: number;
}

/** Injection token of {@link InventoryPort}. */
export const INVENTORY = Symbol.for('comptoir.inventory');

/** The only way to hold anything, so that the sweeper and doctor see all of it. Every call may be repeated. */
export interface InventoryPort {
  /** Holds all of `units` for `by`, or none. Units of one SKU are summed first. */
  hold(tenant: TenantContext, hold: { by: string; until: Date; units: CountedUnits[] }): Promise<Shortage | null>;
  /** Frees whatever `by` holds of these SKUs. */
  release(tenant: TenantContext, by: string, skus: string[]): Promise<void>;
  /** Turns the hold into a sale: units leave the house. */
  convert(tenant: TenantContext, by: string, skus: string[]): Promise<void>;
  /** Puts sold units back, once per `by`. */
  restock(tenant: TenantContext, by: string, units: CountedUnits[]): Promise<void>;
}
