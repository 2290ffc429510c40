import { authOn, MemoryDatabase, requestWith, TestClock } from '../auth.fixture.js';

const HOUR = 3_600_000;

describe('RequestContextFactory', () => {
  let clock: TestClock;
  let auth: Awaited<ReturnType<typeof authOn>>;
  let token: string;
  const build = (...request: Parameters<typeof requestWith>) => auth.contexts.build(requestWith(...request));

  beforeAll(async () => {
    clock = new TestClock();
    auth = await authOn(new MemoryDatabase().asDatabase, clock);
    token = (await auth.sessions.guest('alpha')).accessToken;
  });

  it('is anonymous without a token', async () => {
    const context = await build({});
    expect(context).toMatchObject({ principal: { type: 'anonymous' }, authProblem: null, tenantConstraint: null });
    expect(context).toMatchObject({ idempotencyKey: null, ip: '10.0.0.1' });
    expect(context.requestId).toMatch(/^req_/);
  });

  it('binds the request to the tenant of the token', async () => {
    const context = await build({ authorization: `bearer ${token}`, 'x-tenant-id': 'alpha' });
    expect(context).toMatchObject({ principal: { type: 'guest' }, tenantConstraint: 'alpha', authProblem: null });
    expect(await build({ authorization: `Bearer ${token}` })).toMatchObject({ tenantConstraint: 'alpha' });
    expect(await build({ 'x-tenant-id': 'beta' })).toMatchObject({ tenantConstraint: 'beta', authProblem: null });
  });

  it.each<[string, Record<string, string | string[]>]>([
    ['header and token disagree', { 'x-tenant-id': 'beta' }],
    ['two headers disagree', { 'x-tenant-id': ['alpha', 'beta'] }],
    ['two headers in one line', { 'x-tenant-id': 'alpha, beta' }],
  ])('refuses when %s', async (_, headers) => {
    const context = await build({ authorization: `Bearer ${token}`, ...headers });
    expect(context.authProblem).toMatchObject({ code: 'TENANT_MISMATCH', status: 403 });
  });

  it.each(['', 'Bearer', 'Bearer ', 'Basic YTpi', `Bearer ${'a'.repeat(50)}`, 'Bearer a b'])(
    'keeps the problem of %p for the guard',
    async (authorization) => {
      const context = await build({ authorization });
      expect(context).toMatchObject({ principal: { type: 'anonymous' }, authProblem: { code: 'UNAUTHENTICATED' } });
    },
  );

  it('binds the request to the tenant of its host name and of its path', async () => {
    expect(await build({}, { hostname: 'alpha.example' })).toMatchObject({ tenantConstraint: 'alpha' });
    expect(await build({}, { url: '/t/beta/mcp?profile=shop' })).toMatchObject({ tenantConstraint: 'beta' });
    expect(await build({}, { hostname: 'alpha.example', url: '/t/beta/graphql' })).toMatchObject({
      tenantConstraint: null,
      authProblem: { code: 'TENANT_MISMATCH' },
    });
  });

  it('resolves a tenant for one field at a time, once, and only the one it is bound to', async () => {
    const bound = await build({}, { url: '/t/alpha/graphql' });
    expect(await bound.tenant('alpha', 'catalog')).toBe(await bound.tenant('alpha'));
    await expect(bound.tenant('alpha', 'stays')).rejects.toMatchObject({ code: 'NOT_OFFERED_BY_TENANT' });
    await expect(bound.tenant('beta')).rejects.toMatchObject({ code: 'TENANT_MISMATCH' });
    await expect(bound.tenant('nobody')).rejects.toMatchObject({ code: 'TENANT_MISMATCH' });
    const broken = await build({ authorization: 'Bearer x' });
    await expect(broken.tenant('alpha')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('refuses two Authorization headers', async () => {
    const context = await build({ authorization: [`Bearer ${token}`, `Bearer ${token}`] });
    expect(context.authProblem).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('tells an expired token from a bad one', async () => {
    const { accessToken } = await auth.sessions.guest('alpha');
    expect((await build({ authorization: `Bearer ${accessToken}` })).authProblem).toBeNull();
    clock.pass(HOUR + 6_000);
    const context = await build({ authorization: `Bearer ${accessToken}` });
    expect(context).toMatchObject({ principal: { type: 'anonymous' }, authProblem: { code: 'TOKEN_EXPIRED' } });
  });

  it('takes a request id that is safe to log, and no other', async () => {
    expect((await build({ 'x-request-id': 'abc-1._Z' })).requestId).toBe('abc-1._Z');
    for (const id of ['a b', 'a\nb', '', 'x'.repeat(65)]) {
      expect((await build({ 'x-request-id': id })).requestId).toMatch(/^req_/);
    }
  });

  it('takes the idempotency key, and refuses one that it could not keep', async () => {
    expect((await build({ 'idempotency-key': 'k-1' })).idempotencyKey).toBe('k-1');
    for (const key of ['', 'a b', 'x'.repeat(256)]) {
      const context = await build({ 'idempotency-key': key });
      expect(context).toMatchObject({ idempotencyKey: null, authProblem: { code: 'INVALID_INPUT' } });
    }
  });
});
