import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isEmail } from 'class-validator';
import type { Config, Database } from '#platform';
import { CliError } from '../cli-error.js';
import { openConfigured, readConfig } from '../seed/configured.js';
import { DATABASE_ADDRESS, startEmbeddedDatabase } from '../start/embedded-database.js';
import { gatewayEnvironment } from '../start/gateway-environment.js';
import { readSettings, type StackSettings } from '../start/settings.js';
import type { Supervisor } from '../start/supervisor.js';
import { readTenantFile, readText } from './tenant-file.js';

export interface TenantFlags {
  readonly data: string;
  readonly products?: string;
  readonly admin?: string;
}

/** Makes a tenant, or makes the one with its handle be as the file says, in the database that the gateways use. */
export async function tenantCommand(
  file: string,
  { data, products, admin }: TenantFlags,
  env: NodeJS.ProcessEnv,
  supervisor: Supervisor,
): Promise<void> {
  const tenant = readTenantFile(file);
  if (admin !== undefined && !isEmail(admin)) throw new CliError(`--admin: ${admin} is no e-mail address`);
  const csv = products === undefined ? null : { path: products, text: readText(products) };
  const { config, database } = await openDatabase(readSettings({ data }, env), supervisor);
  try {
    // Imported only now: it loads Nest, and a wrong file is answered at once.
    const { applyTenant } = await import('./apply-tenant.js');
    for (const line of await applyTenant(config, database, { tenant, csv, admin: admin ?? null })) console.log(line);
  } finally {
    await database.close();
  }
}

interface Opened {
  config: Config;
  database: Database;
}

/** Yours; else the embedded one of the folder, which `npm start` may be running just now. */
async function openDatabase(settings: StackSettings, supervisor: Supervisor): Promise<Opened> {
  const open = async (uri: string | null): Promise<Opened> => {
    const config = readConfig(gatewayEnvironment(settings, uri));
    return { config, database: await openConfigured(config) };
  };
  if (!settings.embeddedMongo) return open(null);
  const address = join(settings.dataDir, DATABASE_ADDRESS);
  // An address that was left behind does not answer.
  const running = existsSync(address) ? await open(readFileSync(address, 'utf8').trim()).catch(() => null) : null;
  return running ?? open((await supervisor.start(() => startEmbeddedDatabase(settings))).uri);
}
