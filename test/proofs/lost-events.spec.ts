import { startEmbeddedMongo, type EmbeddedMongo } from '#embedded-mongo';
import { startStripeEmulator, type StripeEmulator } from '#stripe-emulator';
import { startGateway } from '#gateway';
import { Config } from '#platform';
import { Client } from '../setup/client.js';
import { GatewayProcess } from './framework/gateway-process.js';
import { Shopping, submitPage, until } from '../setup/shopping.js';
import { seedTenants } from '../setup/tenants.js';

const SECRET = 'whsec_lost';
/** So long is the victim's work its own; then another process, or the next one, takes it over. */
const LEASE_MS = 2000;

/**
 * The built gateway is killed with SIGKILL while it applies an event, and while it reads the list of events. Nobody reads
 * a status and nobody returns: what is not stored is lost.
 */
describe('a gateway that is killed over an event', () => {
  let mongo: EmbeddedMongo;
  let stripe: StripeEmulator;
  let gateway: GatewayProcess | undefined;

  beforeEach(async () => {
    mongo = await startEmbeddedMongo({ mode: 'inline' });
    stripe = await startStripeEmulator({ retryDelaysMs: [] });
  });
  afterEach(async () => {
    await gateway?.stop();
    await stripe?.stop();
    await mongo?.stop();
  });

  async function start(pollEveryMs: number): Promise<Shopping> {
    const settings = {
      MONGODB_URI: `${mongo.uri}&journal=false`,
      MONGODB_DATABASE: 'lost',
      COMPTOIR_SECRET: 'test-secret-that-is-long-enough-for-it',
      STRIPE_SECRET_KEY: 'sk_test_comptoir',
      STRIPE_API_BASE: stripe.url,
    };
    const quiet = { PORT: 0, LOG_LEVEL: 'silent', EVENT_POLL_INTERVAL_MS: 0, STRIPE_WEBHOOK_SECRET: [SECRET] };
    const seeding = await startGateway(Object.assign(new Config(), settings, quiet));
    await seedTenants(seeding.app);
    await seeding.close();
    gateway = new GatewayProcess({
      ...settings,
      NODE_ENV: 'test',
      LOG_LEVEL: 'fatal',
      STRIPE_WEBHOOK_SECRET: SECRET,
      SWEEP_INTERVAL_MS: '100',
      LEASE_MS: String(LEASE_MS),
      EVENT_POLL_INTERVAL_MS: String(pollEveryMs),
    });
    const url = await gateway.start();
    return new Shopping(await new Client(url).guest('alpha'), 'alpha');
  }

  /** Pays, and kills the gateway while it waits for the answer to the request that the payment leads to. */
  async function killAt(path: string, url: string): Promise<void> {
    stripe.faults.add({ match: { method: 'GET', path }, action: 'hang', times: 1000 });
    const asked = stripe.requests.length;
    await submitPage(url, 'pay');
    await until(
      async () => stripe.requests.slice(asked).some(({ fault }) => fault !== null),
      (waiting) => waiting,
      'the gateway to wait for the provider',
    );
    await gateway!.kill();
    stripe.faults.clear();
    await gateway!.start();
  }

  /** The list of orders asks no provider. */
  const ordered = (buyer: Shopping, id: string) =>
    until(
      () => buyer.client.ask('{ myOrders(tenantId: "alpha") { nodes { id status } } }'),
      ({ nodes }) => nodes.some((order: any) => order.id === id && order.status === 'paid'),
      `the order of ${id}`,
    );

  it('applies it after its restart: an event counts as applied only when its change is made', async () => {
    const buyer = await start(0);
    stripe.addWebhookEndpoint({ url: `${gateway!.url}/webhooks/stripe/default`, secret: SECRET });
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    await killAt('/v1/checkout/sessions/*', url);
    await ordered(buyer, id);
  });

  it('reads the list anew after its restart, from where everything is stored', async () => {
    const buyer = await start(300);
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    await killAt('/v1/events', url);
    await ordered(buyer, id);
  });
});
