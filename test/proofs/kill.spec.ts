import { startEmbeddedMongo, type EmbeddedMongo } from '#embedded-mongo';
import { startStripeEmulator, type StripeEmulator } from '#stripe-emulator';
import { startGateway } from '#gateway';
import { Config } from '#platform';
import { Client, key } from '../setup/client.js';
import { GatewayProcess } from './framework/gateway-process.js';
import { PARIS, Shopping, submitPage, until } from '../setup/shopping.js';
import { seedTenants } from '../setup/tenants.js';

const SECRET = 'whsec_kill';

/** Where each round is killed: milliseconds after a call was sent, from "before it was read" to "after it was done". */
const DELAYS = [0, 3, 6, 9, 12, 16, 24];

/**
 * The built gateway is killed with SIGKILL twenty-one times, during `startCheckout`, during `createPaymentSession`, inside
 * calls to Stripe and between payment and completion. Money is counted at the emulator.
 */
describe('a gateway that is killed', () => {
  let mongo: EmbeddedMongo;
  let stripe: StripeEmulator;
  let gateway: GatewayProcess;
  let shopping: Shopping;

  beforeAll(async () => {
    mongo = await startEmbeddedMongo({ mode: 'inline' });
    stripe = await startStripeEmulator({ retryDelaysMs: [100, 200, 400, 800, 1600, 3200] });
    const uri = `${mongo.uri}&journal=false`;
    gateway = new GatewayProcess({
      NODE_ENV: 'test',
      LOG_LEVEL: 'fatal',
      MONGODB_URI: uri,
      MONGODB_DATABASE: 'kill',
      COMPTOIR_SECRET: 'test-secret-that-is-long-enough-for-it',
      STRIPE_SECRET_KEY: 'sk_test_comptoir',
      STRIPE_WEBHOOK_SECRET: SECRET,
      STRIPE_API_BASE: stripe.url,
      SWEEP_INTERVAL_MS: '100',
      LEASE_MS: '1500',
    });
    await seed(uri, stripe.url);
    await gateway.start();
    stripe.addWebhookEndpoint({ url: `${gateway.url}/webhooks/stripe/default`, secret: SECRET });
    shopping = new Shopping(await new Client(gateway.url).guest('alpha'), 'alpha');
  }, 60_000);

  afterAll(async () => {
    await gateway?.stop();
    await stripe?.stop();
    await mongo?.stop();
  });

  /** Sends a call, kills the gateway while it runs, starts it again. The caller never learns what became of it. */
  async function killDuring(call: () => Promise<unknown>, delayMs: number): Promise<void> {
    const answer = call().catch(() => 'lost');
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await gateway.kill();
    await answer;
    await gateway.start();
  }

  /** The same call with the same key, until it is no longer in flight. */
  const again = (call: () => Promise<any>): Promise<any> =>
    until(
      call,
      ({ code }) => code !== 'IDEMPOTENCY_IN_FLIGHT' && code !== 'CHECKOUT_BUSY',
      'the killed call to be taken over',
    );

  const paidSessions = async (checkoutId: string): Promise<number> => {
    const response = await fetch(`${stripe.url}/v1/checkout/sessions?limit=100`, {
      headers: { authorization: 'Bearer sk_test_comptoir' },
    });
    const { data } = (await response.json()) as { data: { client_reference_id: string; payment_status: string }[] };
    return data.filter((s) => s.client_reference_id === checkoutId && s.payment_status === 'paid').length;
  };

  it.each(DELAYS)(
    'leaves one checkout, one session, one payment and one order when killed after %i ms of each call',
    async (delay) => {
      const before = await shopping.available('mug');
      const cart = await shopping.cart({ MUG: 1 });
      const startKey = key();
      const start = () => shopping.start(cart, { key: startKey, shippingAddress: PARIS });
      await killDuring(start, delay);
      const started = await again(start);
      const id = started.checkout.id;
      expect(started.checkout.status).toBe('pending');
      expect(await shopping.available('mug')).toBe(before - 1);

      const payKey = key();
      await killDuring(() => shopping.pay(id, { key: payKey }), delay);
      const opened = await again(() => shopping.pay(id, { key: payKey }));
      expect(opened.checkout.status).toBe('payment_pending');

      await submitPage(opened.checkout.nextAction.url, 'pay');
      await gateway.kill();
      await gateway.start();
      const done = await until(
        () => shopping.status(id),
        ({ status }) => status === 'completed',
        `${id} to complete`,
      );
      expect(done.order).toMatchObject({ id, status: 'paid' });
      expect(await paidSessions(id)).toBe(1);
      expect(await shopping.available('mug')).toBe(before - 1);
    },
    60_000,
  );
});

/** Tenants and products, through a gateway in this process that ends before the victim starts. */
async function seed(uri: string, stripeUrl: string): Promise<void> {
  const config = Object.assign(new Config(), {
    PORT: 0,
    LOG_LEVEL: 'silent',
    MONGODB_URI: uri,
    MONGODB_DATABASE: 'kill',
    COMPTOIR_SECRET: 'test-secret-that-is-long-enough-for-it',
    STRIPE_SECRET_KEY: 'sk_test_comptoir',
    STRIPE_WEBHOOK_SECRET: [SECRET],
    STRIPE_API_BASE: stripeUrl,
  });
  const seeding = await startGateway(config);
  await seedTenants(seeding.app);
  await seeding.close();
}
