import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongo } from '#embedded-mongo';
import { startGateway, type Gateway } from '#gateway';
import { Config } from '#platform';
import { startStripeEmulator, type StripeEmulator } from '#stripe-emulator';
import { Client } from './client.js';
import { Shopping, until } from './shopping.js';
import { signIn } from './sign-in.js';
import { seedTenants } from './tenants.js';
import { TestClock } from './test-clock.js';

const SECRET = 'whsec_test';

/** Of the endpoint for connected accounts. */
export const CONNECT_SECRET = 'whsec_connect';

/** The whole product on free ports, in this process, with a clock of its own. */
export interface Product {
  readonly url: string;
  readonly gateway: Gateway;
  readonly stripe: StripeEmulator;
  readonly clock: TestClock;
  readonly client: Client;
  /** A guest who shops at a tenant. */
  guest(tenantId?: string): Promise<Shopping>;
  /** Somebody who administers a tenant. */
  seller(tenantId?: string): Promise<Client>;
  /** Names of the database commands sent so far; empty it before an operation to count that one. */
  readonly commands: string[];
  /** The confirmation mails of a checkout, once there is one. */
  receipts(checkoutId: string): Promise<string[]>;
  stop(): Promise<void>;
}

/** Starts gateway, database and Stripe stand-in; on MONGODB_URI where that is set. Seeds two tenants. */
export async function startProduct(
  options: {
    webhooks?: boolean;
    sweepEveryMs?: number;
    pollEveryMs?: number;
    kinds?: string[];
    trustProxy?: string;
    stripeKey?: string;
    /** Keys that the provider knows, now: the list may be changed. It takes every test key when absent. */
    knownKeys?: string[];
    /** Where the embedded database keeps its data; in memory when absent. */
    dataDir?: string;
    /** The provider has the product's clock unless it is to have one of its `own`. */
    providerClock?: 'own';
  } = {},
): Promise<Product> {
  const clock = new TestClock();
  const commands: string[] = [];
  const mongo = process.env['MONGODB_URI']
    ? null
    : await startEmbeddedMongo({ mode: 'inline', ...(options.dataDir ? { dataDir: options.dataDir } : {}) });
  const providerClock = options.providerClock === 'own' ? new TestClock() : clock;
  const stripe = await startStripeEmulator({
    retryDelaysMs: [20, 50, 100, 200],
    now: () => providerClock.now().getTime(),
    ...(options.knownKeys ? { apiKeys: options.knownKeys } : {}),
  });
  const mailDir = await mkdtemp(join(tmpdir(), 'comptoir-mail-'));
  const config = Object.assign(new Config(), {
    NODE_ENV: 'test',
    PORT: 0,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
    MONGODB_URI: mongo ? `${mongo.uri}&journal=false` : process.env['MONGODB_URI'],
    MONGODB_DATABASE: `test_${randomBytes(6).toString('hex')}`,
    COMPTOIR_SECRET: 'test-secret-that-is-long-enough-for-it',
    STRIPE_SECRET_KEY: options.stripeKey ?? 'sk_test_comptoir',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_comptoir',
    STRIPE_WEBHOOK_SECRET: [SECRET],
    STRIPE_CONNECT_WEBHOOK_SECRET: [CONNECT_SECRET],
    STRIPE_API_BASE: stripe.url,
    MAIL_DIR: mailDir,
    SWEEP_INTERVAL_MS: options.sweepEveryMs ?? 100,
    ...(options.trustProxy ? { TRUST_PROXY: options.trustProxy } : {}),
    EVENT_POLL_INTERVAL_MS: options.pollEveryMs ?? 0,
    ...(options.kinds ? { COMPTOIR_KINDS: options.kinds } : {}),
  });
  let gateway: Gateway | undefined;
  const stop = async (): Promise<void> => {
    await gateway?.close();
    await stripe.stop();
    await mongo?.stop();
    await rm(mailDir, { recursive: true, force: true });
  };
  try {
    gateway = await startGateway(config, { clock, onDatabaseCommand: (command) => commands.push(command) });
    await seedTenants(gateway.app);
  } catch (error) {
    // What is left running would keep Jest from ending.
    await stop();
    throw error;
  }
  if (options.webhooks !== false) {
    stripe.addWebhookEndpoint({ url: `${gateway.url}/webhooks/stripe/default`, secret: SECRET });
  }
  const running = gateway;
  const client = new Client(running.url);
  return {
    url: gateway.url,
    gateway,
    stripe,
    clock,
    commands,
    client,
    guest: async (tenantId = 'alpha') => new Shopping(await client.guest(tenantId), tenantId),
    seller: (tenantId = 'alpha') => signIn(running, tenantId, 'tenant-admin'),
    receipts: (checkoutId) =>
      until(
        async () => (await readdir(mailDir)).filter((name) => name.includes(checkoutId) && name.endsWith('.eml')),
        (names) => names.length > 0,
        `a receipt for ${checkoutId}`,
      ),
    stop,
  };
}
