import { join } from 'node:path';
import { ownSecrets, type OwnSecrets } from './own-secrets.js';
import { emulatorUrl, type StackSettings } from './settings.js';

/** The emulator takes any test key. */
const EMULATOR_KEY = 'sk_test_comptoir';

/** The environment that the first gateway and the seed run in. `mongoUri` is the embedded database's, null for the caller's own. */
export function gatewayEnvironment(settings: StackSettings, mongoUri: string | null): NodeJS.ProcessEnv {
  const {
    env,
    host,
    ports: [port],
    dataDir,
    stripeEmulator,
  } = settings;
  const secrets = ownSecrets(dataDir);
  return {
    LOG_LEVEL: 'warn',
    COMPTOIR_SECRET: secrets.master,
    ...(env['SMTP_URL'] ? {} : { MAIL_DIR: join(dataDir, 'mail') }),
    ...withoutEmpty(env),
    HOST: host,
    PORT: String(port),
    ...(mongoUri ? { MONGODB_URI: withoutJournal(mongoUri) } : {}),
    ...(stripeEmulator ? emulated(settings, secrets) : {}),
  };
}

function emulated(settings: StackSettings, { webhook }: OwnSecrets): NodeJS.ProcessEnv {
  return {
    STRIPE_SECRET_KEY: EMULATOR_KEY,
    STRIPE_PUBLISHABLE_KEY: 'pk_test_emulator',
    STRIPE_WEBHOOK_SECRET: webhook,
    STRIPE_API_BASE: emulatorUrl(settings),
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
