import { startEmbeddedMongo } from '#embedded-mongo';
import { startGateway } from '#gateway';
import { Config } from '#platform';
import { startStripeEmulator, type StripeEmulator } from '#stripe-emulator';
import { Client } from '../../setup/client.js';
import { GatewayProcess } from '../../proofs/framework/gateway-process.js';
import { Shopping } from '../../setup/shopping.js';
import { seedTenants } from '../../setup/tenants.js';

const SECRET = 'whsec_pair';

/** Two built gateways, each a process of its own, on one database. Only the second one gets webhooks. */
export interface Pair {
  readonly first: GatewayProcess;
  readonly second: GatewayProcess;
  readonly stripe: StripeEmulator;
  /** One guest, as he shops through either gateway. */
  guest(): Promise<[Shopping, Shopping]>;
  stop(): Promise<void>;
}

export async function startPair(): Promise<Pair> {
  const mongo = await startEmbeddedMongo({ mode: 'inline' });
  const stripe = await startStripeEmulator({ retryDelaysMs: [50, 100, 200, 400] });
  const settings = {
    NODE_ENV: 'test',
    MONGODB_URI: process.env['MONGODB_URI'] ?? `${mongo.uri}&journal=false`,
    MONGODB_DATABASE: `pair_${process.pid}`,
    COMPTOIR_SECRET: 'test-secret-that-is-long-enough-for-it',
    STRIPE_SECRET_KEY: 'sk_test_comptoir',
    STRIPE_WEBHOOK_SECRET: SECRET,
    STRIPE_API_BASE: stripe.url,
  };
  const env = { ...settings, LOG_LEVEL: 'fatal', SWEEP_INTERVAL_MS: '100', LEASE_MS: '1500' };
  const [first, second] = [new GatewayProcess(env), new GatewayProcess(env)];
  const stop = async (): Promise<void> => {
    await Promise.all([first.stop(), second.stop()]);
    await stripe.stop();
    await mongo.stop();
  };
  try {
    await seed({ ...settings, STRIPE_WEBHOOK_SECRET: [SECRET] });
    await Promise.all([first.start(), second.start()]);
    stripe.addWebhookEndpoint({ url: `${second.url}/webhooks/stripe/default`, secret: SECRET });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    first,
    second,
    stripe,
    guest: async () => {
      const { token } = await new Client(first.url).guest('alpha');
      return [
        new Shopping(new Client(first.url, token), 'alpha'),
        new Shopping(new Client(second.url, token), 'alpha'),
      ];
    },
    stop,
  };
}

/** Through a third gateway, in this process, which is gone before the two start. */
async function seed(settings: object): Promise<void> {
  const gateway = await startGateway(Object.assign(new Config(), settings, { PORT: 0, LOG_LEVEL: 'silent' }));
  await seedTenants(gateway.app);
  await gateway.close();
}
