import { Args, ID, Int, Query, ResolveReference, Resolver } from '@nestjs/graphql';
import { InvalidInput } from '@comptoir/kernel';
import { Operation, type CallContext } from '@comptoir/tenant-kit';
import { TenantPage, TenantView } from './tenant.types.js';
import { TenantNotFound } from './tenants.problems.js';
import { TenantsService } from './tenants.service.js';

const MAX_PAGE = 100;

@Resolver(() => TenantView)
export class TenantsResolver {
  constructor(private readonly tenants: TenantsService) {}

  @Operation({ scope: 'public', risk: 'READ', key: 'none', tenant: false })
  @Query(() => TenantPage, { name: 'tenants', description: 'Sellers that are open, by handle' })
  async list(
    @Args('first', { type: () => Int, defaultValue: 20, description: '1 to 100' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: '`endCursor` of the page before' })
    after?: string,
  ): Promise<TenantPage> {
    if (first < 1 || first > MAX_PAGE) throw InvalidInput.at('first', 'range', `must be 1 to ${MAX_PAGE}`);
    const found = await this.tenants.list({ after, limit: first + 1 });
    const nodes = found.slice(0, first).map((tenant) => TenantView.of(tenant));
    return { nodes, endCursor: found.length > first ? (nodes.at(-1)?.id ?? null) : null };
  }

  @Operation({ scope: 'public', risk: 'READ', key: 'none' })
  @Query(() => TenantView, { name: 'tenant', description: 'One seller: what it offers and its limits' })
  async one(@Args('tenantId', { type: () => ID, description: 'Tenant handle' }) tenantId: string): Promise<TenantView> {
    return TenantView.of((await this.tenants.resolve(tenantId)).tenant);
  }

  /** How another subgraph's reference becomes a tenant: one that is not open is null, like an unknown one. */
  @ResolveReference()
  async reference({ id }: { id?: unknown }, request: CallContext): Promise<TenantView | null> {
    if (typeof id !== 'string') return null;
    try {
      return TenantView.of((await request.tenant(id)).tenant);
    } catch (error) {
      if (error instanceof TenantNotFound) return null;
      throw error;
    }
  }
}
