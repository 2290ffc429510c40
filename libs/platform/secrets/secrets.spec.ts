import { Secrets } from './secrets.js';

const MASTER = 'a master secret that is long enough';

describe('what is derived from the master secret', () => {
  const secrets = new Secrets(MASTER);

  it('opens what it sealed, and seals the same text differently each time', () => {
    const sealed = secrets.seal('signing-keys', 'private');
    expect(secrets.open('signing-keys', sealed)).toBe('private');
    expect(secrets.seal('signing-keys', 'private')).not.toBe(sealed);
  });

  it('opens nothing that was altered, sealed for another purpose or with another secret', () => {
    const sealed = secrets.seal('signing-keys', 'private');
    const [iv, tag, text] = sealed.split('.');
    expect(() => secrets.open('signing-keys', [iv, tag, `${text}AA`].join('.'))).toThrow();
    expect(() => secrets.open('pay-link', sealed)).toThrow();
    expect(() => new Secrets(`${MASTER}.`).open('signing-keys', sealed)).toThrow();
    expect(() => secrets.open('signing-keys', 'nonsense')).toThrow();
  });

  it('recognises its own codes alone', () => {
    const code = secrets.code('pay-link', 'alpha.chk_1');
    expect(secrets.matches('pay-link', 'alpha.chk_1', code)).toBe(true);
    for (const [value, given] of [
      ['alpha.chk_2', code],
      ['alpha.chk_1', ''],
      ['alpha.chk_1', `${code}x`],
      ['alpha.chk_1', code.toLowerCase()],
    ] as const) {
      expect(secrets.matches('pay-link', value, given)).toBe(false);
    }
    expect(secrets.code('object-secret', 'alpha.chk_1')).not.toBe(code);
  });
});
