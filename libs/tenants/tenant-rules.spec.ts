import { tenantFaults } from './tenant-rules.js';

const GOOD = {
  id: 'maison-lumen',
  name: 'Maison Lumen',
  kind: 'retail',
  status: 'active' as const,
  currencies: ['EUR'],
  limits: { maxLineQuantity: 20, maxLines: 10, maxCartTotal: 100_000 },
  checkoutWindowMinutes: 30,
  redirectOrigins: ['https://shop.example'],
  settings: {},
};

describe('a tenant record', () => {
  it('is taken when everything is in order', () => {
    expect(tenantFaults(GOOD)).toEqual([]);
  });

  it.each([
    [{ id: 'platform' }, 'handle'],
    [{ id: 'default' }, 'handle'],
    [{ id: 'connect' }, 'handle'],
    [{ id: 'A' }, 'handle'],
    [{ id: 'ends-with-' }, 'handle'],
    [{ name: '' }, 'name'],
    [{ currencies: [] }, 'currencies'],
    [{ currencies: ['EURO'] }, 'ISO 4217'],
    [{ limits: { ...GOOD.limits, maxLines: 0 } }, 'limits.maxLines'],
    [{ checkoutWindowMinutes: 9 }, '10 to 1440'],
    [{ checkoutWindowMinutes: 1441 }, '10 to 1440'],
    [{ redirectOrigins: ['https://shop.example/path'] }, 'origin'],
    [{ redirectOrigins: ['not an address'] }, 'origin'],
  ])('is refused with %j, and the fault is named', (change, named) => {
    expect(tenantFaults({ ...GOOD, ...change }).join()).toContain(named);
  });
});
