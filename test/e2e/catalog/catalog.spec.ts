import { startProduct, type Product } from '../../setup/product.js';
import { family, importTo } from '../../setup/tenants.js';

describe('a tenant’s catalogue', () => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.stop());

  const search = (variables: object) =>
    product.client.ask(
      `query ($query: String, $category: String, $min: MinorUnits, $max: MinorUnits, $limit: Int! = 20, $after: String) {
        catalogSearch(tenantId: "alpha", query: $query, category: $category, minPrice: $min, maxPrice: $max, limit: $limit, after: $after) {
          nodes { tenantId id title priceRange { min max currency } variants { sku available inStock price } purchasable }
          endCursor hasNextPage totalMatches catalogVersion fetchedAt categories emptyReason suggestions } }`,
      { ...variables },
    );
  const found = async (variables: object): Promise<string[]> =>
    (await search(variables)).nodes.map(({ id }: any) => id);

  it('is browsed whole and in alphabetical order by an empty search, without a token [CA-1]', async () => {
    const page = await search({});
    expect(page.nodes.map(({ title }: any) => title)).toEqual(['Pleated Lamp', 'Sewing Pattern', 'Stoneware Mug']);
    expect(page).toMatchObject({
      totalMatches: 3,
      hasNextPage: false,
      emptyReason: null,
      categories: ['Digital', 'Lighting', 'Tableware'],
    });
    expect(await found({ query: '   ' })).toHaveLength(3);
  });

  it('finds products by words and beginnings of words, whatever their case or accents [CA-1]', async () => {
    expect(await found({ query: 'mug' })).toEqual(['mug']);
    expect(await found({ query: 'STONE' })).toEqual(['mug']);
    expect(await found({ query: 'pléated lamp' })).toEqual(['lamp']);
    expect(await found({ query: 'lamp mug' })).toEqual([]);
  });

  it('narrows by category and by price, both ends included [CA-1]', async () => {
    expect(await found({ category: 'Lighting' })).toEqual(['lamp']);
    expect(await found({ min: 1250, max: 1250 })).toEqual(['mug']);
    expect(await found({ max: 1249 })).toEqual(['pattern']);
    expect(await found({ min: 1251 })).toEqual(['lamp']);
    expect(await found({ query: 'mug', category: 'Lighting' })).toEqual([]);
    const { errors } = await product.client.send(
      '{ catalogSearch(tenantId: "alpha", minPrice: 2, maxPrice: 1) { hasNextPage } }',
    );
    expect(errors).toMatchObject([{ path: ['catalogSearch'], extensions: { code: 'INVALID_INPUT' } }]);
  });

  it('shows families with their variants, prices and stock of this moment [CA-2, CA-10, CA-8]', async () => {
    const { nodes } = await search({ query: 'mug' });
    expect(nodes).toEqual([
      {
        tenantId: 'alpha',
        id: 'mug',
        title: 'Stoneware Mug',
        priceRange: { min: 1250, max: 1250, currency: 'EUR' },
        variants: [{ sku: 'MUG', available: 10, inStock: true, price: 1250 }],
        purchasable: true,
      },
    ]);
  });

  it.each([1, 250])('takes a page size of %i', async (limit) => {
    expect(await found({ limit })).toHaveLength(Math.min(limit, 3));
  });

  it.each([0, -1, 251, 2_147_483_647])('refuses a page size of %i and names the place', async (limit) => {
    const { errors, status } = await product.client.send(
      `{ catalogSearch(tenantId: "alpha", limit: ${limit}) { hasNextPage } }`,
    );
    expect(status).toBeLessThan(500);
    expect(errors).toMatchObject([
      { path: ['catalogSearch'], extensions: { code: 'INVALID_INPUT', details: [{ path: 'limit' }] } },
    ]);
  });

  it.each([{}, { query: 'for tests' }, { query: 's' }])(
    'is paged through without a duplicate or a gap: %j',
    async (filter) => {
      const all = await found(filter);
      const seen: string[] = [];
      for (let after: string | null = null, more = true; more;) {
        const page: any = await search({ ...filter, limit: 1, after });
        seen.push(...page.nodes.map(({ id }: any) => id));
        [after, more] = [page.endCursor, page.hasNextPage];
        expect(seen.length).toBeLessThanOrEqual(all.length);
      }
      expect(seen).toEqual(all);
    },
  );

  it('refuses a cursor that is none of its own', async () => {
    for (const after of ['x', '', '"', 'eyJhIjoxfQ', '\u0000', 'e30', 'bnVsbA', 'W10']) {
      const { errors, status } = await product.client.send(
        'query ($after: String) { catalogSearch(tenantId: "alpha", after: $after) { hasNextPage } }',
        { after },
      );
      expect(status).toBeLessThan(500);
      for (const { extensions } of errors ?? []) expect(extensions.code).toBe('INVALID_INPUT');
    }
  });

  it('says why nothing was found, and what to look for instead [CA-7]', async () => {
    const page = await search({ query: 'stonewear' });
    expect(page).toMatchObject({ nodes: [], emptyReason: 'NO_MATCHES', totalMatches: 0, hasNextPage: false });
    expect(page.suggestions).toContain('Stoneware Mug');
    expect(page.categories).toEqual(['Digital', 'Lighting', 'Tableware']);
  });

  it('shows one product by its id, and the same refusal for every id it does not have [CA-4]', async () => {
    const one = (id: string) =>
      product.client.send(
        'query ($id: ID!) { product(tenantId: "alpha", id: $id) { tenantId id title productType } }',
        { id },
      );
    expect((await one('lamp')).data).toEqual({
      product: { tenantId: 'alpha', id: 'lamp', title: 'Pleated Lamp', productType: 'physical' },
    });
    for (const id of ['nothing', '', 'LAMP', '../lamp', 'beta/lamp', '$where', 'lamp\u0000']) {
      const { data, errors } = await one(id);
      expect(data).toBeNull();
      expect(errors).toMatchObject([{ path: ['product'], extensions: { code: 'NOT_FOUND' } }]);
    }
  });

  it('raises its version with every change of a product and at no other time [CA-5, AD-4]', async () => {
    const version = async () =>
      (await product.client.ask('{ catalogVersion(tenantId: "alpha") { version fetchedAt } }')).version;
    const variant = { sku: 'TEA', price: 700, stock: 3, weightGrams: 1 };
    const importing = (title: string) =>
      importTo(product.gateway.app, 'alpha', [family('tea', title, 'Tableware', variant)]);
    const before = await version();
    expect((await search({})).catalogVersion).toBe(before);
    await importing('Tea Pot');
    const after = await version();
    expect(after).toBeGreaterThan(before);
    await importing('Tea Pot');
    expect(await version()).toBe(after);
    await importing('Tea Kettle');
    expect(await version()).toBeGreaterThan(after);
    expect(await found({ query: 'kettle' })).toEqual(['tea']);
    expect(await found({ query: 'pot' })).toEqual([]);
    const other = await product.client.ask('{ catalogSearch(tenantId: "beta", query: "kettle") { emptyReason } }');
    expect(other).toEqual({ emptyReason: 'NO_MATCHES' });
  });
});
