/** What a principal may do. Public catalogue reads need none. */
export const SCOPES = [
  'catalog:read',
  'cart:write',
  'checkout:write',
  'order:read',
  'booking:write',
  'buyer:write',
  'payment:read',
  'tenant:admin',
  'platform:admin',
] as const;

export type Scope = (typeof SCOPES)[number];

export type PrincipalType = 'anonymous' | 'guest' | 'shopper' | 'agent' | 'application' | 'tenant-admin' | 'operator';

/** Who calls. Built once from the bearer token; trusted from then on. */
export interface Principal {
  type: PrincipalType;
  /** Opaque id; owns carts, checkouts and orders. */
  id: string;
  /** The only tenant this principal may act at, or null for one that may act at all. */
  tenantId: string | null;
  scopes: readonly Scope[];
}

export const ANONYMOUS: Principal = { type: 'anonymous', id: 'anonymous', tenantId: null, scopes: ['catalog:read'] };
