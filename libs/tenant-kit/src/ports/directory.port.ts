import type { TenantContext } from '../tenant.js';

/** Injection token of {@link TenantDirectory}. */
export const TENANT_DIRECTORY = Symbol.for('comptoir.tenant-directory');

/** For a kind's own HTTP pages, which no guard resolved a tenant for. */
export interface TenantDirectory {
  /** An open tenant; throws the same problem for every other handle. */
  resolve(handle: string): Promise<TenantContext>;
}

/** Injection token of {@link PublicAddress}. */
export const PUBLIC_ADDRESS = Symbol.for('comptoir.public-address');

/** Where buyers reach this gateway. */
export interface PublicAddress {
  /** Such as `https://pay.example`, without a trailing slash. */
  get(): string;
}
