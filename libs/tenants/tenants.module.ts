import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { TENANT_DIRECTORY } from '@comptoir/tenant-kit';
import { KindRegistry } from './kinds/kind-registry.js';
import { TenantHosts } from './hosts/tenant-hosts.js';
import { TenantMoneyResolver } from './money/tenant-money.resolver.js';
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
        ...recordProviders(kinds),
        { provide: TENANT_DIRECTORY, useExisting: TenantsService },
        TenantsResolver,
        TenantMoneyResolver,
        ...own,
      ],
      exports: [KindRegistry, TenantsService],
    };
  }

  /** Without what the kinds bring along: their checkouts need the engine, and who only writes records drives none. */
  static forRecords(kinds: KindRegistry): DynamicModule {
    return { module: TenantsModule, providers: recordProviders(kinds), exports: [KindRegistry, TenantsService] };
  }
}

function recordProviders(kinds: KindRegistry): Provider[] {
  return [{ provide: KindRegistry, useValue: kinds }, TenantHosts, TenantsService];
}
