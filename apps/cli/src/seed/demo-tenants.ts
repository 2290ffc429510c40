import type { parseShopifyCsv } from '#shop';
import { DEMO_PROPERTIES } from './demo-properties.js';

type ImportedFamily = ReturnType<typeof parseShopifyCsv>['families'][number];

/** A seller of the demo, and which products of the file it sells. */
export interface DemoTenant {
  readonly tenant: {
    readonly id: string;
    readonly name: string;
    readonly kind: string;
    readonly status: 'active';
    readonly currencies: string[];
    readonly limits: { maxLineQuantity: number; maxLines: number; maxCartTotal: number };
    readonly checkoutWindowMinutes: number;
    readonly redirectOrigins: string[];
    readonly settings: Record<string, unknown>;
  };
  sells(family: ImportedFamily): boolean;
}

export const CURRENCY = { currency: 'EUR', exponent: 2 };

const STATIONERY = new Set(['Paper & Notebooks', 'Pens & Desk']);

const RETAIL = {
  kind: 'retail',
  status: 'active' as const,
  currencies: [CURRENCY.currency],
  limits: { maxLineQuantity: 20, maxLines: 50, maxCartTotal: 500_000 },
  checkoutWindowMinutes: 30,
  redirectOrigins: ['http://localhost:3000'],
};

const COUNTRIES = ['FR', 'BE', 'DE', 'LU', 'NL', 'ES', 'IT'];

const HOME_DELIVERY = {
  carrierId: 'colissimo',
  serviceId: 'home',
  name: 'Colissimo, to your door',
  minDays: 2,
  maxDays: 4,
  basePrice: 690,
  perKilogram: 110,
  freeFrom: 15_000,
};
const RELAY_POINT = {
  carrierId: 'mondial-relay',
  serviceId: 'relay',
  name: 'Mondial Relay, to a pick-up point',
  minDays: 3,
  maxDays: 6,
  basePrice: 440,
  perKilogram: 60,
};
const EXPRESS = {
  carrierId: 'chronopost',
  serviceId: 'express',
  name: 'Chronopost, next working day',
  minDays: 1,
  maxDays: 1,
  basePrice: 1490,
  perKilogram: 250,
};

/** Two sellers with the same product ids on purpose: what one of them shows must never be the other's. */
export const DEMO_TENANTS: readonly DemoTenant[] = [
  {
    tenant: {
      ...RETAIL,
      id: 'maison-lumen',
      name: 'Maison Lumen',
      settings: settings([RELAY_POINT, HOME_DELIVERY, EXPRESS]),
    },
    sells: () => true,
  },
  {
    tenant: {
      ...RETAIL,
      id: 'papeterie-nord',
      name: 'Papeterie du Nord',
      settings: settings([RELAY_POINT, EXPRESS]),
    },
    sells: ({ category }) => STATIONERY.has(category),
  },
  {
    tenant: {
      ...RETAIL,
      kind: 'directory-handoff',
      id: 'annuaire-artisans',
      name: 'Annuaire des Artisans',
      settings: {
        storefrontUrl: 'https://artisans.example',
        productUrl: 'https://artisans.example/p/{productId}',
        disclaimer: 'You buy from the artisan, not from this directory. Prices may differ at the artisan.',
      },
    },
    sells: ({ category }) => category === 'Lighting' || category === 'Candles',
  },
  {
    tenant: {
      ...RETAIL,
      kind: 'vacation-rental',
      id: 'gites-du-cap',
      name: 'Gîtes du Cap',
      settings: {
        cancellation: 'Free until 14 days before arrival; after that the first two nights are charged.',
        properties: DEMO_PROPERTIES,
      },
    },
    sells: () => false,
  },
];

function settings(rates: readonly object[]): Record<string, unknown> {
  const coverage = COUNTRIES.map((country) => ({ country }));
  return { shipping: { coverage, rates }, includedTaxRate: 2000 };
}
