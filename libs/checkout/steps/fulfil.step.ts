import { Injectable } from '@nestjs/common';
import type { Outcome } from '../engine/engine.js';
import { OrdersService } from '../orders/orders.service.js';
import { DONE, type Step, type StepContext } from './step.js';

/** The money is there: the hold becomes a sale, and the order becomes visible. */
@Injectable()
export class FulfilStep implements Step {
  constructor(private readonly orders: OrdersService) {}

  async perform({ tenant, checkout, port, call }: StepContext): Promise<Outcome> {
    await port.fulfil(call);
    await this.orders.markPaid(tenant, checkout.id, checkout.payment.paidAt ?? call.now);
    return DONE;
  }

  async undo({ tenant, checkout, port, call }: StepContext): Promise<Outcome> {
    await port.cancel(call);
    await this.orders.cancel(tenant, checkout.id);
    return DONE;
  }
}
