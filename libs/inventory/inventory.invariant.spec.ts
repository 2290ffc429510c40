import fc from 'fast-check';
import { addsUp, freshTenant, startInventory, type InventoryUnderTest } from './inventory.fixture.js';

const SKUS = ['A', 'B'];
const until = new Date('2030-01-01T00:00:00Z');

const sku = fc.constantFrom(...SKUS);
const by = fc.constantFrom('chk_1', 'chk_2', 'chk_3');
const units = fc.array(fc.record({ sku, quantity: fc.integer({ min: 1, max: 6 }) }), { minLength: 1, maxLength: 3 });
const step = fc.oneof(
  fc.record({ does: fc.constant('hold' as const), by, units }),
  fc.record({ does: fc.constant('release' as const), by, skus: fc.constant(SKUS) }),
  fc.record({ does: fc.constant('convert' as const), by, skus: fc.subarray(SKUS) }),
  fc.record({ does: fc.constant('restock' as const), by, units }),
  fc.record({ does: fc.constant('adjust' as const), sku, delta: fc.integer({ min: -5, max: 5 }) }),
  fc.record({ does: fc.constant('count' as const), sku, onHand: fc.integer({ min: 0, max: 12 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('stock adds up: 0 <= available = onHand - Σ holds', () => {
  let under: InventoryUnderTest;

  beforeAll(async () => {
    under = await startInventory();
  });
  afterAll(() => under.stop());

  const run = (tenant: ReturnType<typeof freshTenant>, s: Step): Promise<unknown> => {
    const { inventory } = under;
    switch (s.does) {
      case 'hold':
        return inventory.hold(tenant, { by: s.by, until, units: s.units });
      case 'release':
        return inventory.release(tenant, s.by, s.skus);
      case 'convert':
        return inventory.convert(tenant, s.by, s.skus);
      case 'restock':
        return inventory.restock(tenant, s.by, s.units);
      case 'adjust':
        return inventory.adjust(tenant, s.sku, s.delta);
      case 'count':
        return inventory.setStock(tenant, [{ sku: s.sku, onHand: s.onHand }]);
    }
  };
  const begin = async () => {
    const tenant = freshTenant();
    await under.inventory.setStock(
      tenant,
      SKUS.map((each) => ({ sku: each, onHand: 8 })),
    );
    return tenant;
  };
  const allAddUp = async (tenant: ReturnType<typeof freshTenant>) => {
    const stocks = await under.stock.getMany(tenant, SKUS);
    return stocks.length === SKUS.length && stocks.every(addsUp);
  };

  it('after every step of any sequence, repeats included', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const tenant = await begin();
        for (const each of steps) {
          await run(tenant, each);
          expect(await allAddUp(tenant)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('after any steps that run at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 25 }), async (steps) => {
        const tenant = await begin();
        await Promise.all(steps.map((each) => run(tenant, each)));
        expect(await allAddUp(tenant)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('and a repeated step changes nothing', async () => {
    const idempotent = step.filter(({ does }) => does !== 'adjust');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), idempotent, async (steps, last) => {
        const tenant = await begin();
        for (const each of [...steps, last]) await run(tenant, each);
        const before = await under.stock.getMany(tenant, SKUS);
        await run(tenant, last);
        expect(await under.stock.getMany(tenant, SKUS)).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });
});
