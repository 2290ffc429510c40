import { Module, type DynamicModule } from '@nestjs/common';
import { systemClock } from '@comptoir/kernel';
import { AuthModule } from '#auth';
import { InventoryModule } from '#inventory';
import { PlatformModule, type Config, type Database } from '#platform';
import { ShopModule } from '#shop';
import { TenantsModule, type KindRegistry } from '#tenants';

/** The gateway's services without its surfaces and its sweeper: a seed serves nobody. */
@Module({})
export class SeedModule {
  static for(config: Config, database: Database, kinds: KindRegistry): DynamicModule {
    const platform = PlatformModule.forRoot({ config, database, clock: systemClock });
    return {
      module: SeedModule,
      imports: [platform, TenantsModule.forRecords(kinds), AuthModule, InventoryModule, ShopModule],
    };
  }
}
