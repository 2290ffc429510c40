import { resolve } from 'node:path';
import { CliError } from '../cli-error.js';
import { ROOT } from '../places.js';
import { startEmbeddedDatabase } from '../start/embedded-database.js';
import { gatewayEnvironment } from '../start/gateway-environment.js';
import { readSettings, type StackSettings } from '../start/settings.js';
import type { Supervisor } from '../start/supervisor.js';
import { readConfig } from './configured.js';
import { seedDemo } from './seeder.js';

export interface SeedFlags {
  readonly data: string;
  readonly force?: boolean;
}

/** Seeds the database that MONGODB_URI names, or the embedded one. */
export async function seedCommand(flags: SeedFlags, env: NodeJS.ProcessEnv, supervisor: Supervisor): Promise<void> {
  if (env['NODE_ENV'] === 'production') {
    throw new CliError('The passwords of the demo accounts are public: with NODE_ENV=production nothing is seeded');
  }
  const settings = readSettings({ data: flags.data }, env);
  const config = readConfig(gatewayEnvironment(settings, await openDatabase(settings, supervisor)));
  const done = await seedDemo(config, { force: flags.force ?? false });
  // As a child of `start` it speaks only when it did something.
  if (done.length > 0) console.log(`Seeded ${done.join(', ')}.`);
  else if (!process.send) console.log(`Nothing to do: ${resolve(ROOT, flags.data)} holds the demo already.`);
}

async function openDatabase(settings: StackSettings, supervisor: Supervisor): Promise<string | null> {
  if (!settings.embeddedMongo) return null;
  return (await supervisor.start(() => startEmbeddedDatabase(settings))).uri;
}
