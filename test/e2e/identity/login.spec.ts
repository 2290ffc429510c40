import { AccountsService } from '#auth';
import { expectEnvelope, http } from '../../setup/http.js';
import { Client } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';

const PASSWORD = 'correct horse battery staple';
const LOGIN = `mutation ($input: LoginInput!) { login(input: $input) { __typename ... on Problem { code message retryable retryAfterSeconds }
  ... on LoginSucceeded { session { accessToken refreshToken expiresAt principal { id type tenantId scopes } } } } }`;
const REFRESH = `mutation ($token: String!) { refreshSession(input: { refreshToken: $token }) { __typename ... on Problem { code }
  ... on RefreshSessionSucceeded { session { accessToken refreshToken principal { id type } } } } }`;

describe('signing in', () => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct();
    const accounts = product.gateway.app.get(AccountsService);
    for (const email of ['ada@example.com', 'bob@example.com', 'cyd@example.com']) {
      await accounts.ensure({ tenantId: 'alpha', email, password: PASSWORD, type: 'shopper', name: email });
    }
    await accounts.ensure({
      tenantId: 'alpha',
      email: 'admin@example.com',
      password: PASSWORD,
      type: 'tenant-admin',
      name: 'Admin',
    });
    await accounts.ensure({
      tenantId: 'platform',
      email: 'op@example.com',
      password: PASSWORD,
      type: 'operator',
      name: 'Operator',
    });
  });
  afterAll(() => product.stop());

  const login = (email: string, password = PASSWORD, tenantId = 'alpha') =>
    product.client.ask(LOGIN, { input: { tenantId, email, password } });
  const rest = (path: string, body: unknown, headers = {}) => http(`${product.url}/v1/auth/${path}`, { body, headers });
  const refresh = (token: string) => product.client.ask(REFRESH, { token });

  it('gives a session over GraphQL and over REST, for the same person with the same rights [AU-1]', async () => {
    const { session } = await login('ada@example.com');
    const answer = await rest('login', { tenantId: 'alpha', email: 'ADA@example.com', password: PASSWORD });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.json.principal).toEqual(session.principal);
    expect(session.principal).toMatchObject({ type: 'shopper', tenantId: 'alpha' });
    expect(session.principal.scopes).toContain('checkout:write');
    expect(session.principal.scopes).not.toContain('tenant:admin');
    const me = new Client(product.url, answer.json.accessToken);
    expect(await me.ask('{ me { id type } }')).toEqual({ id: session.principal.id, type: 'shopper' });
  });

  it('says the same to a wrong password, an unknown e-mail and an account of another tenant [AU-1]', async () => {
    const answers = [
      await login('bob@example.com', 'wrong'),
      await login('nobody@example.com'),
      await login('bob@example.com', PASSWORD, 'beta'),
      await login('op@example.com'),
    ];
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({
      __typename: 'InvalidCredentials',
      code: 'INVALID_CREDENTIALS',
      retryable: false,
    });
    const overRest = await rest('login', { tenantId: 'alpha', email: 'nobody@example.com', password: 'x' });
    expectEnvelope(overRest, 401, 'INVALID_CREDENTIALS');
  });

  it('stops guessing after five failures, says when to go on, and lets others in meanwhile [AU-9]', async () => {
    for (let turn = 0; turn < 5; turn += 1)
      expect(await login('cyd@example.com', 'guess')).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    const throttled = await login('cyd@example.com');
    expect(throttled).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    expect(throttled.retryAfterSeconds).toBeGreaterThan(0);
    const overRest = await rest('login', { tenantId: 'alpha', email: 'Cyd@Example.com', password: PASSWORD });
    expectEnvelope(overRest, 429, 'RATE_LIMITED');
    expect(Number(overRest.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await login('ada@example.com')).toMatchObject({ __typename: 'LoginSucceeded' });
  });

  it('gives new tokens for a refresh token once, and ends the whole session when one is used twice [AU-1]', async () => {
    const { session } = await login('ada@example.com');
    const second = (await refresh(session.refreshToken)).session;
    expect(second.principal.id).toBe(session.principal.id);
    const third = await rest('refresh', { refreshToken: second.refreshToken });
    expect(third.status).toBe(200);
    expect(await refresh(session.refreshToken)).toEqual({
      __typename: 'RefreshTokenInvalid',
      code: 'REFRESH_TOKEN_INVALID',
    });
    expect(await refresh(third.json.refreshToken)).toMatchObject({ code: 'REFRESH_TOKEN_INVALID' });
  });

  it('lets one of many simultaneous uses of a refresh token through at most [AU-1]', async () => {
    const { session } = await login('ada@example.com');
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(session.refreshToken)));
    expect(answers.filter(({ __typename }) => __typename === 'RefreshSessionSucceeded')).toHaveLength(1);
  });

  it('ends a session when asked to, as often as it is asked [AU-1]', async () => {
    const { session } = await login('ada@example.com');
    for (let turn = 0; turn < 2; turn += 1) {
      const { json, status } = await rest('logout', { refreshToken: session.refreshToken });
      expect([status, json]).toEqual([200, { loggedOut: true }]);
    }
    expect(await refresh(session.refreshToken)).toMatchObject({ code: 'REFRESH_TOKEN_INVALID' });
  });

  it('lets an operator act at every tenant, and a tenant’s administrator at their own alone [AU-11]', async () => {
    const operator = new Client(product.url, (await login('op@example.com', PASSWORD, 'platform')).session.accessToken);
    const admin = new Client(product.url, (await login('admin@example.com')).session.accessToken);
    expect(await operator.ask('{ me { type tenantId } }')).toEqual({ type: 'operator', tenantId: null });
    expect(await admin.ask('{ me { type tenantId } }')).toEqual({ type: 'tenant-admin', tenantId: 'alpha' });
    const list = (tenantId: string) => `{ checkouts(tenantId: "${tenantId}") { nodes { id } } }`;
    expect((await operator.send(list('beta'))).errors).toBeUndefined();
    expect((await admin.send(list('alpha'))).errors).toBeUndefined();
    expect((await admin.send(list('beta'))).errors).toMatchObject([{ extensions: { code: 'TENANT_MISMATCH' } }]);
  });

  it('refuses credentials that are none, without repeating them', async () => {
    const bodies = [
      {},
      [],
      { tenantId: 'alpha', email: 'ada@example.com' },
      { tenantId: 'alpha', email: 'ada@example.com', password: { $gt: '' } },
      { tenantId: { $ne: null }, email: 'ada@example.com', password: PASSWORD },
      { tenantId: 'alpha', email: 'no e-mail', password: PASSWORD },
      { tenantId: 'alpha', email: 'ada@example.com', password: 'p'.repeat(257) },
      { tenantId: 'alpha', email: 'ada@example.com', password: PASSWORD, isAdmin: true },
    ];
    for (const body of bodies) {
      const answer = await rest('login', body);
      expectEnvelope(answer, 400, 'INVALID_INPUT');
      expect(answer.text).not.toContain(PASSWORD);
    }
  });
});
