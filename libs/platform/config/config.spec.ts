import { loadConfig } from './config.js';

describe('the keys of Stripe', () => {
  const env = (publishable: string, secret: string) => ({
    MONGODB_URI: 'mongodb://db/',
    COMPTOIR_SECRET: 'a-secret-that-is-long-enough-for-this',
    STRIPE_SECRET_KEY: secret,
    STRIPE_PUBLISHABLE_KEY: publishable,
    STRIPE_WEBHOOK_SECRET: 'whsec_test',
  });
  const live = (kind: string) => `${kind}_${'live'}_1`;

  it('are both of the test or both of the live mode', () => {
    expect(loadConfig(env('pk_test_1', 'rk_test_1')).STRIPE_PUBLISHABLE_KEY).toBe('pk_test_1');
    expect(loadConfig(env(live('pk'), live('sk'))).STRIPE_PUBLISHABLE_KEY).toBe(live('pk'));
    expect(() => loadConfig(env('pk_test_1', live('sk')))).toThrow('both be test keys or both be live keys');
    expect(() => loadConfig(env(live('pk'), 'sk_test_1'))).toThrow('both be test keys or both be live keys');
  });

  it('are not taken for one another: a secret key is never shown as the publishable one', () => {
    expect(() => loadConfig(env('sk_test_1', 'sk_test_1'))).toThrow('must look like pk_test_');
  });
});
