import { CLOCK, NotFound, type Clock } from '@comptoir/kernel';
import type { Provider } from '@nestjs/common';
import { CARTS, type CartPort, type CartView } from '../ports/cart.port.js';
import { CHECKOUTS, type CheckoutsPort } from '../ports/checkouts.port.js';
import { COLLECTIONS, type CollectionsPort } from '../ports/collections.port.js';
import { PUBLIC_ADDRESS, TENANT_DIRECTORY, type PublicAddress, type TenantDirectory } from '../ports/directory.port.js';
import { INVENTORY, type InventoryPort } from '../ports/inventory.port.js';
import { SHIPPING, type ShippingPort } from '../ports/shipping.port.js';
import type { TenantContext } from '../tenant.js';
import { FixedClock } from './fakes/fixed-clock.js';
import { FlatShipping } from './fakes/flat-shipping.js';
import { InMemoryCarts } from './fakes/in-memory-carts.js';
import { InMemoryCollections } from './fakes/in-memory-collections.js';
import { InMemoryInventory } from './fakes/in-memory-inventory.js';

/** The platform's side of the contract, and what the suite needs beyond it. */
export interface SuitePorts {
  inventory: InventoryPort;
  carts: CartPort;
  shipping: ShippingPort;
  collections: CollectionsPort;
  clock: Clock;
  address: PublicAddress;
  /** Puts so many units of a SKU in place; `null` where they are not counted. */
  setStock(tenant: TenantContext, sku: string, onHand: number | null): Promise<void> | void;
  /** Puts a cart in place. */
  putCart(tenant: TenantContext, cart: CartView): Promise<void> | void;
  /**
   * Everything a checkout can change of one tenant, as plain data; equal before and after what was undone. Leave out
   * instants of writing and traces that matter to nobody, such as a set of units without units.
   */
  dump(tenant: TenantContext): Promise<unknown>;
  /** Closes what it opened. */
  close?(): Promise<void>;
}

/** The kit's own fakes: a platform in memory, new on every call. */
export function memoryPorts(): Promise<SuitePorts> {
  const [inventory, carts, collections] = [new InMemoryInventory(), new InMemoryCarts(), new InMemoryCollections()];
  return Promise.resolve({
    inventory,
    carts,
    collections,
    shipping: new FlatShipping(),
    clock: new FixedClock(),
    address: { get: () => 'https://pay.example' },
    setStock: (tenant, sku, onHand) => inventory.setStock(tenant, sku, onHand),
    putCart: (tenant, cart) => carts.put(tenant, cart),
    dump: (tenant) => Promise.resolve([inventory.dump(tenant), carts.dump(tenant), collections.dump(tenant)]),
  });
}

/** The ports under the tokens a kind injects. Checkouts are started by the suite itself, never by the kind. */
export function portProviders(ports: SuitePorts, tenants: readonly TenantContext[]): Provider[] {
  const checkouts: CheckoutsPort = { start: () => Promise.reject(new Error('The suite starts checkouts itself')) };
  const directory: TenantDirectory = {
    resolve: (handle) => {
      const tenant = tenants.find(({ tenantId }) => tenantId === handle);
      return tenant ? Promise.resolve(tenant) : Promise.reject(new NotFound('tenant'));
    },
  };
  const byToken: [symbol, unknown][] = [
    [INVENTORY, ports.inventory],
    [CARTS, ports.carts],
    [SHIPPING, ports.shipping],
    [COLLECTIONS, ports.collections],
    [CLOCK, ports.clock],
    [PUBLIC_ADDRESS, ports.address],
    [TENANT_DIRECTORY, directory],
    [CHECKOUTS, checkouts],
  ];
  return byToken.map(([provide, useValue]) => ({ provide, useValue }));
}
