import { family, freshTenant, startShop, variant, type ShopUnderTest } from '../shop.fixture.js';
import { CATALOG_ID, CATALOGS } from './catalog.collections.js';

describe('CatalogService', () => {
  let shop: ShopUnderTest;

  beforeAll(async () => {
    shop = await startShop();
  });
  afterAll(() => shop.stop());

  const crockery = [
    family('teapot', {
      title: 'Teapot',
      category: 'Kitchen',
      variants: [variant('TEAPOT', { price: 4500, stock: 2 })],
    }),
    family('tea-mug', {
      title: 'Mug',
      tags: ['tea'],
      category: 'Kitchen',
      options: ['Size'],
      variants: [
        variant('MUG-S', { title: 'S', options: [{ name: 'Size', value: 'S' }], price: 900, stock: 0 }),
        variant('MUG-L', { title: 'L', options: [{ name: 'Size', value: 'L' }], price: 1500, compareAtPrice: 1900 }),
      ],
    }),
    family('spoon', { title: 'Spoon', description: 'Stirs tea', category: 'Cutlery' }),
    family('guide', {
      title: 'Tasting guide',
      category: 'Éditions',
      productType: 'digital',
      variants: [variant('GUIDE', { stock: null, requiresShipping: false, price: 500 })],
    }),
  ];
  const stocked = async (families = crockery) => {
    const tenant = freshTenant();
    await shop.catalog.importFamilies(tenant, families, 'EUR');
    return tenant;
  };
  const ids = (page: { nodes: { id: string }[] }) => page.nodes.map(({ id }) => id);
  const search = (tenant: ReturnType<typeof freshTenant>, query: object) =>
    shop.catalog.search(tenant, { limit: 20, ...query });

  it('finds by every word, best match first: title, then tag, then description', async () => {
    const tenant = await stocked();
    expect(ids(await search(tenant, { query: 'TEA' }))).toEqual(['teapot', 'tea-mug', 'spoon']);
    expect(ids(await search(tenant, { query: 'mug tea' }))).toEqual(['tea-mug']);
    expect(ids(await search(tenant, { query: 'mug-l' }))).toEqual(['tea-mug']);
    expect(ids(await search(tenant, { query: 'edition' }))).toEqual(['guide']);
  });

  it('lists everything in alphabetical order for an empty query', async () => {
    const tenant = await stocked();
    for (const query of ['', '  ', '!?', null, undefined]) {
      const page = await search(tenant, { query });
      expect(ids(page)).toEqual(['tea-mug', 'spoon', 'guide', 'teapot']);
      expect(page).toMatchObject({ totalMatches: 4, hasNextPage: false, catalogVersion: 1, emptyReason: null });
      expect(page.categories).toEqual(['Cutlery', 'Éditions', 'Kitchen']);
    }
  });

  it('narrows by category, in any letters, and by the price of a single variant', async () => {
    const tenant = await stocked();
    expect(ids(await search(tenant, { category: 'editions' }))).toEqual(['guide']);
    expect(ids(await search(tenant, { minPrice: 1000, maxPrice: 1400 }))).toEqual(['spoon']);
    expect(ids(await search(tenant, { minPrice: 1500 }))).toEqual(['tea-mug', 'teapot']);
    expect(ids(await search(tenant, { query: 'tea', maxPrice: 900, category: 'kitchen' }))).toEqual(['tea-mug']);
  });

  it.each([
    [{ minPrice: 2, maxPrice: 1 }, 'minPrice'],
    [{ after: 'nonsense' }, 'after'],
    [{ after: 'nonsense', query: 'tea' }, 'after'],
  ])('refuses %j', async (query, path) => {
    const problem = { code: 'INVALID_INPUT', details: [expect.objectContaining({ path })] };
    await expect(search(await stocked(), query)).rejects.toMatchObject(problem);
  });

  it.each([{}, { query: 'thing' }, { category: 'things' }])(
    'shows every product once over all pages of %j, also when one is added meanwhile',
    async (query) => {
      const names = Array.from({ length: 11 }, (_, i) => `thing-${String(i).padStart(2, '0')}`);
      const tenant = await stocked(names.map((name) => family(name)));
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page = await search(tenant, { ...query, limit: 4, after });
        seen.push(...ids(page));
        after = page.hasNextPage ? page.endCursor : null;
        await shop.catalog.importFamilies(tenant, [family('thing-00a')], 'EUR');
      } while (after);
      expect(seen).toEqual(names);
    },
  );

  it('says why a page is empty and what to look for instead', async () => {
    expect(await search(freshTenant(), { query: 'tea' })).toMatchObject({
      ...{ nodes: [], emptyReason: 'EMPTY_CATALOG', suggestions: [], catalogVersion: 0, totalMatches: 0 },
    });
    const page = await search(await stocked(), { query: 'teapotte' });
    expect(page).toMatchObject({ nodes: [], emptyReason: 'NO_MATCHES', totalMatches: 0, endCursor: null });
    expect(page.suggestions).toContain('Teapot');
    expect((await search(await stocked(), { query: 'zzz' })).suggestions).toHaveLength(4);
  });

  it('shows a product with stock, price range and options', async () => {
    const tenant = await stocked();
    expect(await shop.catalog.product(tenant, 'tea-mug')).toMatchObject({
      tenantId: tenant.tenantId,
      priceRange: { min: 900, max: 1500, currency: 'EUR' },
      options: [{ name: 'Size', values: ['S', 'L'] }],
      purchasable: true,
      variants: [
        { sku: 'MUG-S', available: 0, inStock: false },
        { sku: 'MUG-L', available: 10, inStock: true, compareAtPrice: 1900 },
      ],
    });
    const guide = await shop.catalog.product(tenant, 'guide');
    expect(guide).toMatchObject({ purchasable: true, variants: [{ available: null, inStock: true }] });
  });

  it('shows nothing of another tenant, by id, SKU or search', async () => {
    await stocked();
    const stranger = freshTenant();
    expect(await shop.catalog.product(stranger, 'teapot')).toBeNull();
    expect(await shop.catalog.productsBySkus(stranger, ['TEAPOT'])).toEqual(new Map());
    expect(await shop.catalog.alternatives(stranger, 'TEAPOT')).toEqual([]);
  });

  it('raises the version once for an import that changes something, and not for one that does not', async () => {
    const tenant = await stocked();
    expect((await shop.catalog.version(tenant)).version).toBe(1);
    expect(await shop.catalog.importFamilies(tenant, crockery, 'EUR')).toBe(0);
    expect((await shop.catalog.version(tenant)).version).toBe(1);
    const dearer = crockery.map((each) => ({
      ...each,
      variants: each.variants.map((v) => ({ ...v, price: v.price + 1 })),
    }));
    expect(await shop.catalog.importFamilies(tenant, dearer, 'EUR')).toBe(4);
    expect((await shop.catalog.version(tenant)).version).toBe(2);
  });

  it('raises the version after an import that died halfway, though nothing is left to write', async () => {
    const tenant = await stocked();
    const catalogs = shop.database.tenantCollection(CATALOGS);
    // What a kill between the last product and the version leaves behind.
    await catalogs.update(tenant, CATALOG_ID, {}, { $set: { changing: true } });
    await shop.catalog.importFamilies(tenant, crockery, 'EUR');
    expect(await catalogs.get(tenant, CATALOG_ID)).toMatchObject({ version: 2, changing: false });
  });

  it('refuses a price that no cart could hold, and writes nothing', async () => {
    const tenant = freshTenant();
    const families = [family('gold', { variants: [variant('GOLD', { price: Number.MAX_SAFE_INTEGER })] })];
    await expect(shop.catalog.importFamilies(tenant, families, 'EUR')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await shop.catalog.product(tenant, 'gold')).toBeNull();
    expect(await shop.inventory.available(tenant, ['GOLD'])).toEqual(new Map([['GOLD', 0]]));
  });
});
