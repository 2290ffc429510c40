import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { PaymentRail, type TenantContext } from '@comptoir/tenant-kit';
import { PaymentRefused, PaymentServiceError, PLATFORM_MONEY, type PaymentProvider } from '#payments';
import { Config, Secrets } from '#platform';
import { openRequest, type PaymentStage } from '../../../../libs/payments/contract/payment-stage.fixture.js';
import { StripeProvider } from '../../../../libs/payments/stripe/stripe.provider.js';

const NOW = new Date('2030-01-01T00:00:00Z');
const SESSION = { providerId: 'cs_test_1', account: '' };
const INTENT = { providerId: 'pi_1', account: '' };

/** No tenant here has a key of its own. */
const NO_OWN_KEYS = {} as ConstructorParameters<typeof StripeProvider>[3];

const stage = (rail: PaymentRail) =>
  ({ rail, tenant: { tenantId: 'alpha', tenant: { id: 'alpha' } } as TenantContext, now: () => NOW }) as PaymentStage;

/** Every call that there is. */
const CALLS: Record<string, (provider: PaymentProvider) => Promise<unknown>> = {
  'open, on its page': (one) => one.open(openRequest(stage(PaymentRail.STRIPE_CHECKOUT))),
  'open, on a page of the caller': (one) => one.open(openRequest(stage(PaymentRail.STRIPE_INTENT))),
  'read of a session': (one) => one.read(SESSION),
  'read of an intent': (one) => one.read(INTENT),
  'close of a session': (one) => one.close(SESSION),
  'close of an intent': (one) => one.close(INTENT),
  'capture of a session': (one) => one.capture(SESSION, 'k'),
  'capture of an intent': (one) => one.capture(INTENT, 'k'),
  'giving a session up': (one) => one.abandon(SESSION),
  'giving an intent up': (one) => one.abandon(INTENT),
  confirm: (one) => one.confirm(INTENT, { method: 'pm_card_visa', returnUrl: 'https://shop.example/' }),
  redeem: (one) => one.redeem(INTENT, { token: 'spt_1', key: 'k' }),
  refund: (one) =>
    one.refund({
      ...{ paymentId: 'pi_1', money: PLATFORM_MONEY, amount: 1, currency: 'EUR', key: 'k' },
      reason: 'requested_by_customer',
    }),
  'read of a refund': (one) => one.readRefund({ providerId: 're_1', account: '' }),
  'read of what became of a payment': (one) => one.readAfterSale({ paymentId: 'pi_1', account: '' }),
  events: (one) => one.events({ account: '', since: NOW, after: null }),
};

describe('an answer that is not what was asked for', () => {
  let server: Server;
  let provider: PaymentProvider;
  let answer: { status: number; body: unknown };
  let asked = 0;

  beforeAll(async () => {
    server = createServer((_request, response) => {
      asked += 1;
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const settings = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_API_BASE: `http://127.0.0.1:${port}` };
    const config = Object.assign(new Config(), { ...settings, STRIPE_WEBHOOK_SECRET: ['whsec_1'] });
    provider = new StripeProvider(
      config,
      { now: () => NOW },
      new Secrets('a secret that is long enough for it'),
      NO_OWN_KEYS,
    );
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    asked = 0;
  });

  const failure = (call: string): Promise<unknown> =>
    CALLS[call]!(provider).then(
      (result) => result,
      (error: unknown) => error,
    );

  // The client takes a failure without an `error` in it for a result.
  it.each(Object.keys(CALLS))('is no result and no refusal: %s, met by a proxy’s 404', async (call) => {
    answer = { status: 404, body: { message: 'no route matched' } };
    const error = await failure(call);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(PaymentRefused);
  });

  it.each(Object.keys(CALLS))('is no result: %s, answered with another object', async (call) => {
    answer = { status: 200, body: { id: 'cus_1', object: 'customer' } };
    expect(await failure(call)).toBeInstanceOf(Error);
  });

  it.each(Object.keys(CALLS))('says when to ask again: %s, met by 429, which is asked once', async (call) => {
    answer = { status: 429, body: { error: { type: 'invalid_request_error', code: 'rate_limit' } } };
    expect(await failure(call)).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR', retryable: true, retryAfterSeconds: 5 });
    expect(asked).toBe(1);
  });

  it('is no refusal where somebody else is at the same object', async () => {
    answer = { status: 409, body: { error: { type: 'invalid_request_error', code: 'lock_timeout' } } };
    expect(await failure('read of a refund')).toBeInstanceOf(PaymentServiceError);
  });
});
