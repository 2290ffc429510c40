import { createRequire } from 'node:module';
import type { KindManifest, TenantKind } from '@comptoir/tenant-kit';
import { sampleCart, type KindUnderTest, type KindWorld } from '@comptoir/tenant-kit/testing';

const require = createRequire(import.meta.url);

/** A kind by the name of its package, as the gateway finds it: manifest first, then code. */
export function kindOf(packageName: string): KindUnderTest {
  const { comptoir: manifest } = require(`${packageName}/package.json`) as { comptoir: KindManifest };
  const { default: definition } = require(packageName) as { default: TenantKind };
  return { manifest, definition };
}

const PARIS = { name: 'A. Buyer', line1: '1 rue de Test', city: 'Paris', postalCode: '75001', country: 'FR' };
const STAY = { type: 'stay', propertyId: 'house', checkIn: '2030-02-01', checkOut: '2030-02-03', guests: 2 };

const RETAIL: KindWorld = {
  settings: { includedTaxRate: 2000 },
  currencies: ['EUR', 'USD'],
  shippingAddress: PARIS,
  seed: async (tenant, ports) => {
    await ports.setStock(tenant, 'MUG', 5);
    await ports.setStock(tenant, 'LAMP', 1);
    await ports.setStock(tenant, 'SOLD-OUT', 0);
    await ports.setStock(tenant, 'PATTERN', null);
    // More than one article, so that there is a middle in which to be killed.
    await ports.putCart(tenant, sampleCart('cart_good', { MUG: 2, PATTERN: 1, LAMP: 1 }));
    await ports.putCart(tenant, sampleCart('cart_gone', { MUG: 1, 'SOLD-OUT': 1 }));
    await ports.putCart(tenant, sampleCart('cart_last_1', { MUG: 1, LAMP: 1 }));
    await ports.putCart(tenant, sampleCart('cart_last_2', { LAMP: 1, MUG: 2 }));
  },
  subjects: {
    good: { type: 'cart', cartId: 'cart_good' },
    gone: { type: 'cart', cartId: 'cart_gone' },
    foreign: STAY,
    last: [
      { type: 'cart', cartId: 'cart_last_1' },
      { type: 'cart', cartId: 'cart_last_2' },
    ],
  },
};

const DIRECTORY: KindWorld = {
  settings: {
    storefrontUrl: 'https://seller.example',
    productUrl: 'https://seller.example/p/{productId}',
    disclaimer: 'You buy from the seller.',
  },
  seed: async (tenant, ports) => {
    await ports.putCart(tenant, sampleCart('cart_good', { MUG: 2, LAMP: 1 }));
    await ports.putCart(tenant, sampleCart('cart_empty', {}));
  },
  subjects: {
    good: { type: 'cart', cartId: 'cart_good' },
    gone: { type: 'cart', cartId: 'cart_empty' },
    foreign: STAY,
    last: null,
  },
};

const SHOW = { id: 'hamlet', title: 'Hamlet', price: 4500, seats: ['A1', 'A2', 'A3', 'B1'] };

const SEATS: KindWorld = {
  settings: { shows: [SHOW] },
  emptySettings: { shows: [] },
  seed: async (tenant, { inventory }) => {
    const named = { set: 'show:hamlet', units: ['B1'] };
    await inventory.holdNamed(tenant, { by: 'chk_of_somebody', until: new Date('2030-02-01T00:00:00Z'), named });
  },
  subjects: {
    good: { type: 'seats', showId: 'hamlet', seats: ['A1', 'A2'] },
    gone: { type: 'seats', showId: 'hamlet', seats: ['A1', 'B1'] },
    foreign: { type: 'cart', cartId: 'cart_good' },
    last: [
      { type: 'seats', showId: 'hamlet', seats: ['A1', 'A3'] },
      { type: 'seats', showId: 'hamlet', seats: ['A3', 'A2'] },
    ],
  },
};

/** Every kind that is put to the proof, with its world. A new kind is one more line. */
export const WORLDS: Readonly<Record<string, KindWorld>> = {
  '@comptoir/kind-retail': RETAIL,
  '@comptoir/kind-directory-handoff': DIRECTORY,
  '@comptoir/fixture-kind-seats': SEATS,
  // '@comptoir/kind-vacation-rental': VACATION_RENTAL, with its world in a file of its own.
};
