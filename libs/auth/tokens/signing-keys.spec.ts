import type { Principal } from '@comptoir/tenant-kit';
import { authOn, MemoryDatabase, TestClock } from '../auth.fixture.js';

const OPERATOR: Principal = { type: 'operator', id: 'acct_9', tenantId: null, scopes: ['platform:admin'] };
const MINUTE = 60_000;

describe('SigningKeys', () => {
  it('lets two processes that boot at once accept each other', async () => {
    const memory = new MemoryDatabase();
    const clock = new TestClock();
    const [a, b] = await Promise.all([authOn(memory.asDatabase, clock), authOn(memory.asDatabase, clock)]);
    clock.pass(11_000);
    const fromA = await a.accessTokens.issue(OPERATOR);
    const fromB = await b.accessTokens.issue(OPERATOR);
    await expect(b.accessTokens.verify(fromA.token)).resolves.toEqual(OPERATOR);
    await expect(a.accessTokens.verify(fromB.token)).resolves.toEqual(OPERATOR);
    const third = await authOn(memory.asDatabase, clock);
    await expect(third.accessTokens.verify(fromB.token)).resolves.toEqual(OPERATOR);
  });

  it('adds no key when there is one, and stores none in the clear', async () => {
    const memory = new MemoryDatabase();
    await authOn(memory.asDatabase);
    await authOn(memory.asDatabase);
    const rows = [...memory.rows.get('signing_keys')!.values()];
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('"d"');
    expect(rows[0]!['sealed']).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('reads the set again for an unknown kid, at most once in ten seconds', async () => {
    const memory = new MemoryDatabase();
    const clock = new TestClock();
    const { keys } = await authOn(memory.asDatabase, clock);
    let reads = 0;
    const records = (keys as unknown as { records: { find: () => Promise<unknown[]> } }).records;
    const find = records.find;
    records.find = () => {
      reads += 1;
      return find();
    };
    for (let at = 0; at < 5; at += 1) await keys.find(`unknown-${at}`);
    expect(reads).toBe(0);
    clock.pass(10_001);
    await Promise.all(Array.from({ length: 50 }, (_, at) => keys.find(`unknown-${at}`)));
    expect(reads).toBe(1);
  });

  it('rotates: the new key signs after its head start, old tokens live out their hour, then the key is gone', async () => {
    const memory = new MemoryDatabase();
    const clock = new TestClock();
    const a = await authOn(memory.asDatabase, clock);
    const b = await authOn(memory.asDatabase, clock);
    const old = await a.keys.current();
    clock.pass(MINUTE);
    await a.keys.rotate();
    expect((await a.keys.current()).kid).toBe(old.kid);
    clock.pass(15_000);
    const before = await b.accessTokens.issue(OPERATOR);
    const fresh = await a.accessTokens.issue(OPERATOR);
    expect((await a.keys.current()).kid).not.toBe(old.kid);
    await expect(b.accessTokens.verify(fresh.token)).resolves.toEqual(OPERATOR);
    await expect(a.accessTokens.verify(before.token)).resolves.toEqual(OPERATOR);
    expect(await a.keys.published()).toHaveLength(2);
    clock.pass(59 * MINUTE);
    await expect(a.accessTokens.verify(before.token)).resolves.toEqual(OPERATOR);
    clock.pass(2 * MINUTE);
    await expect(a.accessTokens.verify(before.token)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    clock.pass(10 * MINUTE);
    expect(await a.keys.find(old.kid)).toBeNull();
    expect((await b.keys.published()).map(({ kid }) => kid)).not.toContain(old.kid);
  });

  it('takes the tokens of a key along that is withdrawn, verified before or not', async () => {
    const memory = new MemoryDatabase();
    const clock = new TestClock();
    const { accessTokens, keys } = await authOn(memory.asDatabase, clock);
    const { token } = await accessTokens.issue(OPERATOR);
    await expect(accessTokens.verify(token)).resolves.toEqual(OPERATOR);
    memory.rows.get('signing_keys')!.clear();
    clock.pass(11_000);
    await keys.find('unknown');
    await expect(accessTokens.verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('publishes public halves only', async () => {
    const { keys } = await authOn(new MemoryDatabase().asDatabase);
    const [jwk] = await keys.published();
    expect(Object.keys(jwk!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });

  it('says what to do when the master secret has changed', async () => {
    const memory = new MemoryDatabase();
    await authOn(memory.asDatabase);
    for (const row of memory.rows.get('signing_keys')!.values()) row['sealed'] = 'AAAA.AAAAAAAAAAAAAAAAAAAAAA.AAAA';
    await expect(authOn(memory.asDatabase)).rejects.toThrow(/restore COMPTOIR_SECRET/);
  });
});
