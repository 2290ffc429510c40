import type { Principal } from '@comptoir/tenant-kit';

/** Whose documents a caller sees: applications and administrators those of their whole tenant, others their own. */
export function visibleTo({ type, id, scopes }: Principal): { ownerId?: string } {
  return type === 'application' || scopes.includes('tenant:admin') ? {} : { ownerId: id };
}
