import type { IndexDefinition, IndexOptions, SchemaDefinition } from 'mongoose';

/** One secondary index. Uniqueness is never stated here: it is stated by `_id` alone, which a sharded cluster enforces. */
export interface Index {
  keys: IndexDefinition & Record<string, 1 | -1>;
  options?: Pick<IndexOptions, 'expireAfterSeconds' | 'partialFilterExpression'>;
}

/**
 * Name, top-level fields and indexes of a collection. A field that is not declared is refused on write; null takes any,
 * for kinds, which own the shape of their documents.
 */
export interface CollectionDefinition {
  readonly name: string;
  readonly fields: SchemaDefinition | null;
  readonly indexes: readonly Index[];
}

/** Binds the stored type to the definition. */
export interface TypedCollection<T> extends CollectionDefinition {
  readonly stores?: T;
}

/**
 * Refuses an index of a tenant collection that a tenant's query could not use, or that a sharded cluster could not keep
 * with the tenant: but for those of the sweeper and of expiry, each begins with `tenantId`.
 */
export function assertTenantFirst({ name, indexes }: CollectionDefinition): void {
  for (const { keys, options } of indexes) {
    const fields = Object.keys(keys);
    const ofSweeper = fields.length === 1 && fields[0] === 'dueAt';
    const ofExpiry = options?.expireAfterSeconds !== undefined;
    if (fields[0] === 'tenantId' || ofSweeper || ofExpiry) continue;
    throw new Error(`The index by ${fields.join(', ')} of ${name} must begin with tenantId`);
  }
}

/** Secondary indexes of tenant collections start with `tenantId`, the sweeper's excepted. */
export function defineCollection<T>(definition: CollectionDefinition): TypedCollection<T> {
  return definition;
}
