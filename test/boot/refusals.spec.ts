import { fork } from 'node:child_process';
import { once } from 'node:events';
import mongoose from 'mongoose';
import { startEmbeddedMongo, type EmbeddedMongo } from '#embedded-mongo';
import { startStandalone } from './standalone.js';

const MAIN = 'dist/apps/gateway/src/main.js';

/** The built gateway, until it serves (then it is stopped) or gives up. */
async function boot(env: Record<string, string>): Promise<{ code: number | null; served: boolean; said: string }> {
  const child = fork(MAIN, {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      LOG_LEVEL: 'warn',
      COMPTOIR_SECRET: 'test-secret-that-is-long-enough-for-it',
      STRIPE_SECRET_KEY: 'sk_test_comptoir',
      STRIPE_WEBHOOK_SECRET: 'whsec_test',
      // On a slow machine the first reading of the list, which nobody answers here, would come within the test.
      EVENT_POLL_INTERVAL_MS: '3600000',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (said += text));
  let served = false;
  child.once('message', () => {
    served = true;
    child.kill('SIGTERM');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, served, said };
}

describe('a gateway that boots', () => {
  let mongo: EmbeddedMongo;

  beforeAll(async () => {
    mongo = await startEmbeddedMongo({ mode: 'inline' });
  });
  afterAll(() => mongo.stop());

  /** Exit code 1 and one line that names the setting: what a supervisor and a person need. */
  const expectRefused = async (env: Record<string, string>, ...lines: string[]): Promise<void> => {
    const { code, served, said } = await boot(env);
    expect({ code, served }).toEqual({ code: 1, served: false });
    expect(said.trimEnd().split('\n')).toHaveLength(1);
    for (const line of lines) expect(said).toContain(line);
    expect(said).not.toMatch(/\n\s+at /);
  };

  it('refuses in production what development may do: one line for all of it', async () => {
    const address = `${mongo.uri}&journal=false&w=1&retryWrites=false`;
    await expectRefused(
      { NODE_ENV: 'production', MONGODB_URI: address },
      'Wrong setting: MONGODB_URI says w=1: ',
      'MONGODB_URI says journal=false: ',
      'MONGODB_URI says retryWrites=false: ',
    );
    const { code, served, said } = await boot({ NODE_ENV: 'development', MONGODB_URI: address });
    expect({ code, served }).toEqual({ code: 0, served: true });
    expect(said).toContain('MONGODB_URI says w=1: ');
    expect(said).toContain('NODE_ENV=production refuses it.');
    expect(said).not.toContain('journal');
  });

  it('refuses reads from secondaries everywhere', async () => {
    const asks = 'readPreference=secondaryPreferred';
    const env = { NODE_ENV: 'test', MONGODB_URI: `${mongo.uri}&${asks}` };
    await expectRefused(env, `Wrong setting: MONGODB_URI says ${asks}: `);
  });

  it('serves in production where writes wait for majority and journal', async () => {
    const { code, served, said } = await boot({ NODE_ENV: 'production', MONGODB_URI: mongo.uri });
    expect({ code, served, said }).toEqual({ code: 0, served: true, said: '' });
  });

  it('refuses a server that is in no replica set, wherever it runs', async () => {
    const standalone = await startStandalone(mongo.port);
    try {
      await expectRefused(
        { NODE_ENV: 'test', MONGODB_URI: standalone.uri },
        'Wrong setting: MONGODB_URI leads to a server that is in no replica set',
        'rs.initiate()',
      );
    } finally {
      await standalone.stop();
    }
  });

  it('refuses an index that differs from what it needs, and boots once that one is gone', async () => {
    const bare = await mongoose.createConnection(mongo.uri, { dbName: 'differing' }).asPromise();
    const env = { NODE_ENV: 'test', MONGODB_URI: `${mongo.uri}&journal=false`, MONGODB_DATABASE: 'differing' };
    try {
      await bare.collection('carts').createIndex({ expiresAt: 1 }, { expireAfterSeconds: 3600 });
      await expectRefused(env, 'Index expiresAt_1 of carts', 'db.carts.dropIndex("expiresAt_1")');
      await bare.collection('carts').dropIndex('expiresAt_1');
      expect(await boot(env)).toMatchObject({ code: 0, served: true });
      const [, made] = await bare.collection('carts').indexes();
      expect(made).toMatchObject({ name: 'expiresAt_1', expireAfterSeconds: 0 });
    } finally {
      await bare.close();
    }
  });

  it('makes every index once when two of them boot on an empty database at the same moment', async () => {
    const env = { NODE_ENV: 'test', MONGODB_URI: `${mongo.uri}&journal=false`, MONGODB_DATABASE: 'both' };
    const both = await Promise.all([boot(env), boot(env)]);
    expect(both.map(({ code, served }) => ({ code, served }))).toEqual([
      { code: 0, served: true },
      { code: 0, served: true },
    ]);
    const bare = await mongoose.createConnection(mongo.uri, { dbName: 'both' }).asPromise();
    const names = (await bare.collection('checkouts').indexes()).map(({ name }) => name);
    await bare.close();
    expect(names).toEqual(['_id_', 'dueAt_1', 'tenantId_1_ownerId_1_createdAt_-1', 'tenantId_1_createdAt_-1']);
  });
});
