import { Args, ID, Query, ResolveReference, Resolver } from '@nestjs/graphql';
import { NotFound } from '@comptoir/kernel';
import { Operation, type TenantContext } from '@comptoir/tenant-kit';
import { CurrentTenant, TenantMismatch, type RequestContext } from '#auth';
import { TenantsService } from '#tenants';
import { CatalogService } from './catalog.service.js';
import { CatalogPage, CatalogSearchArgs, CatalogVersion } from './catalog.types.js';
import { Product } from './product.types.js';

/** What a router sends for a product: anything a caller cares to write. */
interface ProductRepresentation {
  tenantId?: unknown;
  id?: unknown;
}

@Resolver(() => Product)
export class CatalogResolver {
  constructor(
    private readonly catalog: CatalogService,
    private readonly tenants: TenantsService,
  ) {}

  @Operation({ scope: 'public', risk: 'READ', capability: 'catalog', key: 'none' })
  @Query(() => CatalogPage, {
    name: 'catalogSearch',
    description: 'Search a tenant’s products, or browse them; with prices and stock of this moment',
  })
  async search(@CurrentTenant() tenant: TenantContext, @Args() args: CatalogSearchArgs): Promise<CatalogPage> {
    return this.catalog.search(tenant, args);
  }

  @Operation({ scope: 'public', risk: 'READ', capability: 'catalog', key: 'none' })
  @Query(() => Product, { name: 'product', description: 'One product, with prices and stock of this moment' })
  async product(
    @CurrentTenant() tenant: TenantContext,
    @Args('tenantId', { type: () => ID, description: 'Tenant handle' }) _tenantId: string,
    @Args('id', { type: () => ID, description: 'Product id, from `catalogSearch`' }) id: string,
  ): Promise<Product> {
    const product = await this.catalog.product(tenant, id);
    if (!product) throw new NotFound('product');
    return product;
  }

  @Operation({ scope: 'public', risk: 'READ', capability: 'catalog', key: 'none' })
  @Query(() => CatalogVersion, {
    name: 'catalogVersion',
    description: 'Version of a tenant’s catalogue: has anything changed since you read it?',
  })
  async version(
    @CurrentTenant() tenant: TenantContext,
    @Args('tenantId', { type: () => ID, description: 'Tenant handle' }) _tenantId: string,
  ): Promise<CatalogVersion> {
    return this.catalog.version(tenant);
  }

  /**
   * A product that another subgraph refers to. No root field stands before it, so the checks of one are made here. What
   * cannot be seen is null, as federation asks.
   */
  @ResolveReference()
  async reference(representation: ProductRepresentation, request: RequestContext): Promise<Product | null> {
    const { tenantId, id } = representation;
    if (request.authProblem) throw request.authProblem;
    if (typeof tenantId !== 'string' || typeof id !== 'string') return null;
    const { principal, tenantConstraint } = request;
    if ((principal.tenantId ?? tenantId) !== tenantId || (tenantConstraint ?? tenantId) !== tenantId) {
      throw new TenantMismatch();
    }
    const tenant = request.tenants.get(tenantId) ?? (await this.tenants.resolve(tenantId));
    this.tenants.require(tenant, 'catalog');
    request.tenants.set(tenantId, tenant);
    return this.catalog.product(tenant, id);
  }
}
