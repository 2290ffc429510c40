import type { JWTPayload } from 'jose';
import { SCOPES, type Principal, type Scope } from '@comptoir/tenant-kit';
import { isPlatformType, isSessionType, type SessionType } from '../scopes.js';

/** Claims of ours beside the registered ones. `tenant` is always there: null says "any", absence is an error. */
export function claimsOf(principal: Principal): JWTPayload {
  return { tenant: principal.tenantId, ptype: principal.type, scope: principal.scopes.join(' ') };
}

/** The principal that verified claims describe, or null when they are not of the form that we issue. */
export function principalOf(claims: JWTPayload): Principal | null {
  const { sub, jti, tenant, ptype, scope } = claims;
  if (!isText(sub) || !isText(jti) || !isSessionType(ptype) || typeof scope !== 'string') return null;
  const tenantId = tenantOf(ptype, tenant);
  if (tenantId === undefined) return null;
  const scopes = scope.split(' ').filter(Boolean);
  return scopes.every(isScope) ? { type: ptype, id: sub, tenantId, scopes } : null;
}

/** Those of the platform are bound to no tenant, all others to one; undefined for anything else. */
function tenantOf(type: SessionType, tenant: unknown): string | null | undefined {
  if (isPlatformType(type)) return tenant === null ? null : undefined;
  return isText(tenant) ? tenant : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0;
}

function isScope(value: string): value is Scope {
  return (SCOPES as readonly string[]).includes(value);
}
