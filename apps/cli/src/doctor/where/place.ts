import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliError, messageOf } from '../../cli-error.js';
import { DATABASE_ADDRESS, startEmbeddedDatabase } from '../../start/embedded-database.js';
import { emulatorUrl, readSettings, type StackSettings } from '../../start/settings.js';
import type { Supervisor } from '../../start/supervisor.js';
import { Look } from '../reading/look.js';
import { ProviderDesk } from '../reading/provider-desk.js';

export interface PlaceFlags {
  readonly mongo?: string;
  readonly data: string;
  readonly tenant?: string;
  readonly stripe?: boolean;
}

const STRIPE = 'https://api.stripe.com';

/** The emulator takes any test key. */
const EMULATOR_KEY = 'sk_test_comptoir';

/** The database to look at, and whether anything may be running on it. */
export async function findDatabase(
  flags: PlaceFlags,
  env: NodeJS.ProcessEnv,
  supervisor: Supervisor,
): Promise<{ look: Look; awake: boolean }> {
  const { tenant = null } = flags;
  const open = (uri: string): Promise<Look> => Look.at(uri, env['MONGODB_DATABASE'] || 'comptoir', { tenant });
  const uri = flags.mongo ?? (env['MONGODB_URI'] || null);
  if (uri) {
    const look = await open(uri).catch((cause: unknown) => {
      throw new CliError(`The database does not answer: ${messageOf(cause)}`, { cause });
    });
    return { look, awake: true };
  }
  const settings = readSettings({ data: flags.data }, env);
  const running = await runningDatabase(settings, open);
  if (running) return { look: running, awake: true };
  const { uri: own } = await supervisor.start(() => startEmbeddedDatabase(settings));
  return { look: await open(own), awake: false };
}

/** The embedded database of a folder, if `npm start` runs it just now. An address that was left behind does not answer. */
async function runningDatabase({ dataDir }: StackSettings, open: (uri: string) => Promise<Look>): Promise<Look | null> {
  if (!existsSync(join(dataDir, 'mongo')))
    throw new CliError(`There is no database in ${dataDir}: see --data, --mongo`);
  const address = join(dataDir, DATABASE_ADDRESS);
  if (!existsSync(address)) return null;
  return open(readFileSync(address, 'utf8').trim()).catch(() => null);
}

/** The provider that the gateway uses; null when it is not to be asked. */
export function findProvider({ stripe }: PlaceFlags, env: NodeJS.ProcessEnv): ProviderDesk | null {
  if (!stripe) return null;
  const key = env['STRIPE_SECRET_KEY'];
  if (key) return new ProviderDesk(env['STRIPE_API_BASE'] || STRIPE, key);
  if (env['NODE_ENV'] === 'production') throw new CliError('--stripe needs STRIPE_SECRET_KEY');
  return new ProviderDesk(emulatorUrl(readSettings({}, env)), EMULATOR_KEY);
}
