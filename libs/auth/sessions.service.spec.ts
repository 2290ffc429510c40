import type { Database } from '#platform';
import { authOn, MemoryDatabase, TestClock } from './auth.fixture.js';

const FROM = { ip: '10.0.0.1', tenantConstraint: null as string | null };
const ANNA = {
  tenantId: 'alpha',
  email: 'Anna@Shop.example',
  password: 'correct horse',
  type: 'shopper',
  name: 'Anna',
} as const;
const DAY = 86_400_000;

describe('sessions', () => {
  let memory: MemoryDatabase;
  let clock: TestClock;
  let auth: Awaited<ReturnType<typeof authOn>>;
  const login = (
    more: Partial<typeof ANNA | { email: string; password: string; tenantId: string }> = {},
    from = FROM,
  ) => {
    const { tenantId, email, password } = { ...ANNA, ...more };
    return auth.sessions.login({ tenantId, email, password }, from);
  };
  const failure = (attempt: Promise<unknown>) => attempt.then(() => Promise.reject(new Error('passed')), shown);
  const shown = (error: { code: string; message: string; status: number; details: unknown }) => ({
    ...error,
    message: error.message,
  });

  beforeEach(async () => {
    memory = new MemoryDatabase();
    clock = new TestClock();
    auth = await authOn(memory.asDatabase as Database, clock);
    await auth.accounts.ensure(ANNA);
  });

  it('signs in, whatever the case of the e-mail, and the token says who', async () => {
    const session = await login({ email: 'ANNA@shop.EXAMPLE' });
    expect(session.principal).toMatchObject({ type: 'shopper', tenantId: 'alpha' });
    expect(session.expiresAt.getTime() - clock.now().getTime()).toBe(3_600_000);
    await expect(auth.accessTokens.verify(session.accessToken)).resolves.toMatchObject(session.principal);
  });

  it('stores the password as argon2id, and no refresh token', async () => {
    const { refreshToken } = await login();
    const stored = JSON.stringify([...memory.rows].map(([name, rows]) => [name, ...rows.values()]));
    expect(stored).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(stored).not.toContain(ANNA.password);
    expect(stored).not.toContain(refreshToken.split('.')[1]);
  });

  it('answers an unknown e-mail, a wrong password, a disabled account and another tenant alike', async () => {
    const wrong = await failure(login({ password: 'wrong' }));
    expect(wrong).toMatchObject({ code: 'INVALID_CREDENTIALS', status: 401 });
    expect(await failure(login({ email: 'nobody@shop.example' }))).toEqual(wrong);
    expect(await failure(login({ tenantId: 'beta' }))).toEqual(wrong);
    expect(await failure(login({ tenantId: 'platform' }))).toEqual(wrong);
    memory.rows.get('accounts')!.get('alpha/anna@shop.example')!['disabledAt'] = clock.now();
    expect(await failure(login())).toEqual(wrong);
  });

  it('spends as long on an unknown e-mail as on a wrong password', async () => {
    const time = async (email: string) => {
      const begin = process.hrtime.bigint();
      await failure(login({ email, password: 'wrong' }));
      return Number(process.hrtime.bigint() - begin) / 1e6;
    };
    const known = Math.min(await time(ANNA.email), await time(ANNA.email), await time(ANNA.email));
    const unknown = Math.min(await time('x@shop.example'), await time('x@shop.example'), await time('x@shop.example'));
    expect(unknown).toBeGreaterThan(known / 4);
    expect(unknown).toBeLessThan(known * 4);
  });

  it('throttles after five failures, for a right password and an unknown e-mail too, and for that address alone', async () => {
    for (const email of [ANNA.email, 'nobody@shop.example']) {
      for (let at = 0; at < 5; at += 1) {
        expect(await failure(login({ email, password: 'wrong' }))).toMatchObject({ code: 'INVALID_CREDENTIALS' });
      }
      const limited = await failure(login({ email }));
      expect(limited).toMatchObject({ code: 'RATE_LIMITED', status: 429, retryable: true });
      expect((limited as { retryAfterSeconds?: number }).retryAfterSeconds).toBeGreaterThan(0);
    }
    await expect(login({ email: 'ANNA@SHOP.example' })).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await expect(login({}, { ...FROM, ip: '10.0.0.2' })).resolves.toBeDefined();
  });

  it('lets only five of fifty parallel guesses through', async () => {
    const codes = await Promise.all(
      Array.from({ length: 50 }, async () => (await failure(login({ password: 'wrong' }))).code),
    );
    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(5);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(45);
  });

  it('does not count successes', async () => {
    for (let at = 0; at < 8; at += 1) await expect(login()).resolves.toBeDefined();
  });

  it('refuses an unknown tenant, and one that the request is not bound to', async () => {
    await expect(login({ tenantId: 'gamma' })).rejects.toMatchObject({ code: 'TENANT_NOT_FOUND' });
    await expect(login({}, { ...FROM, tenantConstraint: 'beta' })).rejects.toMatchObject({ code: 'TENANT_MISMATCH' });
  });

  it('gives each type its scopes', async () => {
    const guest = ['catalog:read', 'cart:write', 'checkout:write', 'order:read'];
    const shopper = [...guest, 'buyer:write', 'payment:read', 'booking:write'];
    expect((await auth.sessions.guest('alpha')).principal).toMatchObject({
      type: 'guest',
      tenantId: 'alpha',
      scopes: guest,
    });
    expect((await login()).principal.scopes).toEqual(shopper);
    const types = { 'tenant-admin': 'alpha', operator: 'platform', application: 'platform' } as const;
    const scopes: Record<string, readonly string[]> = {};
    for (const [type, tenantId] of Object.entries(types)) {
      const email = `${type}@shop.example`;
      await auth.accounts.ensure({ ...ANNA, tenantId, email, type: type as keyof typeof types });
      const { principal } = await login({ tenantId, email });
      expect(principal.tenantId).toBe(tenantId === 'platform' ? null : tenantId);
      scopes[type] = principal.scopes;
    }
    expect(scopes['tenant-admin']).toEqual([...shopper, 'tenant:admin']);
    expect(scopes['operator']).toEqual(expect.arrayContaining([...shopper, 'tenant:admin', 'platform:admin']));
    expect([...scopes['application']!].sort()).toEqual([...guest, 'payment:read'].sort());
  });

  it('keeps operators at the platform and sellers out of it', async () => {
    await expect(auth.accounts.ensure({ ...ANNA, type: 'operator' })).rejects.toThrow(/cannot belong/);
    await expect(auth.accounts.ensure({ ...ANNA, tenantId: 'platform' })).rejects.toThrow(/cannot belong/);
  });

  it('ensures an account twice without writing, and changes what differs', async () => {
    const row = () => structuredClone(memory.rows.get('accounts')!.get('alpha/anna@shop.example'));
    const first = row();
    await auth.accounts.ensure(ANNA);
    expect(row()).toEqual(first);
    await auth.accounts.ensure({ ...ANNA, name: 'Anna B.', password: 'another one' });
    expect(row()).toMatchObject({ name: 'Anna B.', principalId: first!['principalId'] });
    await expect(login()).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    await expect(login({ password: 'another one' })).resolves.toBeDefined();
  });

  describe('refresh', () => {
    it('goes on with new tokens for the same principal', async () => {
      const first = await auth.sessions.guest('alpha');
      const second = await auth.sessions.refresh(first.refreshToken);
      expect(second.principal).toEqual(first.principal);
      expect(second.refreshToken).not.toBe(first.refreshToken);
      expect(second.accessToken).not.toBe(first.accessToken);
    });

    it('revokes the whole chain when an old token comes back', async () => {
      const first = await login();
      const second = await auth.sessions.refresh(first.refreshToken);
      const third = await auth.sessions.refresh(second.refreshToken);
      await expect(auth.sessions.refresh(first.refreshToken)).rejects.toMatchObject({ code: 'REFRESH_TOKEN_INVALID' });
      await expect(auth.sessions.refresh(third.refreshToken)).rejects.toMatchObject({ code: 'REFRESH_TOKEN_INVALID' });
      await expect(auth.sessions.refresh((await login()).refreshToken)).resolves.toBeDefined();
    });

    it('lets one of two at the same moment through, and then neither', async () => {
      const { refreshToken } = await login();
      const both = await Promise.allSettled([auth.sessions.refresh(refreshToken), auth.sessions.refresh(refreshToken)]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('ends after 30 days without use, at logout, and when the account is disabled', async () => {
      const invalid = { code: 'REFRESH_TOKEN_INVALID', status: 401 };
      const idle = await login();
      clock.pass(31 * DAY);
      await expect(auth.sessions.refresh(idle.refreshToken)).rejects.toMatchObject(invalid);
      const out = await login();
      await auth.sessions.logout(out.refreshToken);
      await auth.sessions.logout(out.refreshToken);
      await expect(auth.sessions.refresh(out.refreshToken)).rejects.toMatchObject(invalid);
      const last = await login();
      memory.rows.get('accounts')!.get('alpha/anna@shop.example')!['disabledAt'] = clock.now();
      await expect(auth.sessions.refresh(last.refreshToken)).rejects.toMatchObject(invalid);
    });

    it.each(['', 'nonsense', 'tok_000000000000000000000000.' + 'A'.repeat(43), '{"$gt":""}'])(
      'refuses %p',
      async (token) => {
        await expect(auth.sessions.refresh(token)).rejects.toMatchObject({ code: 'REFRESH_TOKEN_INVALID' });
        await expect(auth.sessions.logout(token)).resolves.toBeUndefined();
      },
    );
  });
});
