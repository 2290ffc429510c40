import { Injectable } from '@nestjs/common';
import type { Outcome } from '../engine/engine.js';
import { OrdersService } from '../orders/orders.service.js';
import { pricingOf } from '../pricing/pricing.js';
import { DONE, type Step, type StepContext } from './step.js';

/** Writes the order, not yet visible to the buyer, so that money can never arrive without one. */
@Injectable()
export class DraftStep implements Step {
  constructor(private readonly orders: OrdersService) {}

  async perform({ tenant, checkout, port, call }: StepContext): Promise<Outcome> {
    await this.orders.draft(tenant, {
      id: checkout.id,
      tenantId: checkout.tenantId,
      kind: checkout.kind,
      ownerId: checkout.ownerId,
      status: 'created',
      currency: checkout.currency,
      pricing: pricingOf(checkout),
      email: checkout.email,
      shippingAddress: checkout.shippingAddress,
      details: await port.draft(call),
      createdAt: checkout.createdAt,
      paidAt: null,
    });
    return DONE;
  }

  async undo({ tenant, checkout, port, call }: StepContext): Promise<Outcome> {
    await port.discard(call);
    await this.orders.discard(tenant, checkout.id);
    return DONE;
  }
}
