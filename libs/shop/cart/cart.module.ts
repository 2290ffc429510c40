import { Module } from '@nestjs/common';
import { CARTS } from '@comptoir/tenant-kit';
import { CatalogModule } from '../catalog/catalog.module.js';
import { ShippingModule } from '../shipping/shipping.module.js';
import { CartResolver } from './cart.resolver.js';
import { CartService } from './cart.service.js';

/** Carts. */
@Module({
  imports: [CatalogModule, ShippingModule],
  providers: [CartService, CartResolver, { provide: CARTS, useExisting: CartService }],
  exports: [CARTS],
})
export class CartModule {}
