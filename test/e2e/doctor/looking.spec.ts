import { CopiedTown } from './copied-town.js';

const HOUR = 3_600_000;

/** What a database may be asked without being changed. */
const READS = ['hello', 'ping', 'listCollections', 'listIndexes', 'find', 'getMore', 'count', 'aggregate'];

describe('comptoir doctor looks twice, and only looks', () => {
  let copy: CopiedTown;

  beforeAll(async () => {
    copy = await CopiedTown.build();
  });
  afterEach(() => copy?.mend());
  afterAll(() => copy?.stop());

  const orphan = () => copy.set('orders', copy.town.paying, { status: 'paid' });

  it('says nothing of what was mended between its two looks', async () => {
    await orphan();
    const { findings, verdict } = await copy.doctor({ meanwhile: () => copy.mend() });
    expect(findings).toEqual([]);
    expect(verdict).toMatchObject({ faults: 0, unsettled: 0 });
  });

  it('looks once more at what is still wrong, but changed meanwhile, and reports it once it holds still', async () => {
    const id = await orphan();
    let looks = 0;
    const meanwhile = async (): Promise<void> => {
      looks += 1;
      if (looks === 1) await copy.change('checkouts', id, { $inc: { version: 1 } });
    };
    const { findings } = await copy.doctor({ meanwhile });
    expect(findings.map(({ code, evidence }) => [code, evidence['order']])).toEqual([
      ['ORDER_PAID_WITHOUT_PAYMENT', 'paid'],
    ]);
    expect(looks).toBe(2);
  });

  it('reports nothing of a document that changes at every look, and says that there is one', async () => {
    const id = await orphan();
    const meanwhile = async (): Promise<void> => {
      await copy.change('checkouts', id, { $inc: { version: 1 } });
    };
    const { findings, verdict } = await copy.doctor({ meanwhile });
    expect(findings).toEqual([]);
    expect(verdict).toMatchObject({ faults: 0, unsettled: 1 });
  });

  it('reports nothing that turned up only at the second look', async () => {
    await copy.set('checkouts', copy.town.pending, { needsAttention: 'Something' });
    const meanwhile = async (): Promise<void> => {
      await copy.set('checkouts', copy.town.pending, { needsAttention: null, dueAt: null });
    };
    expect((await copy.doctor({ meanwhile })).findings).toEqual([]);
  });

  it('writes nothing, whatever it finds', async () => {
    await orphan();
    await copy.dropIndex('checkouts', 'dueAt_1');
    const heard = new Set<string>();
    const { verdict } = await copy.doctor({ heard: (command) => heard.add(command) });
    expect(verdict.faults).toBe(2);
    expect([...heard].filter((command) => !READS.includes(command))).toEqual([]);
    expect(heard).toContain('find');
  });

  it('looks at one tenant only when asked to', async () => {
    await copy.set('inventory', 'alpha/LAMP', { available: 7 });
    await copy.set('inventory', 'beta/LAMP', { available: 7 });
    const { findings, verdict } = await copy.doctor({ tenant: 'beta', stripe: true });
    expect(findings.map(({ code, id }) => [code, id])).toEqual([['STOCK_SUM_WRONG', 'beta/LAMP']]);
    expect(verdict.checked).toMatchObject({ inventory: 3, checkouts: 0 });
    expect(verdict.checked).not.toHaveProperty('inbox');
  });

  it('calls nothing late where nothing runs', async () => {
    await copy.set('checkouts', copy.town.pending, { dueAt: copy.later(-HOUR) });
    await copy.set('inbox', (await copy.find('inbox', {}))._id, {
      state: 'received',
      receivedAt: copy.later(-HOUR * 5),
    });
    expect((await copy.doctor({ awake: true })).verdict.faults).toBe(2);
    expect((await copy.doctor({ awake: false })).verdict.faults).toBe(0);
  });
});
