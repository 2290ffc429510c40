import type { Product } from '../../setup/product.js';
import { HOSTS, startRentals, visitor, type Staying } from './rentals.js';

describe('looking for a stay', () => {
  let product: Product;
  let guest: Staying;

  beforeAll(async () => {
    product = await startRentals();
    guest = await visitor(product);
  });
  afterAll(() => product.stop());

  it('finds what is free, cheapest first, with both totals [BK-1, QU-3]', async () => {
    const { stays } = (await guest.search()).data;
    expect(stays.available).toEqual([
      {
        property: expect.objectContaining({ id: 'seaside', zone: 'Europe/Stockholm', currency: 'EUR' }),
        nights: 3,
        publicTotal: 30_000,
        federationTotal: 27_000,
      },
      { property: expect.objectContaining({ id: 'loft' }), nights: 3, publicTotal: 30_000, federationTotal: 30_000 },
    ]);
    expect(stays.unavailable).toEqual([]);
  });

  it('needs no account', async () => {
    const { data } = await product.client.send(
      `{ stays(tenantId: "hosts", checkIn: "${guest.day(5)}", checkOut: "${guest.day(7)}", guests: 1) { available { nights } } }`,
    );
    expect(data.stays.available).toHaveLength(2);
  });

  it.each([
    ['malm', ['seaside']],
    ['SKANE', ['seaside']],
    ['france', ['loft']],
    ['FR', ['loft']],
    ['Norway', []],
  ])('goes by place: %s [BK-1]', async (place, ids) => {
    const { stays } = (await guest.search({ place })).data;
    expect(stays.available.map(({ property }: any) => property.id)).toEqual(ids);
  });

  it('says why a property is not free, and when it is [BK-1, BK-2]', async () => {
    await guest.book({ from: 40, nights: 3 });
    const { stays } = (await guest.search({ from: 40, nights: 3, place: 'Malmö' })).data;
    expect(stays.available).toEqual([]);
    expect(stays.unavailable).toEqual([
      {
        property: { id: 'seaside' },
        reasons: ['dates_taken'],
        alternatives: [
          { checkIn: guest.day(43), checkOut: guest.day(46) },
          { checkIn: guest.day(37), checkOut: guest.day(40) },
          { checkIn: guest.day(44), checkOut: guest.day(47) },
        ],
      },
    ]);
  });

  it.each([
    [{ guests: 5 }, ['guests_exceed_max']],
    [{ nights: 1 }, ['min_nights_violation']],
    [{ from: -3 }, ['dates_past']],
    [{ nights: -2 }, ['dates_invalid']],
    [{ nights: 0 }, ['dates_invalid']],
    [{ nights: 91 }, ['dates_invalid']],
    [{ checkIn: '2027-02-30', checkOut: '2027-03-04' }, ['dates_invalid']],
  ])('has a code for what is in the way: %j [BK-2]', async (wish, reasons) => {
    expect(await guest.availability(wish)).toMatchObject({ available: false, reasons });
  });

  it('answers a free property with yes and no alternatives [BK-2]', async () => {
    expect(await guest.availability()).toEqual({ available: true, reasons: [], alternatives: [] });
  });

  it.each([
    [{ checkIn: 'tomorrow' }, 'checkIn'],
    [{ checkOut: '2026-12-1' }, 'checkOut'],
    [{ guests: 0 }, 'guests'],
    [{ guests: 101 }, 'guests'],
    [{ nights: -1 }, 'checkOut'],
    [{ checkIn: '2027-02-30', checkOut: '2027-03-02' }, 'checkOut'],
  ])('refuses a search that makes no sense, naming the place: %j [BK-1]', async (wish, path) => {
    const { errors } = await guest.search(wish);
    expect(errors?.[0].extensions).toMatchObject({ code: 'INVALID_INPUT', details: [{ path }] });
  });

  it('does not show a property whose currency its host does not take', async () => {
    const { errors } = await guest.quote({ propertyId: 'palace' });
    expect(errors?.[0].extensions.code).toBe('NOT_FOUND');
  });

  it('refuses a shop that lets nothing, and a cart at a host [GW-2]', async () => {
    const shopper = await product.guest('alpha');
    const asked = `{ stays(tenantId: "alpha", checkIn: "2027-01-01", checkOut: "2027-01-03", guests: 1) { available { nights } } }`;
    expect((await shopper.client.send(asked)).errors?.[0].extensions.code).toBe('NOT_OFFERED_BY_TENANT');
    const cart = `mutation { createCart(tenantId: "${HOSTS[0]}", input: {}) { __typename } }`;
    expect((await guest.client.send(cart)).errors?.[0].extensions.code).toBe('NOT_OFFERED_BY_TENANT');
  });
});
