import { startProduct, type Product } from '../../setup/product.js';
import { family, importTo, openTenant } from '../../setup/tenants.js';

describe('tenants', () => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct();
    await openTenant(product, 'closed-shop', { status: 'suspended' });
    await openTenant(product, 'gamma', { currencies: ['JPY'], settings: {} });
  });
  afterAll(() => product.stop());

  const list = (variables: object) =>
    product.client.ask(
      'query ($first: Int! = 20, $after: String) { tenants(first: $first, after: $after) { nodes { id name kind status } endCursor } }',
      {
        ...variables,
      },
    );
  const tenant = (id: string) => product.client.send('query ($id: ID!) { tenant(tenantId: $id) { id } }', { id });

  it('are listed by handle, the open ones alone, page by page [GW-3]', async () => {
    const all = await list({});
    expect(all.nodes.map(({ id }: any) => id)).toEqual(['alpha', 'beta', 'gamma']);
    expect(all.nodes[0]).toEqual({ id: 'alpha', name: 'alpha', kind: 'retail', status: 'active' });
    const seen: string[] = [];
    for (let after: string | null = null, turn = 0; turn < 3; turn += 1) {
      const page: any = await list({ first: 1, after });
      seen.push(...page.nodes.map(({ id }: any) => id));
      after = page.endCursor;
    }
    expect(seen).toEqual(['alpha', 'beta', 'gamma']);
    expect((await list({ first: 1, after: 'gamma' })).nodes).toEqual([]);
  });

  it.each([0, -1, 101])('are not listed %i at a time', async (first) => {
    const { errors } = await product.client.send(`{ tenants(first: ${first}) { endCursor } }`);
    expect(errors).toMatchObject([
      { path: ['tenants'], extensions: { code: 'INVALID_INPUT', details: [{ path: 'first' }] } },
    ]);
  });

  it('say what they offer, in which currencies, within which limits [GW-4, AD-3]', async () => {
    const one = await product.client.ask(
      '{ tenant(tenantId: "alpha") { id name kind status currencies capabilities limits { maxLineQuantity maxLines maxCartTotal } } }',
    );
    expect(one).toMatchObject({
      id: 'alpha',
      kind: 'retail',
      currencies: ['EUR', 'USD'],
      capabilities: expect.arrayContaining(['catalog', 'cart', 'shipping']),
      limits: { maxLineQuantity: 20, maxLines: 10, maxCartTotal: 500_000 },
    });
  });

  it('get one answer when they are unknown, suspended, reserved or no handle at all [GW-1]', async () => {
    const refusals = [];
    for (const id of [
      'no-such-tenant',
      'closed-shop',
      'platform',
      '',
      'ALPHA',
      'alpha ',
      '../alpha',
      'a'.repeat(10_000),
      '\u0000',
      '😀',
      '$ne',
    ]) {
      const { errors, data, status } = await tenant(id);
      expect([status, data ?? null]).toEqual([200, null]);
      refusals.push({ ...errors![0].extensions, requestId: null });
    }
    for (const refusal of refusals) expect(refusal).toEqual(refusals[0]);
    expect(refusals[0]).toMatchObject({ code: 'TENANT_NOT_FOUND', retryable: false });
  });

  it('are refused the same way by every operation that names one [GW-1]', async () => {
    const guest = await product.client.send(
      'mutation { createGuestSession(tenantId: "closed-shop") { __typename ... on Problem { code } } }',
    );
    expect(guest.data.createGuestSession).toEqual({ __typename: 'TenantNotFound', code: 'TENANT_NOT_FOUND' });
    for (const field of [
      'catalogSearch(tenantId: "nope") { hasNextPage }',
      'catalogVersion(tenantId: "nope") { version }',
    ]) {
      expect((await product.client.send(`{ ${field} }`)).errors).toMatchObject([
        { extensions: { code: 'TENANT_NOT_FOUND' } },
      ]);
    }
  });

  it('keep their settings apart: what one sells, ships and allows says nothing of another [GW-10, SH-6]', async () => {
    const guest = await product.guest('gamma');
    const found = await guest.client.ask('{ catalogSearch(tenantId: "gamma") { nodes { id } emptyReason } }');
    expect(found).toEqual({ nodes: [], emptyReason: 'EMPTY_CATALOG' });
    const cart = await guest.cart({});
    expect(await guest.show(cart)).toMatchObject({ currency: 'JPY' });
    expect(await guest.add(cart, 'MUG', 1)).toMatchObject({ code: 'SKU_NOT_FOUND' });
  });

  it('without delivery settings ship nowhere [SH-6]', async () => {
    const kettle = { sku: 'KETTLE', price: 5000, stock: 3, weightGrams: 900 };
    await importTo(product.gateway.app, 'gamma', [family('kettle', 'Kettle', 'Kitchen', kettle)]);
    const guest = await product.guest('gamma');
    const address = { name: 'B', line1: '1', city: 'Tokyo', postalCode: '100-0001', country: 'JP' };
    expect(await guest.start(await guest.cart({ KETTLE: 1 }), { shippingAddress: address })).toMatchObject({
      code: 'INVALID_ADDRESS',
    });
    expect(await guest.available('kettle')).toBe(3);
  });

  it('share one shape of checkout: what a client knows of one kind holds for every kind [GW-6]', async () => {
    const answer = await product.client.ask(
      '{ __type(name: "Checkout") { kind possibleTypes { name } fields { name } } }',
    );
    expect(answer).toMatchObject({
      kind: 'INTERFACE',
      possibleTypes: expect.arrayContaining([{ name: 'RetailCheckout' }]),
    });
    const guest = await product.guest();
    expect((await guest.start(await guest.cart({ PATTERN: 1 }))).checkout).toMatchObject({
      kind: 'retail',
      tenantId: 'alpha',
    });
  });
});
