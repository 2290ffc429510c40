import { join } from 'node:path';
import { ownSecrets } from './own-secrets.js';
import type { StackSettings } from './settings.js';

/** The emulator takes any test key. */
const EMULATOR_KEY = 'sk_test_comptoir';

/** What stands in for what the caller did not set. */
export interface StandIns {
  readonly mongoUri?: string;
  readonly stripeUrl?: string;
}

/** The environment that the gateway and the seed run in: what the caller set goes first. */
export function gatewayEnvironment(settings: StackSettings, standIns: StandIns): NodeJS.ProcessEnv {
  const { env, host, port, dataDir } = settings;
  const secrets = ownSecrets(dataDir);
  return {
    LOG_LEVEL: 'warn',
    COMPTOIR_SECRET: secrets.master,
    ...(env['SMTP_URL'] ? {} : { MAIL_DIR: join(dataDir, 'mail') }),
    ...withoutEmpty(env),
    HOST: host,
    PORT: String(port),
    ...(standIns.mongoUri ? { MONGODB_URI: withoutJournal(standIns.mongoUri) } : {}),
    ...(settings.stripeEmulator ? { STRIPE_SECRET_KEY: EMULATOR_KEY, STRIPE_WEBHOOK_SECRET: secrets.webhook } : {}),
    ...(standIns.stripeUrl ? { STRIPE_API_BASE: standIns.stripeUrl } : {}),
  };
}

/** The embedded database syncs the disk in batches of its own; waiting for each one would make every write slow. */
function withoutJournal(uri: string): string {
  return `${uri}&journal=false`;
}

/** `NAME= npm start` means that NAME is not set. */
function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}
