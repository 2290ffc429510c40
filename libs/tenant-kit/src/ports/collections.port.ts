import type { TenantContext } from '../tenant.js';

/** Injection token of {@link CollectionsPort}. */
export const COLLECTIONS = Symbol.for('comptoir.collections');

/** A condition, in the operators that every supported database understands the same way. */
export type Guard = Record<string, unknown>;

/** An update, in those operators. */
export interface KindChange {
  $set?: Record<string, unknown>;
  $unset?: Record<string, 1>;
  $inc?: Record<string, number>;
  $push?: Record<string, unknown>;
  $pull?: Record<string, unknown>;
}

/** Documents of a kind, tenant by tenant: nothing here works without a tenant. */
export interface KindCollection<T extends { id: string }> {
  get(tenant: TenantContext, id: string): Promise<T | null>;
  find(tenant: TenantContext, filter: Guard, options: { limit: number; sort?: Record<string, 1 | -1> }): Promise<T[]>;
  /** False when a document with this id exists already; it is left as it is. */
  insert(tenant: TenantContext, document: T): Promise<boolean>;
  /** Changes one document that meets `guard` and returns it as changed, or null when none does. */
  update(tenant: TenantContext, id: string, guard: Guard, change: KindChange): Promise<T | null>;
}

export interface CollectionOptions {
  /** They start with the tenant by themselves. */
  indexes?: readonly Record<string, 1 | -1>[];
  /**
   * A field with an instant from which on a document may be removed by the database: some minutes later, or never where it
   * is null. Nothing may rely on its being gone.
   */
  removedAfter?: string;
}

/** Where a kind keeps what it cannot keep in its checkouts. */
export interface CollectionsPort {
  /** `name` is the kind's own. */
  collection<T extends { id: string }>(name: string, options?: CollectionOptions): KindCollection<T>;
}
