import type { Product } from '../../setup/product.js';
import { startRentals, visitor } from './rentals.js';

describe('a property that another subgraph refers to', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startRentals();
  });
  afterAll(() => product.stop());

  const refer = (property: Record<string, unknown>, client = product.client) =>
    client.send(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Property { tenantId id name maxGuests } } }',
      {
        r: [{ __typename: 'Property', ...property }],
      },
    );

  it('is found by its tenant and its id, as a search shows it [BK-1]', async () => {
    const guest = await visitor(product);
    const { data, errors } = await refer({ tenantId: 'hosts', id: 'seaside' });
    expect(errors).toBeUndefined();
    const { checkIn, checkOut, guests } = guest.stay({ from: 5 });
    const found = await product.client.ask(
      `query ($in: String!, $out: String!, $guests: Int!) { stays(tenantId: "hosts", checkIn: $in, checkOut: $out, guests: $guests) {
        available { property { tenantId id name maxGuests } } } }`,
      { in: checkIn, out: checkOut, guests },
    );
    expect(found.available.map(({ property }: any) => property)).toContainEqual(data._entities[0]);
    expect(data._entities[0]).toMatchObject({ tenantId: 'hosts', id: 'seaside' });
  });

  it.each([
    [{ tenantId: 'hosts', id: 'nowhere' }],
    [{ tenantId: 'hosts' }],
    [{ id: 'seaside' }],
    [{ tenantId: 7, id: 'seaside' }],
    [{ tenantId: 'hosts', id: { $ne: '' } }],
  ])('is null where there is none: %j', async (property) => {
    expect((await refer(property)).data._entities).toEqual([null]);
  });

  it('is asked of tenants that let houses, and of open ones', async () => {
    expect((await refer({ tenantId: 'alpha', id: 'seaside' })).errors).toMatchObject([
      { extensions: { code: 'NOT_OFFERED_BY_TENANT' } },
    ]);
    expect((await refer({ tenantId: 'nobody', id: 'seaside' })).errors).toMatchObject([
      { extensions: { code: 'TENANT_NOT_FOUND' } },
    ]);
  });

  it('is refused to a caller who belongs to another tenant [GW-2]', async () => {
    const { client } = await product.guest('alpha');
    const { data, errors } = await refer({ tenantId: 'hosts', id: 'seaside' }, client);
    expect([data?._entities?.[0] ?? null, errors]).toMatchObject([null, [{ extensions: { code: 'TENANT_MISMATCH' } }]]);
  });
});
