import { freshTenant, startInventory, type InventoryUnderTest } from './inventory.fixture.js';

const first = new Date('2030-01-01T00:00:00Z');
const second = new Date('2030-01-02T00:00:00Z');

/** A checkout that was begun again holds for longer than before, and what its earlier run is to free comes late. */
describe('a release with the end of a hold', () => {
  let under: InventoryUnderTest;

  beforeAll(async () => {
    under = await startInventory();
  });
  afterAll(() => under.stop());

  it('frees counted units of that hold, and leaves those of a later one', async () => {
    const tenant = freshTenant();
    await under.inventory.setStock(tenant, [{ sku: 'A', onHand: 10 }]);
    await under.inventory.hold(tenant, { by: 'chk_1', until: second, units: [{ sku: 'A', quantity: 3 }] });
    await under.inventory.release(tenant, 'chk_1', ['A'], first);
    expect(await under.inventory.available(tenant, ['A'])).toEqual(new Map([['A', 7]]));
    await under.inventory.release(tenant, 'chk_1', ['A'], second);
    expect(await under.inventory.available(tenant, ['A'])).toEqual(new Map([['A', 10]]));
  });

  it('frees named units of that hold, and leaves those of a later one, and what is sold', async () => {
    const tenant = freshTenant();
    const taken = async () => (await under.inventory.taken(tenant, ['house'])).get('house');
    const hold = (by: string, unit: string) =>
      under.inventory.holdNamed(tenant, { by, until: second, named: { set: 'house', units: [unit] } });
    await hold('chk_1', 'monday');
    await hold('chk_2', 'tuesday');
    await under.inventory.convertNamed(tenant, 'chk_2', 'house');
    await under.inventory.releaseNamed(tenant, 'chk_1', 'house', first);
    await under.inventory.releaseNamed(tenant, 'chk_2', 'house', second);
    expect(await taken()).toEqual(['monday', 'tuesday']);
    await under.inventory.releaseNamed(tenant, 'chk_1', 'house', second);
    expect(await taken()).toEqual(['tuesday']);
  });
});
