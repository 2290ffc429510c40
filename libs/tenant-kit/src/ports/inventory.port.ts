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

/** Units that are each one of a kind: the nights of a house, the seats of a show. */
export interface NamedUnits {
  /** The set they belong to, such as `house-7`. */
  set: string;
  units: string[];
  /** Units that must be free too but are not held, such as the nights of a turnaround. */
  keepFree?: string[];
}

/** Injection token of {@link InventoryPort}. */
export const INVENTORY = Symbol.for('comptoir.inventory');

/** The only way to hold anything, so that the sweeper and doctor see all of it. Every call may be repeated. */
export interface InventoryPort {
  /** Holds all of `units` for `by`, or none. Units of one SKU are summed first. */
  hold(tenant: TenantContext, hold: { by: string; until: Date; units: CountedUnits[] }): Promise<Shortage | null>;
  /**
   * Frees whatever `by` holds of these SKUs. With `until`, which is that of the hold, or later: nothing that is held for
   * longer. A checkout that was begun again holds anew, and a call of its earlier run may come late.
   */
  release(tenant: TenantContext, by: string, skus: string[], until?: Date): Promise<void>;
  /** Turns the hold into a sale: units leave the house. */
  convert(tenant: TenantContext, by: string, skus: string[]): Promise<void>;
  /** Puts sold units back, once per `by`. */
  restock(tenant: TenantContext, by: string, units: CountedUnits[]): Promise<void>;
  /** Holds all of `named.units` for `by`, or none; then it returns those that are taken. Null when held. */
  holdNamed(tenant: TenantContext, hold: { by: string; until: Date; named: NamedUnits }): Promise<string[] | null>;
  /** Frees every unit of the set that `by` has; with `until`, what it holds no longer than that, and nothing that is sold. */
  releaseNamed(tenant: TenantContext, by: string, set: string, until?: Date): Promise<void>;
  /** Turns the hold into a sale: the units stay taken for good. */
  convertNamed(tenant: TenantContext, by: string, set: string): Promise<void>;
  /** Units of the sets that are held or sold just now, by set. */
  taken(tenant: TenantContext, sets: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
}
