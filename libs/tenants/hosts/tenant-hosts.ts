import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '@comptoir/kernel';
import { Database, type PlatformCollection } from '#platform';
import { MAX_HOSTS } from './host-name.js';
import { TENANT_HOSTS, type TenantHost } from './tenant-host.collection.js';

/** How long another process may go on with an old owner after a change, milliseconds. */
const CACHE_MS = 5000;

/** Names whose owner (or that they have none) is remembered: callers choose what they send as `Host`. */
const MAX_CACHED = 1000;

/** Rows of one tenant: those it has, and those that a change which was cut off left behind. */
const MAX_ROWS = MAX_HOSTS * 5;

/**
 * Who has which host name. A row takes the name, the tenant's record lists it: both must agree, so a change that was
 * cut off between the two names nobody, and repeating it mends the rest.
 */
@Injectable()
export class TenantHosts {
  private readonly rows: PlatformCollection<TenantHost>;
  private readonly cache = new Map<string, { owner: string | null; until: number }>();

  constructor(
    database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.rows = database.platformCollection(TENANT_HOSTS);
  }

  /** Handle of the tenant that took this name, or null. */
  async ownerOf(name: string): Promise<string | null> {
    const now = this.clock.now().getTime();
    const cached = this.cache.get(name);
    if (cached && cached.until > now) return cached.owner;
    const owner = (await this.rows.get(name))?.tenantId ?? null;
    this.remember(name, { owner, until: now + CACHE_MS });
    return owner;
  }

  /** Takes all of these names for a tenant, or none. */
  async take(tenantId: string, names: readonly string[]): Promise<void> {
    const taken: string[] = [];
    for (const name of names) {
      this.cache.delete(name);
      if (await this.rows.insert({ id: name, tenantId })) {
        taken.push(name);
        continue;
      }
      const owner = (await this.rows.get(name))?.tenantId;
      if (owner === tenantId) continue;
      await this.free(tenantId, taken);
      throw new Error(`Tenant ${tenantId}: the host ${name} belongs to tenant ${owner}`);
    }
  }

  /** Names that a tenant has, listed by its record or not. */
  async of(tenantId: string): Promise<string[]> {
    return (await this.rows.find({ tenantId }, { limit: MAX_ROWS })).map(({ id }) => id);
  }

  async free(tenantId: string, names: readonly string[]): Promise<void> {
    for (const name of names) {
      await this.rows.remove(name, { tenantId });
      this.cache.delete(name);
    }
  }

  private remember(name: string, known: { owner: string | null; until: number }): void {
    // The order of a Map is the order of insertion: the oldest goes first.
    const oldest = this.cache.size >= MAX_CACHED ? this.cache.keys().next() : null;
    if (oldest && !oldest.done) this.cache.delete(oldest.value);
    this.cache.delete(name);
    this.cache.set(name, known);
  }
}
