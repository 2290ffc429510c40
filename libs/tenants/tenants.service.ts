import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, InvalidInput, type Clock } from '@comptoir/kernel';
import type { Capability, Tenant, TenantContext, TenantMoney } from '@comptoir/tenant-kit';
import { Database, type PlatformCollection } from '#platform';
import { hostName, isHostName } from './hosts/host-name.js';
import { TenantHosts } from './hosts/tenant-hosts.js';
import { KindRegistry } from './kinds/kind-registry.js';
import { moneyFaults } from './money/money-rules.js';
import { TENANTS, type TenantRecord } from './tenant.collection.js';
import { isHandle, tenantFaults } from './tenant-rules.js';
import { NotOfferedByTenant, TenantNotFound } from './tenants.problems.js';

/** How long another process may go on with an old record after a change, milliseconds. */
const CACHE_MS = 5000;

/** From `tenant_id` to a tenant that may be served. Records are cached for a moment: every request needs one. */
@Injectable()
export class TenantsService {
  private readonly records: PlatformCollection<TenantRecord>;
  private readonly cache = new Map<string, { context: TenantContext; until: number }>();

  constructor(
    database: Database,
    private readonly kinds: KindRegistry,
    private readonly hosts: TenantHosts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.records = database.platformCollection(TENANTS);
  }

  /** The one way to a {@link TenantContext} for a caller. Everything but an open tenant gets the same answer. */
  async resolve(handle: string): Promise<TenantContext> {
    const context = await this.load(handle);
    if (context?.tenant.status !== 'active') throw new TenantNotFound();
    return context;
  }

  /** For work already begun: a suspended tenant's checkouts are still finished or undone. */
  async resolveForWork(handle: string): Promise<TenantContext> {
    const context = await this.load(handle);
    if (!context) throw new TenantNotFound();
    return context;
  }

  /** Handle of the tenant that a request's host name belongs to; null for a name of the gateway's own, or of nobody. */
  async atHost(host: string): Promise<string | null> {
    const name = hostName(host);
    const owner = isHostName(name) ? await this.hosts.ownerOf(name) : null;
    const listed = owner === null ? [] : ((await this.load(owner))?.tenant.hosts ?? []);
    return listed.includes(name) ? owner : null;
  }

  require(context: TenantContext, capability: Capability): void {
    if (!context.tenant.capabilities.includes(capability)) throw new NotOfferedByTenant(capability);
  }

  /** Open tenants by handle, one page after `after`. */
  async list(options: { after?: string | undefined; limit: number }): Promise<Tenant[]> {
    const filter = { status: 'active', ...(options.after ? { _id: { $gt: options.after } } : {}) };
    return this.records.find(filter, { sort: { _id: 1 }, limit: options.limit });
  }

  /** Creates a tenant, or changes the one with this handle. Its settings are validated by its kind. Safe to repeat. */
  async put(tenant: Omit<Tenant, 'capabilities'>): Promise<void> {
    // What is not given stays as it is, and has to go with what is given.
    const money = tenant.money ?? (isHandle(tenant.id) ? (await this.records.get(tenant.id))?.money : undefined);
    const faults = tenantFaults({ ...tenant, ...(money ? { money } : {}) });
    if (faults.length) throw new Error(`Tenant ${tenant.id}: ${faults.join('; ')}`);
    const kind = this.kinds.get(tenant.kind);
    const now = this.clock.now();
    const { id, hosts = [], ...fields } = { ...tenant, settings: kind.parseSettings(tenant.settings) };
    const had = await this.hosts.of(id);
    await this.hosts.take(id, hosts);
    const change = { ...fields, hosts, capabilities: kind.manifest.capabilities, updatedAt: now };
    await this.records.update(id, {}, { $set: change, $setOnInsert: { createdAt: now } }, { upsert: true });
    this.cache.delete(id);
    const dropped = had.filter((host) => !hosts.includes(host));
    await this.hosts.free(id, dropped);
  }

  /** Says where the money of a tenant's buyers goes from now on. Sessions that are written down keep what they have. */
  async setMoney({ tenantId, tenant }: TenantContext, money: TenantMoney): Promise<void> {
    const faults = moneyFaults(money, tenant.currencies);
    if (faults.length) throw InvalidInput.at('input', 'money', faults.join('; '));
    await this.records.update(tenantId, {}, { $set: { money, updatedAt: this.clock.now() } });
    this.cache.delete(tenantId);
  }

  private async load(handle: string): Promise<TenantContext | null> {
    const now = this.clock.now().getTime();
    const cached = this.cache.get(handle);
    if (cached && cached.until > now) return cached.context;
    const record = isHandle(handle) ? await this.records.get(handle) : null;
    if (!record) return null;
    const context = { tenantId: record.id, tenant: record };
    this.cache.set(handle, { context, until: now + CACHE_MS });
    return context;
  }
}
