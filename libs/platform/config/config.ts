import 'reflect-metadata';
import { plainToInstance, Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
  validateSync,
} from 'class-validator';

const list = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean)
    : value;

const flag = ({ value }: { value: unknown }): unknown =>
  value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value;

/** Every setting of the gateway, named as its environment variable. Read once, at boot; nothing else reads the environment. */
export class Config {
  /** `production` refuses the embedded database and the Stripe emulator. */
  @IsIn(['development', 'test', 'production'])
  NODE_ENV: 'development' | 'test' | 'production' = 'development';

  /** Address to listen on. */
  @IsString()
  HOST = '127.0.0.1';

  /** Port to listen on; 0 takes a free one. */
  @Transform(({ value }) => Number(value))
  @IsInt()
  @Min(0)
  @Max(65_535)
  PORT = 4000;

  /** Where buyers reach this gateway, without a trailing slash. Default: the address it listens on. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http', 'https'] })
  PUBLIC_URL?: string;

  /** Proxies whose `X-Forwarded-For` and `X-Forwarded-Host` are believed: `loopback`, `uniquelocal`, or addresses, comma separated. */
  @IsString()
  TRUST_PROXY = 'loopback';

  /** MongoDB replica set, such as `mongodb://db/?replicaSet=rs0`. */
  @Matches(/^mongodb(\+srv)?:\/\//, { message: 'MONGODB_URI must start with mongodb:// or mongodb+srv://' })
  MONGODB_URI: string;

  /** Name of the database. */
  @Matches(/^[A-Za-z0-9_-]{1,38}$/)
  MONGODB_DATABASE = 'comptoir';

  /** Master secret, at least 32 characters: encrypts stored keys and signs payment links. `openssl rand -base64 48`. */
  @MinLength(32, {
    message: 'COMPTOIR_SECRET must have at least 32 characters; make one with: openssl rand -base64 48',
  })
  COMPTOIR_SECRET: string;

  /** Packages of the tenant kinds to load, comma separated. */
  @Transform(list)
  @IsString({ each: true })
  COMPTOIR_KINDS: string[] = [
    '@comptoir/kind-retail',
    '@comptoir/kind-directory-handoff',
    '@comptoir/kind-vacation-rental',
  ];

  /** Stripe key: `sk_…` or, better, `rk_…`. */
  @Matches(/^(sk|rk)_(test|live)_\w+$/, { message: 'STRIPE_SECRET_KEY must look like sk_test_… or rk_live_…' })
  STRIPE_SECRET_KEY: string;

  /** Stripe key that pages of clients pay with (`STRIPE_INTENT`), shown to them as it is: `pk_…`. */
  @IsOptional()
  @Matches(/^pk_(test|live)_\w+$/, { message: 'STRIPE_PUBLISHABLE_KEY must look like pk_test_… or pk_live_…' })
  STRIPE_PUBLISHABLE_KEY?: string;

  /** Signing secrets of the Stripe webhook endpoint, comma separated; two during a rotation. */
  @Transform(list)
  @Matches(/^whsec_\w+$/, { each: true, message: 'STRIPE_WEBHOOK_SECRET must look like whsec_…' })
  STRIPE_WEBHOOK_SECRET: string[];

  /** Signing secrets of the Stripe webhook endpoint for connected accounts, comma separated; without it there is none. */
  @Transform(list)
  @Matches(/^whsec_\w+$/, { each: true, message: 'STRIPE_CONNECT_WEBHOOK_SECRET must look like whsec_…' })
  STRIPE_CONNECT_WEBHOOK_SECRET: string[] = [];

  /** Address of a Stripe emulator; absent for Stripe itself. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http'] })
  STRIPE_API_BASE?: string;

  /** Folder that confirmation mails are written to when no SMTP server is configured. */
  @IsOptional()
  @IsString()
  MAIL_DIR?: string;

  /** SMTP server for confirmation mails, such as `smtps://user:password@mail.example:465`. */
  @IsOptional()
  @Matches(/^smtps?:\/\//)
  SMTP_URL?: string;

  /** Sender of confirmation mails. */
  @IsString()
  MAIL_FROM = 'Comptoir <no-reply@localhost>';

  /** pino level. */
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  LOG_LEVEL = 'info';

  /** Whether clients may ask for the schema. The schema is public by design; switch it off to be quiet about it. */
  @Transform(flag)
  @IsBoolean()
  GRAPHQL_INTROSPECTION = true;

  /** How often this process looks for work that is due, milliseconds. */
  @Transform(({ value }) => Number(value))
  @IsInt()
  @Min(50)
  @Max(60_000)
  SWEEP_INTERVAL_MS = 1000;

  /**
   * How often the providers' lists of events are read, milliseconds; 0 is never. It finds payments whose webhook was lost.
   * One gateway reads for all.
   */
  @Transform(({ value }) => Number(value))
  @IsInt()
  @Min(0)
  @Max(3_600_000)
  EVENT_POLL_INTERVAL_MS = 30_000;

  /** How long a process may be silent before another one takes over its work, milliseconds. */
  @Transform(({ value }) => Number(value))
  @IsInt()
  @Min(500)
  @Max(300_000)
  LEASE_MS = 30_000;
}

/** A wrong setting, said so that it can be mended. */
export class ConfigError extends Error {}

/** Parses the environment. Unknown `COMPTOIR_…` names are refused: they are typing errors. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const defaults = new Config();
  const known = [...Object.keys(defaults), ...REQUIRED_OR_OPTIONAL];
  const stranger = Object.keys(env).find((name) => name.startsWith('COMPTOIR_') && !known.includes(name));
  if (stranger) throw new ConfigError(`${stranger} is not a setting of Comptoir; see docs/operating.md`);
  const given = Object.fromEntries(known.filter((name) => env[name]).map((name) => [name, env[name]]));
  const config = Object.assign(defaults, plainToInstance(Config, given, { exposeUnsetFields: false }));
  const faults = validateSync(config).flatMap((error) => Object.values(error.constraints ?? {}));
  if (config.STRIPE_API_BASE && /_live_/.test(config.STRIPE_SECRET_KEY ?? '')) {
    faults.push('STRIPE_API_BASE names an emulator but STRIPE_SECRET_KEY is a live key; use a test key');
  }
  if (config.STRIPE_PUBLISHABLE_KEY && modeOf(config.STRIPE_PUBLISHABLE_KEY) !== modeOf(config.STRIPE_SECRET_KEY)) {
    faults.push('STRIPE_PUBLISHABLE_KEY and STRIPE_SECRET_KEY must both be test keys or both be live keys');
  }
  if (faults.length) throw new ConfigError(faults.join('\n'));
  return config;
}

/** `test` or `live`, as the key itself says. */
function modeOf(key: string | undefined): string | undefined {
  return key?.split('_')[1];
}

const REQUIRED_OR_OPTIONAL = [
  'PUBLIC_URL',
  'MONGODB_URI',
  'COMPTOIR_SECRET',
  'STRIPE_SECRET_KEY',
  'STRIPE_PUBLISHABLE_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'STRIPE_API_BASE',
  'MAIL_DIR',
  'SMTP_URL',
];
