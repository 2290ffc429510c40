import type { CallContext } from './caller.decorator.js';
import type { Capability, TenantContext } from './tenant.js';

/** What a router sends for an entity with the key `tenantId id`: anything a caller cares to write. */
export interface EntityReference {
  tenantId?: unknown;
  id?: unknown;
}

/**
 * For the first lines of a `@ResolveReference()`: the tenant of that one representation and the id asked for. No root
 * field stands before it, so its checks are made here: broken token, another tenant than the caller's, `capability`. Null
 * when the representation names nothing; answer null for an id that is not there, as federation asks.
 */
export async function referenced(
  { tenantId, id }: EntityReference,
  context: CallContext,
  capability: Capability,
): Promise<{ tenant: TenantContext; id: string } | null> {
  if (typeof tenantId !== 'string' || typeof id !== 'string') return null;
  return { tenant: await context.tenant(tenantId, capability), id };
}
