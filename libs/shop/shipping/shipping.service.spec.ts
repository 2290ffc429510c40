import fc from 'fast-check';
import type { Address } from '@comptoir/tenant-kit';
import { freshTenant } from '../shop.fixture.js';
import { shippingOptions } from './shipping-options.js';
import { ShippingService } from './shipping.service.js';

const address = (country: string, city = 'Paris', region: string | null = null): Address => ({
  ...{ name: 'Ada', line1: '1 rue', city, region, postalCode: '75001', country },
});
const rate = (carrierId: string, basePrice: number, more: object = {}) => ({
  ...{ carrierId, serviceId: 'std', name: carrierId, minDays: 1, maxDays: 3, basePrice, perKilogram: 0 },
  ...more,
});
const parcel = { weightGrams: 1500, subtotal: 5000, currency: 'EUR' };
const tenantOf = (shipping: unknown) => freshTenant({ settings: { shipping } });

describe('ShippingService', () => {
  const shipping = new ShippingService();

  it.each([
    ['a whole country', [{ country: 'FR' }], address('FR'), true],
    ['another country', [{ country: 'FR' }], address('DE'), false],
    [
      'a region in other letters',
      [{ country: 'FR', regions: ['Île-de-France'] }],
      address('FR', 'Paris', 'ILE-DE-FRANCE'),
      true,
    ],
    ['another region', [{ country: 'FR', regions: ['Bretagne'] }], address('FR', 'Paris', 'Île-de-France'), false],
    ['no region where one is asked for', [{ country: 'FR', regions: ['Bretagne'] }], address('FR'), false],
    ['a city in other letters', [{ country: 'CH', cities: ['Zürich'] }], address('CH', ' zurich '), true],
    [
      'the right city of the wrong region',
      [{ country: 'US', regions: ['IL'], cities: ['Springfield'] }],
      address('US', 'Springfield', 'MO'),
      false,
    ],
    ['the second of two areas', [{ country: 'FR' }, { country: 'BE' }], address('BE'), true],
    ['a city of another country', [{ country: 'US', cities: ['Paris'] }], address('FR'), false],
    ['anywhere, when nothing is configured', [], address('FR'), false],
  ])('knows whether it covers %s', (_, coverage, to, expected) => {
    expect(shipping.covers(tenantOf({ coverage, rates: [] }), to)).toBe(expected);
  });

  it('ships nowhere for a tenant without settings', () => {
    const tenant = freshTenant({ settings: {} });
    expect(shipping.covers(tenant, address('FR'))).toBe(false);
    expect(shipping.options(tenant, { ...parcel, address: address('FR') })).toEqual([]);
    expect(shipping.coverage(tenant)).toEqual([]);
  });

  it('has no option for an address it does not cover', () => {
    const tenant = tenantOf({ coverage: [{ country: 'FR' }], rates: [rate('poste', 490)] });
    expect(shipping.options(tenant, { ...parcel, address: address('DE') })).toEqual([]);
    expect(shipping.options(tenant, { ...parcel, address: address('FR') })).toMatchObject([{ price: 490 }]);
  });

  it('reads a changed tenant anew', () => {
    const tenant = tenantOf({ coverage: [{ country: 'FR' }] });
    expect(shipping.covers(tenant, address('FR'))).toBe(true);
    expect(shipping.covers({ ...tenant, tenant: { ...tenant.tenant, settings: {} } }, address('FR'))).toBe(false);
  });

  it.each([
    { coverage: [{ country: 'France' }] },
    { coverage: [{ country: 'FR', regions: [] }] },
    { rates: [rate('poste', -1)] },
    { rates: [rate('poste', 1), rate('poste', 2)] },
    { rates: [rate('poste', 1.5)] },
    [],
  ])('refuses settings that break a rule: %j', (settings) => {
    expect(() => shipping.covers(tenantOf(settings), address('FR'))).toThrow(/shipping settings/);
  });
});

describe('shipping options', () => {
  it.each([
    ['the base price', rate('a', 490), 490],
    ['the weight by the gram', rate('a', 490, { perKilogram: 100 }), 640],
    ['the weight rounded half-up', rate('a', 0, { perKilogram: 1 }), 2],
    ['nothing from a subtotal on', rate('a', 490, { freeFrom: 5000 }), 0],
    ['the full price below that subtotal', rate('a', 490, { freeFrom: 5001 }), 490],
  ])('charge %s', (_, each, price) => {
    expect(shippingOptions([each], parcel, 'EUR')).toMatchObject([{ price }]);
  });

  it('charge the weight in multiples of ten where there are three decimals, as cards do', () => {
    const kuwait = { ...parcel, currency: 'KWD' };
    expect(shippingOptions([rate('a', 490, { perKilogram: 104 })], kuwait, 'KWD')).toMatchObject([{ price: 650 }]);
  });

  it('are those of the parcel’s currency; a rate without one is in the tenant’s default', () => {
    const rates = [rate('a', 1), rate('b', 2, { currency: 'USD' }), rate('c', 3, { currency: 'EUR' })];
    expect(shippingOptions(rates, parcel, 'EUR').map(({ carrierId }) => carrierId)).toEqual(['a', 'c']);
    expect(shippingOptions(rates, parcel, 'USD').map(({ carrierId }) => carrierId)).toEqual(['c']);
  });

  it('come cheapest first, in the same order however they are configured', () => {
    const anyRate = fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('std', 'x'), fc.integer({ min: 0, max: 3 }))
      .map(([carrierId, serviceId, basePrice]) => rate(carrierId, basePrice, { serviceId }));
    const rates = fc.uniqueArray(anyRate, { selector: (each) => `${each.carrierId} ${each.serviceId}` });
    fc.assert(
      fc.property(rates, (each) => {
        const options = shippingOptions(each, parcel, 'EUR');
        expect(shippingOptions([...each].reverse(), parcel, 'EUR')).toEqual(options);
        for (let i = 1; i < options.length; i += 1)
          expect(options[i - 1]!.price).toBeLessThanOrEqual(options[i]!.price);
      }),
    );
  });
});
