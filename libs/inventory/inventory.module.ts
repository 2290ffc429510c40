import { Global, Module } from '@nestjs/common';
import { INVENTORY } from '@comptoir/tenant-kit';
import { InventoryService } from './inventory.service.js';

/** The only way to hold anything. */
@Global()
@Module({
  providers: [InventoryService, { provide: INVENTORY, useExisting: InventoryService }],
  exports: [InventoryService, INVENTORY],
})
export class InventoryModule {}
