import { addsUp, freshTenant, startInventory, type InventoryUnderTest } from './inventory.fixture.js';

const until = new Date('2030-01-01T00:00:00Z');
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

describe('InventoryService', () => {
  let under: InventoryUnderTest;

  beforeAll(async () => {
    under = await startInventory();
  });
  afterAll(() => under.stop());

  const one = (sku: string, quantity = 1) => [{ sku, quantity }];
  const count = async (tenant: ReturnType<typeof freshTenant>, sku: string) => {
    const stock = (await under.stock.get(tenant, sku))!;
    expect(addsUp(stock)).toBe(true);
    return { onHand: stock.onHand, available: stock.available, holds: stock.holds.map((h) => [h.by, h.quantity]) };
  };

  describe('hold', () => {
    it('gives 10 units to exactly 10 of 50 buyers who ask at once, and tells the others how many are left', async () => {
      const tenant = freshTenant();
      await under.inventory.setStock(tenant, [{ sku: 'A', onHand: 10 }]);
      const answers = await Promise.all(
        times(50, (i) => under.inventory.hold(tenant, { by: `chk_${i}`, until, units: one('A') })),
      );
      const refused = answers.filter((answer) => answer !== null);
      expect(refused).toHaveLength(40);
      expect(refused[0]).toEqual({ sku: 'A', requested: 1, available: 0 });
      expect(await count(tenant, 'A')).toMatchObject({ onHand: 10, available: 0, holds: { length: 10 } });
    });

    it('holds once for one checkout, however often and however parallel it asks', async () => {
      const tenant = freshTenant();
      await under.inventory.setStock(tenant, [{ sku: 'A', onHand: 10 }]);
      const hold = { by: 'chk_1', until, units: one('A', 3) };
      const answers = await Promise.all(times(10, () => under.inventory.hold(tenant, hold)));
      expect(answers).toEqual(times(10, () => null));
      expect(await count(tenant, 'A')).toEqual({ onHand: 10, available: 7, holds: [['chk_1', 3]] });
    });

    it('sums the lines that share a SKU before it looks at the stock', async () => {
      const tenant = freshTenant();
      await under.inventory.setStock(tenant, [{ sku: 'A', onHand: 3 }]);
      const units = [...one('A', 2), ...one('A', 2)];
      const shortage = await under.inventory.hold(tenant, { by: 'chk_1', until, units });
      expect(shortage).toEqual({ sku: 'A', requested: 4, available: 3 });
      expect(await count(tenant, 'A')).toEqual({ onHand: 3, available: 3, holds: [] });
    });

    it('holds all or none', async () => {
      const tenant = freshTenant();
      await under.inventory.setStock(tenant, [
        { sku: 'A', onHand: 5 },
        { sku: 'B', onHand: 1 },
      ]);
      const units = [...one('A', 5), ...one('B', 2)];
      expect(await under.inventory.hold(tenant, { by: 'chk_1', until, units })).toMatchObject({ sku: 'B' });
      expect(await count(tenant, 'A')).toEqual({ onHand: 5, available: 5, holds: [] });
    });

    it('changes a hold to another quantity, up and down, in place of adding a second one', async () => {
      const tenant = freshTenant();
      await under.inventory.setStock(tenant, [{ sku: 'A', onHand: 5 }]);
      for (const quantity of [2, 5, 1]) {
        expect(await under.inventory.hold(tenant, { by: 'chk_1', until, units: one('A', quantity) })).toBeNull();
        expect(await count(tenant, 'A')).toEqual({ onHand: 5, available: 5 - quantity, holds: [['chk_1', quantity]] });
      }
    });

    it('leaves a checkout what it held when a larger hold falls short', async () => {
      const tenant = freshTenant();
      await under.inventory.setStock(tenant, [
        { sku: 'A', onHand: 5 },
        { sku: 'B', onHand: 5 },
        { sku: 'C', onHand: 1 },
      ]);
      await under.inventory.hold(tenant, { by: 'chk_1', until, units: [...one('A', 4), ...one('B', 2)] });
      const units = [...one('A', 1), ...one('B', 5), ...one('C', 2)];
      expect(await under.inventory.hold(tenant, { by: 'chk_1', until, units })).toMatchObject({ sku: 'C' });
      expect(await count(tenant, 'A')).toMatchObject({ holds: [['chk_1', 4]] });
      expect(await count(tenant, 'B')).toMatchObject({ holds: [['chk_1', 2]] });
    });

    it('prolongs a hold that is asked for until later, and never shortens one', async () => {
      const tenant = freshTenant();
      await under.inventory.setStock(tenant, [{ sku: 'A', onHand: 5 }]);
      const later = new Date('2031-01-01T00:00:00Z');
      for (const end of [until, later, until]) {
        await under.inventory.hold(tenant, { by: 'chk_1', until: end, units: one('A') });
      }
      expect((await under.stock.get(tenant, 'A'))!.holds).toEqual([{ by: 'chk_1', quantity: 1, until: later }]);
    });

    it('never runs short of goods that are not tracked, and never sells a SKU it does not know', async () => {
      const tenant = freshTenant();
      await under.inventory.setStock(tenant, [{ sku: 'FILE', onHand: null }]);
      expect(await under.inventory.hold(tenant, { by: 'chk_1', until, units: one('FILE', 1_000_000) })).toBeNull();
      const unknown = await under.inventory.hold(tenant, { by: 'chk_1', until, units: one('NONE') });
      expect(unknown).toEqual({ sku: 'NONE', requested: 1, available: 0 });
      expect(await under.inventory.available(tenant, ['FILE', 'NONE'])).toEqual(
        new Map([
          ['FILE', null],
          ['NONE', 0],
        ]),
      );
    });

    it('does not touch the stock that another tenant has of the same SKU', async () => {
      const [ours, theirs] = [freshTenant(), freshTenant()];
      await under.inventory.setStock(ours, [{ sku: 'A', onHand: 1 }]);
      await under.inventory.setStock(theirs, [{ sku: 'A', onHand: 1 }]);
      await under.inventory.hold(ours, { by: 'chk_1', until, units: one('A') });
      await under.inventory.release(theirs, 'chk_1', ['A']);
      expect(await count(ours, 'A')).toMatchObject({ available: 0 });
      expect(await count(theirs, 'A')).toMatchObject({ available: 1 });
    });

    it.each([0, -1, 1.5, Number.NaN])('takes %p for a mistake of its caller', async (quantity) => {
      const hold = { by: 'chk_1', until, units: one('A', quantity) };
      await expect(under.inventory.hold(freshTenant(), hold)).rejects.toThrow(RangeError);
    });
  });

  it('restores a released hold once, however many release it at the same moment', async () => {
    const tenant = freshTenant();
    await under.inventory.setStock(tenant, [{ sku: 'A', onHand: 5 }]);
    await under.inventory.hold(tenant, { by: 'chk_1', until, units: one('A', 2) });
    await under.inventory.hold(tenant, { by: 'chk_2', until, units: one('A', 1) });
    await Promise.all(times(20, () => under.inventory.release(tenant, 'chk_1', ['A', 'A', 'GONE'])));
    expect(await count(tenant, 'A')).toEqual({ onHand: 5, available: 4, holds: [['chk_2', 1]] });
  });

  it('sells a hold or frees it, never both, when a sale and a release race', async () => {
    const tenant = freshTenant();
    await under.inventory.setStock(tenant, [{ sku: 'A', onHand: 100 }]);
    for (let round = 0; round < 20; round += 1) {
      const by = `chk_${round}`;
      await under.inventory.hold(tenant, { by, until, units: one('A', 2) });
      await Promise.all([
        under.inventory.convert(tenant, by, ['A']),
        under.inventory.release(tenant, by, ['A']),
        under.inventory.convert(tenant, by, ['A']),
      ]);
      const { onHand, available, holds } = await count(tenant, 'A');
      expect([onHand, holds]).toEqual([available, []]);
    }
  });

  it('puts back what was sold to one buyer once, and nothing that was not sold', async () => {
    const tenant = freshTenant();
    await under.inventory.setStock(tenant, [{ sku: 'A', onHand: 5 }]);
    await under.inventory.hold(tenant, { by: 'chk_1', until, units: one('A', 2) });
    await under.inventory.convert(tenant, 'chk_1', ['A']);
    expect(await count(tenant, 'A')).toEqual({ onHand: 3, available: 3, holds: [] });
    await Promise.all(times(10, () => under.inventory.restock(tenant, 'chk_1', one('A', 2))));
    await under.inventory.restock(tenant, 'chk_2', one('A', 1));
    expect(await count(tenant, 'A')).toEqual({ onHand: 5, available: 5, holds: [] });
  });

  it('remembers a bounded number of sales', async () => {
    const tenant = freshTenant();
    await under.inventory.setStock(tenant, [{ sku: 'A', onHand: 205 }]);
    for (let i = 0; i < 205; i += 1) {
      await under.inventory.hold(tenant, { by: `chk_${i}`, until, units: one('A') });
      await under.inventory.convert(tenant, `chk_${i}`, ['A']);
    }
    expect((await under.stock.get(tenant, 'A'))!.sold).toHaveLength(200);
    expect(await count(tenant, 'A')).toMatchObject({ onHand: 0 });
  });

  it('takes over a stock count but keeps what is promised, also while buyers come and go', async () => {
    const tenant = freshTenant();
    await under.inventory.setStock(tenant, [{ sku: 'A', onHand: 10 }]);
    await Promise.all([
      ...times(8, (i) => under.inventory.hold(tenant, { by: `chk_${i}`, until, units: one('A') })),
      under.inventory.setStock(tenant, [{ sku: 'A', onHand: 3 }]),
    ]);
    const { onHand, holds } = await count(tenant, 'A');
    expect(onHand).toBe(Math.max(3, holds.length));
  });

  it('refuses to take away more units than are free', async () => {
    const tenant = freshTenant();
    await under.inventory.setStock(tenant, [{ sku: 'A', onHand: 3 }]);
    await under.inventory.hold(tenant, { by: 'chk_1', until, units: one('A', 2) });
    expect(await under.inventory.adjust(tenant, 'A', -2)).toBe(false);
    expect(await under.inventory.adjust(tenant, 'A', -1)).toBe(true);
    expect(await count(tenant, 'A')).toEqual({ onHand: 2, available: 0, holds: [['chk_1', 2]] });
  });
});
