import { Database, type TenantCollection } from '#platform';
import { startEmbeddedMongo } from '#embedded-mongo';
import { STOCK, type StockDocument } from './inventory.collection.js';
import { InventoryService } from './inventory.service.js';

/** An inventory on a database of its own. */
export interface InventoryUnderTest {
  inventory: InventoryService;
  /** What is stored, seen past the service. */
  stock: TenantCollection<StockDocument>;
  stop(): Promise<void>;
}

export async function startInventory(): Promise<InventoryUnderTest> {
  const server = await startEmbeddedMongo({ mode: 'inline' });
  const database = await Database.connect(server.uri, 'inventory-spec');
  const stock = database.tenantCollection(STOCK);
  const inventory = new InventoryService(database);
  await database.syncIndexes();
  const stop = async (): Promise<void> => {
    await database.close();
    await server.stop();
  };
  return { inventory, stock, stop };
}

/** A tenant nobody else in the spec uses. */
export function freshTenant(): { tenantId: string; tenant: never } {
  tenants += 1;
  return { tenantId: `tenant-${tenants}`, tenant: undefined as never };
}

let tenants = 0;

/** Whether the counts of a document add up. */
export function addsUp({ onHand, available, holds }: StockDocument): boolean {
  const held = holds.reduce((sum, { quantity }) => sum + quantity, 0);
  return available >= 0 && available === onHand - held && holds.every(({ quantity }) => quantity > 0);
}
