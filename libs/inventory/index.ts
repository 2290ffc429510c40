export { InventoryModule } from './inventory.module.js';
export { InventoryService } from './inventory.service.js';
