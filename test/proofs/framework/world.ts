import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, type Db } from 'mongodb';
import type { INestApplicationContext } from '@nestjs/common';
import type { Clock } from '@comptoir/kernel';
import { startEmbeddedMongo } from '#embedded-mongo';
import { startGateway } from '#gateway';
import { loadConfig } from '#platform';
import { startStripeEmulator, type StripeEmulator, type StripeEmulatorOptions } from '#stripe-emulator';
import type { Cleanup } from './cleanup.js';
import { doctor } from './doctor.js';
import { GatewayProcess } from './gateway-process.js';
import { PROVIDER_KEY, ProviderBooks } from './provider.js';

/** Of the endpoint for the platform's own account. */
export const WEBHOOK_SECRET = 'whsec_proof';

/** A gateway that is away is told of its events for minutes: how long it takes to start must not matter. */
const RETRY_DELAYS_MS = [100, 200, 400, 800, 1600, ...Array<number>(200).fill(2000)];

export interface WorldOptions {
  /** Packages of the kinds to load; the gateway's default when absent. */
  readonly kinds?: readonly string[];
  /** Settings of the gateways, over those of every proof. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stripe?: StripeEmulatorOptions;
  /** The clock of gateways in this process, where it is not the machine's: provider and doctor have it too. */
  readonly clock?: Clock;
  /** Accounts at the provider in which money is taken: the platform's own alone when absent. */
  readonly accounts?: readonly string[];
}

/**
 * What the gateways of one proof live on: a database of its own (embedded, or a new name at MONGODB_URI, dropped at the
 * end), a Stripe emulator, a folder for mails. Every process and file is gone afterwards.
 */
export class World {
  private constructor(
    /** With options; each proof has a database name of its own there. */
    readonly mongoUri: string,
    readonly database: string,
    /** For looking behind the curtain, and for making time pass. */
    readonly db: Db,
    readonly stripe: StripeEmulator,
    /** Confirmation mails, one file each. */
    readonly mailDir: string,
    private readonly cleanup: Cleanup,
    private readonly options: WorldOptions,
  ) {}

  static async open(cleanup: Cleanup, options: WorldOptions = {}): Promise<World> {
    const uri = process.env['MONGODB_URI'] ?? (await embedded(cleanup));
    const stripe = await cleanup.start(
      () => startStripeEmulator({ retryDelaysMs: RETRY_DELAYS_MS, ...clocked(options.clock), ...options.stripe }),
      (started) => started.stop(),
    );
    const mailDir = await cleanup.start(
      () => mkdtemp(join(tmpdir(), 'comptoir-proof-')),
      (folder) => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
    );
    const database = `proof_${randomBytes(6).toString('hex')}`;
    const client = await cleanup.start(
      () => MongoClient.connect(uri),
      async (connected) => {
        if (process.env['MONGODB_URI']) await connected.db(database).dropDatabase();
        await connected.close();
      },
    );
    return new World(uri, database, client.db(database), stripe, mailDir, cleanup, options);
  }

  /** Money and sessions, counted where they are. */
  get provider(): ProviderBooks {
    return new ProviderBooks(this.stripe, this.options.accounts);
  }

  /** The environment of a gateway; `change` goes before everything. */
  env(change: Readonly<Record<string, string>> = {}): Record<string, string> {
    const { kinds, env } = this.options;
    return {
      NODE_ENV: 'test',
      LOG_LEVEL: 'fatal',
      MONGODB_URI: this.mongoUri,
      MONGODB_DATABASE: this.database,
      COMPTOIR_SECRET: 'proof-secret-that-is-long-enough-for-it',
      STRIPE_SECRET_KEY: PROVIDER_KEY,
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      STRIPE_API_BASE: this.stripe.url,
      MAIL_DIR: this.mailDir,
      SWEEP_INTERVAL_MS: '100',
      ...(kinds ? { COMPTOIR_KINDS: kinds.join(',') } : {}),
      ...env,
      ...change,
    };
  }

  /** Tenants, goods and accounts, through services of a gateway in this process that ends before a victim starts. */
  async seed(work: (app: INestApplicationContext) => Promise<void>): Promise<void> {
    const gateway = await startGateway(loadConfig(this.env({ PORT: '0' })));
    try {
      await work(gateway.app);
    } finally {
      await gateway.close();
    }
  }

  /** A gateway, started. It is killed at the end if it lives then. */
  gateway(change: Readonly<Record<string, string>> = {}): Promise<GatewayProcess> {
    const gateway = new GatewayProcess(this.env(change));
    this.cleanup.add(() => gateway.kill());
    return gateway.start().then(() => gateway);
  }

  /** Where the provider reports from now on. */
  webhooksTo(gatewayUrl: string): void {
    this.stripe.addWebhookEndpoint({ url: `${gatewayUrl}/webhooks/stripe/default`, secret: WEBHOOK_SECRET });
  }

  doctor(): ReturnType<typeof doctor> {
    const { clock } = this.options;
    return doctor(this.env(), clock ? clock.now().getTime() - Date.now() : 0);
  }
}

function clocked(clock: Clock | undefined): StripeEmulatorOptions {
  return clock ? { now: () => clock.now().getTime() } : {};
}

async function embedded(cleanup: Cleanup): Promise<string> {
  const mongo = await cleanup.start(
    () => startEmbeddedMongo(),
    (started) => started.stop(),
  );
  return `${mongo.uri}&journal=false`;
}
