import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccountsService } from '#auth';
import type { Config, Database } from '#platform';
import { CatalogService, parseShopifyCsv } from '#shop';
import { loadKinds, TenantsService, type KindRegistry } from '#tenants';
import { CliError } from '../cli-error.js';
import { DEMO_ACCOUNTS } from './demo-accounts.js';
import { CURRENCY, DEMO_TENANTS, type DemoTenant } from './demo-tenants.js';
import { SeedModule } from './seed.module.js';

type Families = ReturnType<typeof parseShopifyCsv>['families'];

/** What a seed writes with. */
interface SeedServices {
  readonly context: INestApplicationContext;
  readonly kinds: KindRegistry;
}

/** Writes everything; may be repeated. Answers what it did, a line each. */
export function applySeed(config: Config, database: Database, csv: string): Promise<string[]> {
  const families = readFamilies(csv);
  return withSeedServices(config, database, async ({ context, kinds }) => {
    const done: string[] = [];
    const loaded = new Set(kinds.all.map(({ manifest }) => manifest.kind));
    // Nothing could be bought at a tenant of a kind that the gateway does not run.
    const tenants = DEMO_TENANTS.filter(({ tenant }) => loaded.has(tenant.kind));
    for (const tenant of tenants) done.push(await seedTenant(context, tenant, families));
    for (const account of DEMO_ACCOUNTS) await context.get(AccountsService).ensure(account);
    return done;
  });
}

/** Lends the gateway's services, without its surfaces, for as long as the work takes. */
export async function withSeedServices<T>(
  config: Config,
  database: Database,
  work: (services: SeedServices) => Promise<T>,
): Promise<T> {
  const kinds = await loadKinds(config.COMPTOIR_KINDS);
  const context = await NestFactory.createApplicationContext(SeedModule.for(config, database, kinds), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  try {
    return await work({ context, kinds });
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
  if (families.length === 0) return name;
  await context.get(CatalogService).importFamilies(await tenants.resolve(id), families, CURRENCY.currency);
  return `${name}: ${families.length} products`;
}
