import { resolve } from 'node:path';
import { CliError } from '../cli-error.js';
import { ROOT } from '../places.js';
import { parsePort } from './port.js';

/** What the flags say; a flag goes before its environment variable. */
export interface StartFlags {
  readonly port?: string;
  readonly emulatorPort?: string;
  readonly data?: string;
}

/** What to run, where. */
export interface StackSettings {
  readonly host: string;
  readonly port: number;
  readonly emulatorPort: number;
  readonly dataDir: string;
  /** Without MONGODB_URI. */
  readonly embeddedMongo: boolean;
  /** Without STRIPE_SECRET_KEY. */
  readonly stripeEmulator: boolean;
  /** Everything else the caller set; the gateway reads it. */
  readonly env: NodeJS.ProcessEnv;
}

const WILDCARDS = new Set(['0.0.0.0', '::']);
const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = '4000';
const DEFAULT_EMULATOR_PORT = '4010';
const DEFAULT_DATA = '.data';

/** Reads flags and environment; refuses stand-ins in production. */
export function readSettings(flags: StartFlags, env: NodeJS.ProcessEnv): StackSettings {
  const embeddedMongo = !env['MONGODB_URI'];
  const stripeEmulator = !env['STRIPE_SECRET_KEY'];
  if (env['NODE_ENV'] === 'production') refuseStandIns(embeddedMongo, stripeEmulator);
  return {
    host: env['HOST'] || DEFAULT_HOST,
    port: parsePort(flags.port ?? (env['PORT'] || DEFAULT_PORT), 'PORT'),
    emulatorPort: parsePort(
      flags.emulatorPort ?? (env['STRIPE_EMULATOR_PORT'] || DEFAULT_EMULATOR_PORT),
      'STRIPE_EMULATOR_PORT',
    ),
    dataDir: resolve(ROOT, flags.data ?? DEFAULT_DATA),
    embeddedMongo,
    stripeEmulator,
    env,
  };
}

/** Where the gateway's own machine reaches it. */
export function localUrl({ host, port }: Pick<StackSettings, 'host' | 'port'>): string {
  if (WILDCARDS.has(host)) return `http://${DEFAULT_HOST}:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The emulator never listens anywhere else. */
export function emulatorUrl({ emulatorPort }: Pick<StackSettings, 'emulatorPort'>): string {
  return `http://${DEFAULT_HOST}:${emulatorPort}`;
}

function refuseStandIns(embeddedMongo: boolean, stripeEmulator: boolean): void {
  const missing = [
    ...(embeddedMongo ? ['MONGODB_URI'] : []),
    ...(stripeEmulator ? ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'] : []),
  ];
  if (missing.length === 0) return;
  throw new CliError(
    `NODE_ENV=production runs no embedded database and no Stripe emulator: set ${missing.join(', ')}, or unset NODE_ENV`,
  );
}
