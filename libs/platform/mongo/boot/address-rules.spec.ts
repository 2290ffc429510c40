import { ConfigError } from '../../config/config.js';
import { checkAddress } from './address-rules.js';

type Environment = 'development' | 'test' | 'production';

const ADDRESS = 'mongodb://comptoir:s3cret@db-1,db-2,db-3/?replicaSet=rs0';

function checked(asks: string, NODE_ENV: Environment): string[] | string {
  try {
    return checkAddress({ MONGODB_URI: asks ? `${ADDRESS}&${asks}` : ADDRESS, NODE_ENV });
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

describe('an address of the database', () => {
  it.each([
    '',
    'w=majority',
    'journal=true',
    'readPreference=primary',
    'retryWrites=true',
    'authSource=admin&tls=true',
  ])('that asks for nothing unsafe is taken without a word: %p', (asks) => {
    expect(checked(asks, 'production')).toEqual([]);
    expect(checked(asks, 'development')).toEqual([]);
  });

  it.each([
    ['w=1', 'w=1'],
    ['w=2', 'w=2'],
    ['w=nearby', 'w=nearby'],
    ['retryWrites=false', 'retryWrites=false'],
    ['directConnection=true', 'directConnection=true'],
  ])('that says %s is refused in production, and elsewhere taken with a warning', (asks, said) => {
    const address = asks.startsWith('direct') ? 'mongodb://comptoir:s3cret@db-1/?directConnection=true' : undefined;
    const settings = { MONGODB_URI: address ?? `${ADDRESS}&${asks}` };
    expect(() => checkAddress({ ...settings, NODE_ENV: 'production' })).toThrow(ConfigError);
    expect(() => checkAddress({ ...settings, NODE_ENV: 'production' })).toThrow(`MONGODB_URI says ${said}: `);
    for (const NODE_ENV of ['development', 'test'] as const) {
      expect(checkAddress({ ...settings, NODE_ENV })).toEqual([
        expect.stringMatching(new RegExp(`^MONGODB_URI says ${said}: .+NODE_ENV=production refuses it\\.$`)),
      ]);
    }
  });

  it.each([
    ['w=0', 'w=0'],
    ['readPreference=secondary', 'readPreference=secondary'],
    ['readPreference=nearest', 'readPreference=nearest'],
    ['readPreference=primaryPreferred', 'readPreference=primaryPreferred'],
  ])('that says %s is refused everywhere: answers would be wrong from the first request on', (asks, said) => {
    for (const NODE_ENV of ['development', 'test', 'production'] as const) {
      expect(checked(asks, NODE_ENV)).toMatch(new RegExp(`^MONGODB_URI says ${said}: .+; remove it`));
    }
  });

  it('may say journal=false in development and tests, where the embedded database syncs in batches, and nowhere else', () => {
    expect(checked('journal=false', 'production')).toMatch(/^MONGODB_URI says journal=false: .+power cut; remove it/);
    expect(checked('journal=false', 'development')).toEqual([]);
    expect(checked('journal=false', 'test')).toEqual([]);
  });

  it('is told everything that is wrong with it at once, and its password is never repeated', () => {
    const said = checked('w=1&journal=false&readPreference=secondary&retryWrites=false', 'production');
    expect(String(said).split('\n')).toHaveLength(4);
    expect(said).not.toContain('s3cret');
  });
});
