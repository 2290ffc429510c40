import { createHmac, createPublicKey, generateKeyPairSync, randomBytes, sign as signRsa } from 'node:crypto';
import { CompactEncrypt, CompactSign, exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import type { Principal } from '@comptoir/tenant-kit';
import { authOn, MemoryDatabase, requestWith, TestClock } from '../auth.fixture.js';

const SHOPPER: Principal = { type: 'shopper', id: 'acct_1', tenantId: 'alpha', scopes: ['cart:write'] };
const HOUR = 3600;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const part = (token: string, at: number): string => token.split('.')[at] ?? '';
const decode = (text: string): Record<string, unknown> => JSON.parse(Buffer.from(text, 'base64url').toString());

/** Everything an attacker could have: good tokens, the public key, keys of their own; and, for claims, our own key. */
async function bench() {
  const clock = new TestClock();
  const auth = await authOn(new MemoryDatabase().asDatabase, clock);
  const own = await auth.keys.current();
  const { token } = await auth.accessTokens.issue(SHOPPER);
  const header = decode(part(token, 0));
  const claims = decode(part(token, 1)) as JWTPayload;
  const now = Math.floor(clock.now().getTime() / 1000);
  /** Signed with our real key: only the claim or the header is wrong. */
  const ours = (payload: JWTPayload, more: Record<string, unknown> = {}) =>
    new SignJWT(payload).setProtectedHeader({ ...header, ...more } as never).sign(own.privateKey);
  const without = (...names: string[]) =>
    ours(Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name))));
  return { clock, auth, own, token, header, claims, now, ours, without };
}

type Bench = Awaited<ReturnType<typeof bench>>;
type Forgery = (b: Bench) => string | Promise<string>;

const none =
  (alg: string, signature = ''): Forgery =>
  ({ header, claims }) =>
    `${encode({ ...header, alg })}.${encode(claims)}.${signature}`;

const hmac =
  (secret: (b: Bench) => string | Buffer | Promise<string | Buffer>): Forgery =>
  async (b) => {
    const input = `${encode({ ...b.header, alg: 'HS256' })}.${encode(b.claims)}`;
    return `${input}.${createHmac('sha256', await secret(b))
      .update(input)
      .digest('base64url')}`;
  };

const otherKey =
  (more: (jwk: object) => Record<string, unknown>): Forgery =>
  async ({ header, claims }) => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    const protectedHeader = { ...header, ...more(await exportJWK(publicKey)) };
    return new SignJWT(claims).setProtectedHeader(protectedHeader as never).sign(privateKey);
  };

const claim =
  (change: (b: Bench) => Record<string, unknown>): Forgery =>
  (b) =>
    b.ours({ ...b.claims, ...change(b) } as JWTPayload);

const header =
  (change: Record<string, unknown>): Forgery =>
  (b) =>
    b.ours(b.claims, change);

const missing =
  (name: string): Forgery =>
  (b) =>
    b.without(name);

const FORGERIES: Record<string, Forgery> = {
  'alg none': none('none'),
  'alg None': none('None'),
  'alg NONE': none('NONE'),
  'alg nOnE with the good signature': (b) => none('nOnE', part(b.token, 2))(b),
  'alg empty': none('', 'AA'),
  'alg none, signature of 86 characters': none('none', 'A'.repeat(86)),
  'HS256 with the public key as PEM': hmac(async ({ own }) =>
    createPublicKey({ key: await exportJWK(own.publicKey), format: 'jwk' } as never).export({
      type: 'spki',
      format: 'pem',
    }),
  ),
  'HS256 with the raw public key': hmac(({ own }) => Buffer.from(own.publicJwk.x ?? '', 'base64url')),
  'HS256 with the public JWK': hmac(({ own }) => JSON.stringify(own.publicJwk)),
  'HS256 with an empty secret': hmac(() => ''),
  'RS256 with another key': ({ header: h, claims }) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const input = `${encode({ ...h, alg: 'RS256' })}.${encode(claims)}`;
    return `${input}.${signRsa('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
  },
  'our key, alg written Ed25519': header({ alg: 'Ed25519' }),
  'another key, our kid': otherKey(() => ({})),
  'another key, unknown kid': otherKey(() => ({ kid: 'another' })),
  'another key in jwk': otherKey((jwk) => ({ jwk })),
  'another key in jwk, its own kid': otherKey((jwk) => ({ jwk, kid: 'mine' })),
  'another key behind jku': otherKey(() => ({ jku: 'https://evil.example/jwks.json', kid: 'mine' })),
  'another key behind x5u': otherKey(() => ({ x5u: 'https://evil.example/chain.pem' })),
  'another key in x5c': otherKey(() => ({ x5c: ['MIIB'] })),
  'our key, jku beside it': header({ jku: 'https://evil.example/jwks.json' }),
  'our key, jwk beside it': header({ jwk: { kty: 'OKP', crv: 'Ed25519', x: 'AA' } }),
  'our key, x5u beside it': header({ x5u: 'https://evil.example/chain.pem' }),
  'our key, cty JWT': header({ cty: 'JWT' }),
  'kid as path': header({ kid: '../../../../dev/null' }),
  'kid as query': header({ kid: "' OR 1=1 --" }),
  'kid as URL': header({ kid: 'file:///etc/passwd' }),
  'kid __proto__': header({ kid: '__proto__' }),
  'kid as object': header({ kid: { $gt: '' } }),
  'kid as array': (b) => b.ours(b.claims, { kid: [b.header['kid']] }),
  'kid empty': header({ kid: '' }),
  'kid missing': header({ kid: undefined }),
  'typ JWT': header({ typ: 'JWT' }),
  'typ missing': header({ typ: undefined }),
  'typ application/at+jwt': header({ typ: 'application/at+jwt' }),
  'typ AT+JWT': header({ typ: 'AT+JWT' }),
  'iss wrong': claim(() => ({ iss: 'https://evil.example' })),
  'iss with a slash more': claim(({ claims }) => ({ iss: `${claims.iss}/` })),
  'iss array': claim(({ claims }) => ({ iss: [claims.iss] })),
  'aud wrong': claim(() => ({ aud: 'other' })),
  'aud array with ours': claim(() => ({ aud: ['other', 'comptoir'] })),
  'aud array of ours alone': claim(() => ({ aud: ['comptoir'] })),
  'exp over': claim(({ now }) => ({ exp: now - 60 })),
  'exp as text': claim(({ now }) => ({ exp: `${now + HOUR}` })),
  'exp array': claim(({ now }) => ({ exp: [now + HOUR] })),
  'nbf ahead': claim(({ now }) => ({ nbf: now + 60 })),
  'nbf as text': claim(({ now }) => ({ nbf: `${now}` })),
  'iat ahead': claim(({ now }) => ({ iat: now + 60 })),
  'iat two hours ago, exp ahead': claim(({ now }) => ({ iat: now - 2 * HOUR })),
  'iss missing': missing('iss'),
  'aud missing': missing('aud'),
  'exp missing': missing('exp'),
  'nbf missing': missing('nbf'),
  'iat missing': missing('iat'),
  'jti missing': missing('jti'),
  'sub missing': missing('sub'),
  'tenant missing': missing('tenant'),
  'ptype missing': missing('ptype'),
  'scope missing': missing('scope'),
  'jti empty': claim(() => ({ jti: '' })),
  'sub empty': claim(() => ({ sub: '' })),
  'sub object': claim(() => ({ sub: { $gt: '' } })),
  'tenant null for a shopper': claim(() => ({ tenant: null })),
  'tenant empty': claim(() => ({ tenant: '' })),
  'tenant array': claim(() => ({ tenant: ['alpha', 'beta'] })),
  'operator bound to a tenant': claim(() => ({ ptype: 'operator' })),
  'ptype unknown': claim(() => ({ ptype: 'root' })),
  'ptype anonymous': claim(() => ({ ptype: 'anonymous' })),
  'ptype constructor': claim(() => ({ ptype: 'constructor' })),
  'scope array': claim(() => ({ scope: ['cart:write'] })),
  'scope unknown': claim(() => ({ scope: 'cart:write everything' })),
  'payload tampered': ({ token, claims }) =>
    [part(token, 0), encode({ ...claims, tenant: 'beta' }), part(token, 2)].join('.'),
  'scope tampered': ({ token, claims }) =>
    [part(token, 0), encode({ ...claims, scope: 'platform:admin' }), part(token, 2)].join('.'),
  'payload of one, signature of another': async ({ auth, token }) => {
    const { token: other } = await auth.accessTokens.issue({ ...SHOPPER, id: 'acct_2' });
    return [part(token, 0), part(other, 1), part(token, 2)].join('.');
  },
  'signature missing': ({ token }) => `${part(token, 0)}.${part(token, 1)}.`,
  'signature cut': ({ token }) => token.slice(0, -4),
  'signature of zeros': ({ token }) => `${part(token, 0)}.${part(token, 1)}.${'A'.repeat(86)}`,
  'signature spelled another way': ({ token }) => respelled(token),
  'signature padded': ({ token }) => `${token}==`,
  'trailing part': ({ token }) => `${token}.AA`,
  'trailing garbage': ({ token }) => `${token}AA`,
  'trailing new line': ({ token }) => `${token}\n`,
  'leading dot': ({ token }) => `.${token}`,
  'white space inside': ({ token }) => token.replace('.', '. '),
  'two tokens': ({ token }) => `${token},${token}`,
  'header as array': ({ token }) => [encode(['EdDSA']), part(token, 1), part(token, 2)].join('.'),
  'payload as array': ({ own, header: h, claims }) =>
    new CompactSign(Buffer.from(JSON.stringify([claims]))).setProtectedHeader(h as never).sign(own.privateKey),
  'payload as text': ({ own, header: h }) =>
    new CompactSign(Buffer.from('"acct_1"')).setProtectedHeader(h as never).sign(own.privateKey),
  'payload null': ({ own, header: h }) =>
    new CompactSign(Buffer.from('null')).setProtectedHeader(h as never).sign(own.privateKey),
  'crit of an unknown extension': ({ token, header: h }) =>
    [encode({ ...h, crit: ['exp'], exp: 1 }), part(token, 1), part(token, 2)].join('.'),
  'b64 false': ({ token, header: h }) =>
    [encode({ ...h, crit: ['b64'], b64: false }), part(token, 1), part(token, 2)].join('.'),
  'JWE, direct': ({ claims }) =>
    new CompactEncrypt(Buffer.from(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(randomBytes(32)),
  'JSON serialisation': ({ token }) =>
    JSON.stringify({ protected: part(token, 0), payload: part(token, 1), signature: part(token, 2) }),
  'JSON array of tokens': ({ token }) => JSON.stringify([token]),
  'token of another installation': async () => {
    const stranger = await authOn(new MemoryDatabase().asDatabase);
    return (await stranger.accessTokens.issue(SHOPPER)).token;
  },
  'very long': ({ token }) => `${token.replace('.', `${'A'.repeat(100_000)}.`)}`,
  'dots only': () => '..',
  empty: () => '',
};

/** The same signature bytes, with the unused bits of the last character set. */
function respelled(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(token.slice(-1));
  return token.slice(0, -1) + alphabet.charAt(last + 1);
}

describe('forged access tokens', () => {
  let b: Bench;
  beforeAll(async () => {
    b = await bench();
  });

  it('are many', () => {
    expect(Object.keys(FORGERIES).length).toBeGreaterThanOrEqual(60);
  });

  it('are told from good ones, which pass', async () => {
    await expect(b.auth.accessTokens.verify(b.token)).resolves.toEqual(SHOPPER);
    await expect(b.auth.accessTokens.verify(await b.ours(b.claims))).resolves.toEqual(SHOPPER);
  });

  it.each(Object.keys(FORGERIES))('%s', async (name) => {
    const token = await FORGERIES[name]!(b);
    await expect(b.auth.accessTokens.verify(token)).rejects.toMatchObject({ status: 401 });
    const context = await b.auth.contexts.build(requestWith({ authorization: `Bearer ${token}` }));
    expect(context.principal.type).toBe('anonymous');
    expect(context.authProblem).toMatchObject({ status: 401 });
  });
});
