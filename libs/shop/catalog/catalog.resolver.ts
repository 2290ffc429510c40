import { Args, ID, Query, ResolveReference, Resolver } from '@nestjs/graphql';
import { NotFound } from '@comptoir/kernel';
import {
  Operation,
  referenced,
  type CallContext,
  type EntityReference,
  type TenantContext,
} from '@comptoir/tenant-kit';
import { CurrentTenant } from '#auth';
import { CatalogService } from './catalog.service.js';
import { CatalogPage, CatalogSearchArgs, CatalogVersion } from './catalog.types.js';
import { Product } from './product.types.js';

@Resolver(() => Product)
export class CatalogResolver {
  constructor(private readonly catalog: CatalogService) {}

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

  /** A product that another subgraph refers to. */
  @ResolveReference()
  async reference(representation: EntityReference, context: CallContext): Promise<Product | null> {
    const found = await referenced(representation, context, 'catalog');
    return found && this.catalog.product(found.tenant, found.id);
  }
}
