import { resolve } from 'node:path';
import { CliError } from '../cli-error.js';
import { ROOT } from '../places.js';
import { parsePort } from './port.js';

/** What the flags say; a flag goes before its environment variable. */
export interface StartFlags {
  readonly port?: string;
  readonly emulatorPort?: string;
  readonly data?: string;
  readonly gateways?: string;
}

/** What to run, where. */
export interface StackSettings {
  readonly host: string;
  /** Of each gateway, one after the other. */
  readonly ports: readonly [number, ...number[]];
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

/** More would share one machine and one database to no end. */
const MAX_GATEWAYS = 8;

/** Reads flags and environment; refuses stand-ins in production. */
export function readSettings(flags: StartFlags, env: NodeJS.ProcessEnv): StackSettings {
  const embeddedMongo = !env['MONGODB_URI'];
  const stripeEmulator = !env['STRIPE_SECRET_KEY'];
  if (env['NODE_ENV'] === 'production') refuseStandIns(embeddedMongo, stripeEmulator);
  const ports = gatewayPorts(flags, env);
  const emulatorPort = parsePort(
    flags.emulatorPort ?? (env['STRIPE_EMULATOR_PORT'] || DEFAULT_EMULATOR_PORT),
    'STRIPE_EMULATOR_PORT',
  );
  if (stripeEmulator && ports.includes(emulatorPort)) {
    throw new CliError(`Port ${emulatorPort} would be a gateway’s and the Stripe emulator’s: change --emulator-port`);
  }
  return {
    host: env['HOST'] || DEFAULT_HOST,
    ports,
    emulatorPort,
    dataDir: resolve(ROOT, flags.data ?? DEFAULT_DATA),
    embeddedMongo,
    stripeEmulator,
    env,
  };
}

function gatewayPorts(flags: StartFlags, env: NodeJS.ProcessEnv): [number, ...number[]] {
  const count = Number(flags.gateways ?? 1);
  if (!Number.isInteger(count) || count < 1 || count > MAX_GATEWAYS) {
    throw new CliError(`--gateways must be 1 to ${MAX_GATEWAYS}, not "${flags.gateways}"`);
  }
  const first = parsePort(flags.port ?? (env['PORT'] || DEFAULT_PORT), 'PORT');
  const others = Array.from({ length: count - 1 }, (_, place) =>
    parsePort(String(first + 1 + place), 'PORT + gateways'),
  );
  return [first, ...others];
}

/** Where the gateways' own machine reaches them, in the order of their ports. */
export function gatewayUrls({ host, ports }: Pick<StackSettings, 'host' | 'ports'>): [string, ...string[]] {
  const named = host.includes(':') ? `[${host}]` : host;
  const [first, ...others] = ports;
  const urlOf = (port: number): string => `http://${WILDCARDS.has(host) ? DEFAULT_HOST : named}:${port}`;
  return [urlOf(first), ...others.map(urlOf)];
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
