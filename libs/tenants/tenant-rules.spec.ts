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

const STRIPE = { provider: 'stripe', preference: 100 };

describe('a tenant record', () => {
  it('is taken when everything is in order', () => {
    expect(tenantFaults(GOOD)).toEqual([]);
    const offline = { instructions: 'Pay', windowHours: 336 };
    const providers = [STRIPE, { provider: 'offline', preference: 0, amounts: [{ currency: 'EUR', most: 5 }] }];
    expect(tenantFaults({ ...GOOD, payment: { providers, offline } })).toEqual([]);
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
    [{ payment: { providers: [] } }, 'payment.providers'],
    [{ payment: { providers: [STRIPE, STRIPE] } }, 'twice'],
    [{ payment: { providers: [{ ...STRIPE, preference: 101 }] } }, 'preference'],
    [{ payment: { providers: [{ ...STRIPE, currencies: ['EURO'] }] } }, 'ISO 4217'],
    [{ payment: { providers: [{ ...STRIPE, countries: ['France'] }] } }, 'country'],
    [
      { payment: { providers: [{ ...STRIPE, amounts: [{ currency: 'EUR', least: 2, most: 1 }] }] } },
      'least before most',
    ],
    [{ payment: { providers: [{ provider: 'offline', preference: 1 }] } }, 'payment.offline'],
    [{ payment: { providers: [STRIPE], offline: { instructions: ' ', windowHours: 1 } } }, 'instructions'],
    [{ payment: { providers: [STRIPE], offline: { instructions: 'Pay', windowHours: 337 } } }, 'windowHours'],
  ])('is refused with %j, and the fault is named', (change, named) => {
    expect(tenantFaults({ ...GOOD, ...change }).join()).toContain(named);
  });
});
