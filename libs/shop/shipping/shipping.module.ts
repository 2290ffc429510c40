import { Module } from '@nestjs/common';
import { SHIPPING } from '@comptoir/tenant-kit';
import { ShippingService } from './shipping.service.js';

/** Where and how a tenant delivers. */
@Module({
  providers: [ShippingService, { provide: SHIPPING, useExisting: ShippingService }],
  exports: [ShippingService, SHIPPING],
})
export class ShippingModule {}
