import { Module, type DynamicModule } from '@nestjs/common';
import { systemClock } from '@comptoir/kernel';
import { AuthModule } from '#auth';
import { InventoryModule } from '#inventory';
import { PlatformModule, type Config, type Database } from '#platform';
import { ShopModule } from '#shop';
import { KindRegistry, TenantsService } from '#tenants';

/** Of the kinds only what they say about settings: their checkouts need the engine, and a seed drives none. */
@Module({})
class TenantRecordsModule {
  static for(kinds: KindRegistry): DynamicModule {
    const providers = [{ provide: KindRegistry, useValue: kinds }, TenantsService];
    return { module: TenantRecordsModule, global: true, providers, exports: [KindRegistry, TenantsService] };
  }
}

/** The gateway's services without its surfaces and its sweeper: a seed serves nobody. */
@Module({})
export class SeedModule {
  static for(config: Config, database: Database, kinds: KindRegistry): DynamicModule {
    const platform = PlatformModule.forRoot({ config, database, clock: systemClock });
    return {
      module: SeedModule,
      imports: [platform, TenantRecordsModule.for(kinds), AuthModule, InventoryModule, ShopModule],
    };
  }
}
