import { startEmbeddedMongo, type EmbeddedMongo } from '#embedded-mongo';
import { startGateway, type Gateway } from '#gateway';
import { Config } from '#platform';
import { http } from '../setup/http.js';
import { until } from '../setup/shopping.js';

describe('a gateway whose database goes away', () => {
  let mongo: EmbeddedMongo;
  let gateway: Gateway;

  beforeAll(async () => {
    mongo = await startEmbeddedMongo({ mode: 'inline' });
    gateway = await startGateway(
      Object.assign(new Config(), {
        NODE_ENV: 'test',
        PORT: 0,
        LOG_LEVEL: 'silent',
        MONGODB_URI: `${mongo.uri}&journal=false`,
        COMPTOIR_SECRET: 'test-secret-that-is-long-enough-for-it',
        STRIPE_SECRET_KEY: 'sk_test_comptoir',
        STRIPE_WEBHOOK_SECRET: ['whsec_test'],
      }),
    );
  });
  afterAll(async () => {
    await gateway.close();
    await mongo.stop();
  });

  it('says that it is not ready while it is alive, and is ready again once the database is back', async () => {
    expect(await http(`${gateway.url}/health/ready`)).toMatchObject({ status: 200, json: { status: 'ok' } });
    const { port } = mongo;
    await mongo.stop();
    const away = await http(`${gateway.url}/health/ready`);
    expect(away).toMatchObject({ status: 503, json: { code: 'SERVICE_UNAVAILABLE', retryable: true } });
    expect(away.text).not.toMatch(/Mongo|ECONN|127\.0\.0\.1/);
    expect(await http(`${gateway.url}/health/live`)).toMatchObject({ status: 200, json: { status: 'ok' } });
    mongo = await startEmbeddedMongo({ mode: 'inline', port });
    await until(
      () => http(`${gateway.url}/health/ready`),
      ({ status }) => status === 200,
      'the gateway to be ready again',
    );
  });
});
