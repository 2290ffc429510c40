import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TENANT_DIRECTORY } from '@comptoir/tenant-kit';
import { KindRegistry } from './kinds/kind-registry.js';
import { TenantHosts } from './hosts/tenant-hosts.js';
import { TenantsResolver } from './tenants.resolver.js';
import { TenantsService } from './tenants.service.js';

/** Tenants and the kinds that answer for them. Kinds are loaded before Nest: their types are part of the schema. */
@Global()
@Module({})
export class TenantsModule {
  static forRoot(kinds: KindRegistry): DynamicModule {
    const own = kinds.all.flatMap(({ definition }) => [definition.checkout, ...(definition.providers ?? [])]);
    return {
      module: TenantsModule,
      controllers: kinds.all.flatMap(({ definition }) => [...(definition.controllers ?? [])]),
      providers: [
        { provide: KindRegistry, useValue: kinds },
        TenantHosts,
        TenantsService,
        { provide: TENANT_DIRECTORY, useExisting: TenantsService },
        TenantsResolver,
        ...own,
      ],
      exports: [KindRegistry, TenantsService],
    };
  }
}
