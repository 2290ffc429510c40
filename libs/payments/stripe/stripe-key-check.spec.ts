import { Config } from '#platform';
import { checkStripeKeys } from './stripe-key-check.js';

const key = (kind: string, mode: string): string => `${kind}_${mode}_51AlphaOwnAccount0`;
const KEYS = { account: 'acct_1AlphaOwnAccount', publishableKey: null, webhookSecrets: [] };

/** No address answers here: what is refused is refused before anybody is asked. */
const gateway = (mode: string, base?: string): Config =>
  Object.assign(new Config(), { STRIPE_SECRET_KEY: key('sk', mode), ...(base ? { STRIPE_API_BASE: base } : {}) });

describe('a key of a tenant', () => {
  it.each([
    ['test', 'live', 'sk'],
    ['live', 'test', 'sk'],
    ['test', 'live', 'rk'],
    ['live', 'test', 'rk'],
  ])('is refused by a %s gateway when it is a %s one: %s', async (mode, other, kind) => {
    const keys = { ...KEYS, secretKey: key(kind, other) };
    await expect(checkStripeKeys(gateway(mode), keys)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: [{ path: 'input.secretKey', message: `is a ${other} key, and this gateway is ${mode}` }],
    });
  });

  it('is refused when only its publishable half is of the other mode', async () => {
    const keys = { ...KEYS, secretKey: key('sk', 'live'), publishableKey: key('pk', 'test') };
    await expect(checkStripeKeys(gateway('live'), keys)).rejects.toMatchObject({
      details: [{ path: 'input.publishableKey' }],
    });
  });

  it('is refused when it is live and an emulator answers for Stripe', async () => {
    const keys = { ...KEYS, secretKey: key('sk', 'live') };
    await expect(checkStripeKeys(gateway('live', 'http://127.0.0.1:1'), keys)).rejects.toMatchObject({
      details: [{ message: 'is a live key, and this gateway uses an emulator of Stripe' }],
    });
  });
});
