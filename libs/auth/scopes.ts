import { SCOPES, type PrincipalType, type Scope } from '@comptoir/tenant-kit';

/** Tenant of those who belong to no seller: operators, network agents, applications. */
export const PLATFORM_TENANT = 'platform';

/** Who can hold a session. */
export type SessionType = Extract<PrincipalType, 'guest' | 'shopper' | 'tenant-admin' | 'operator' | 'application'>;

const GUEST: readonly Scope[] = ['catalog:read', 'cart:write', 'checkout:write', 'order:read'];
const SHOPPER: readonly Scope[] = [...GUEST, 'buyer:write', 'payment:read', 'booking:write'];

const SCOPES_OF: Readonly<Record<SessionType, readonly Scope[]>> = {
  guest: GUEST,
  shopper: SHOPPER,
  'tenant-admin': [...SHOPPER, 'tenant:admin'],
  operator: SCOPES,
  application: ['checkout:write', 'order:read', 'payment:read', 'cart:write', 'catalog:read'],
};

/** What a session of this type may do. */
export function scopesOf(type: SessionType): readonly Scope[] {
  return SCOPES_OF[type];
}

/** Whether `value` names a type that tokens are issued for. */
export function isSessionType(value: unknown): value is SessionType {
  return typeof value === 'string' && Object.hasOwn(SCOPES_OF, value);
}

/** Whether accounts of this type live at the reserved tenant and may act at every other one. */
export function isPlatformType(type: SessionType): boolean {
  return type === 'operator' || type === 'application';
}
