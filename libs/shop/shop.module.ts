import { Global, Module } from '@nestjs/common';
import { CartModule } from './cart/cart.module.js';
import { CatalogModule } from './catalog/catalog.module.js';
import { ShippingModule } from './shipping/shipping.module.js';

/** Capabilities that several kinds use: catalogue, cart, shipping. Kinds reach them through the kit's ports. */
@Global()
@Module({ imports: [CatalogModule, CartModule, ShippingModule], exports: [CatalogModule, CartModule, ShippingModule] })
export class ShopModule {}
