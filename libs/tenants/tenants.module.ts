import { Global, Module, type DynamicModule } from '@nestjs/common';
import { KindRegistry } from './kind-registry.js';
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
      providers: [{ provide: KindRegistry, useValue: kinds }, TenantsService, TenantsResolver, ...own],
      exports: [KindRegistry, TenantsService],
    };
  }
}
