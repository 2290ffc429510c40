import type { CartPort, KindCollection, TenantContext } from '@comptoir/tenant-kit';
import { memoryPorts, type SuitePorts } from '@comptoir/tenant-kit/testing';
import { Database } from '#platform';
import { STOCK } from '../../libs/inventory/inventory.collection.js';
import { InventoryService } from '../../libs/inventory/inventory.service.js';
import { UNIT_SETS } from '../../libs/inventory/named-holds.js';
import { KindCollections } from '../../libs/platform/mongo/kind-collections.js';
import { CARTS_COLLECTION } from '../../libs/shop/cart/cart.collection.js';
import { CartStore } from '../../libs/shop/cart/cart-store.js';

const ALL = { limit: 1000, sort: { _id: 1 } } as const;

let databases = 0;

/**
 * The platform's own inventory, cart store and collections, on a database of their own. Prices of carts are the
 * suite's: the catalogue is no part of what a kind is held to.
 */
export async function platformPorts(uri: string): Promise<SuitePorts> {
  databases += 1;
  const database = await Database.connect(uri, `kinds_${process.pid}_${databases}`);
  const [memory, inventory] = [await memoryPorts(), new InventoryService(database)];
  const [carts, collections] = [realCarts(database, memory), watchedCollections(database)];
  return {
    ...memory,
    inventory,
    carts: carts.port,
    collections,
    setStock: (tenant, sku, onHand) => inventory.setStock(tenant, [{ sku, onHand }]),
    putCart: carts.put,
    dump: async (tenant) => [
      await database
        .tenantCollection(STOCK)
        .find(tenant, {}, { ...ALL, projection: { updatedAt: 0 } })
        .then(nameless),
      (await database.tenantCollection(UNIT_SETS).find(tenant, {}, ALL).then(nameless)).filter(
        ({ taken }: any) => taken.length > 0,
      ),
      (await database.tenantCollection(CARTS_COLLECTION).find(tenant, {}, ALL)).map(
        ({ id, checkoutId, completed }) => ({ id, checkoutId, completed }),
      ),
      await collections.dump(tenant),
    ],
    close: () => database.close(),
  };
}

/** Claims as stored; lines and prices as the world put them. */
function realCarts(database: Database, memory: SuitePorts) {
  const store = new CartStore(database.tenantCollection(CARTS_COLLECTION), memory.clock);
  const port: CartPort = {
    read: async (tenant, cartId, ownerId) => {
      const [view, stored] = [
        await memory.carts.read(tenant, cartId, ownerId),
        await store.owned(tenant, cartId, ownerId),
      ];
      return view && stored && { ...view, checkoutId: stored.checkoutId, completed: stored.completed };
    },
    claim: (...args) => store.claim(...args),
    unclaim: (...args) => store.unclaim(...args),
    complete: (...args) => store.complete(...args),
  };
  const put: SuitePorts['putCart'] = async (tenant, cart) => {
    await memory.putCart(tenant, cart);
    await store.insert(tenant, cart);
  };
  return { port, put };
}

/** Collections that remember what they were asked for, so that all of it can be compared. */
function watchedCollections(database: Database) {
  const real = new KindCollections(database);
  const known = new Map<string, KindCollection<any>>();
  return {
    collection: <T extends { id: string }>(name: string, options?: object): KindCollection<T> => {
      const collection = known.get(name) ?? real.collection<T>(name, options);
      known.set(name, collection);
      return collection;
    },
    dump: async (tenant: TenantContext) => {
      const found = [...known].map(async ([name, each]) => [name, nameless(await each.find(tenant, {}, ALL))]);
      return Promise.all(found);
    },
  };
}

/** Without the tenant's name: the same at two tenants is the same. */
function nameless(documents: object[]): any[] {
  return documents.map((document) => ({ ...document, tenantId: undefined, __v: undefined }));
}
