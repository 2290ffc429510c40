import { Database } from '#platform';
import { startEmbeddedMongo, type EmbeddedMongo } from '#embedded-mongo';
import { authOn } from './auth.fixture.js';

const FROM = { ip: '10.0.0.1', tenantConstraint: null };
const ANNA = { email: 'anna@shop.example', password: 'correct horse', type: 'shopper', name: 'Anna' } as const;

/** What the in-memory specs cannot show: that the stored form and the conditional writes work on the database. */
describe('identity on the database', () => {
  let server: EmbeddedMongo;
  let database: Database;

  beforeAll(async () => {
    server = await startEmbeddedMongo({ mode: 'inline' });
    database = await Database.connect(server.uri, 'auth');
  });

  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });

  it('boots two processes at once, indexes included, and each accepts the other’s tokens', async () => {
    const [a, b] = await Promise.all([authOn(database), authOn(database)]);
    await Promise.all([database.syncIndexes(), database.syncIndexes()]);
    const guest = await a.sessions.guest('alpha');
    const third = await authOn(database);
    await expect(third.accessTokens.verify(guest.accessToken)).resolves.toMatchObject({ type: 'guest' });
    expect((await b.sessions.refresh(guest.refreshToken)).principal.id).toBe(guest.principal.id);
  });

  it('keeps one account when many ensure it at once, and the same e-mail apart between tenants', async () => {
    const { accounts, sessions } = await authOn(database);
    const made = await Promise.all(Array.from({ length: 4 }, () => accounts.ensure({ ...ANNA, tenantId: 'alpha' })));
    expect(new Set(made.map(({ principalId }) => principalId)).size).toBe(1);
    const other = await accounts.ensure({ ...ANNA, tenantId: 'beta', password: 'something else' });
    expect(other.principalId).not.toBe(made[0]!.principalId);
    const login = (tenantId: string) => sessions.login({ tenantId, email: ANNA.email, password: ANNA.password }, FROM);
    expect((await login('alpha')).principal).toMatchObject({ id: made[0]!.principalId, tenantId: 'alpha' });
    await expect(login('beta')).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });

  it('lets one of ten parallel refreshes through and revokes the chain', async () => {
    const { sessions } = await authOn(database);
    const { refreshToken } = await sessions.guest('alpha');
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => sessions.refresh(refreshToken)));
    const passed = all.filter((one) => one.status === 'fulfilled');
    expect(passed).toHaveLength(1);
    await expect(sessions.refresh(passed[0]!.value.refreshToken)).rejects.toMatchObject({
      code: 'REFRESH_TOKEN_INVALID',
    });
  });

  it('rotates keys', async () => {
    const { keys, sessions, accessTokens } = await authOn(database);
    const { accessToken } = await sessions.guest('alpha');
    const before = (await keys.published()).length;
    await keys.rotate();
    expect(await keys.published()).toHaveLength(before + 1);
    await expect(accessTokens.verify(accessToken)).resolves.toMatchObject({ type: 'guest' });
  });
});
