import 'reflect-metadata';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { systemClock } from '@comptoir/kernel';
import { AccountsService, AuthModule } from '#auth';
import { InventoryModule } from '#inventory';
import { PlatformModule, type Config, type Database } from '#platform';
import { CatalogService, parseShopifyCsv, ShopModule } from '#shop';
import { loadKinds, TenantsModule, TenantsService } from '#tenants';
import { CliError } from '../cli-error.js';
import { DEMO_ACCOUNTS } from './demo-accounts.js';
import { CURRENCY, DEMO_TENANTS, type DemoTenant } from './demo-tenants.js';

type Families = ReturnType<typeof parseShopifyCsv>['families'];

/** The gateway's services without its surfaces and its sweeper: a seed serves nobody and drives no checkout. */
@Module({})
class SeedModule {
  static async for(config: Config, database: Database): Promise<DynamicModule> {
    const kinds = await loadKinds(config.COMPTOIR_KINDS);
    const platform = PlatformModule.forRoot({ config, database, clock: systemClock });
    return {
      module: SeedModule,
      imports: [platform, TenantsModule.forRoot(kinds), AuthModule, InventoryModule, ShopModule],
    };
  }
}

/** Writes everything; may be repeated. Answers what it did, a line each. */
export async function applySeed(config: Config, database: Database, csv: string): Promise<string[]> {
  const families = readFamilies(csv);
  const context = await NestFactory.createApplicationContext(await SeedModule.for(config, database), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  try {
    const done: string[] = [];
    for (const tenant of DEMO_TENANTS) done.push(await seedTenant(context, tenant, families));
    for (const account of DEMO_ACCOUNTS) await context.get(AccountsService).ensure(account);
    return done;
  } finally {
    await context.close();
  }
}

function readFamilies(csv: string): Families {
  const { families, problems } = parseShopifyCsv(csv, CURRENCY);
  const [first] = problems;
  if (first) throw new CliError(`The demo catalogue, line ${first.row}, ${first.column}: ${first.message}`);
  return families;
}

async function seedTenant(context: INestApplicationContext, demo: DemoTenant, all: Families): Promise<string> {
  const { id, name } = demo.tenant;
  const tenants = context.get(TenantsService);
  await tenants.put(demo.tenant);
  const families = all.filter((family) => demo.sells(family));
  await context.get(CatalogService).importFamilies(await tenants.resolve(id), families, CURRENCY.currency);
  return `${name}: ${families.length} products`;
}
