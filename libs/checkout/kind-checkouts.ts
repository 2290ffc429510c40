import { Injectable } from '@nestjs/common';
import { CheckoutSucceeded, type Caller, type CheckoutsPort } from '@comptoir/tenant-kit';
import { CheckoutReader } from './checkout-reader.js';
import { CheckoutService, type StartInput } from './checkout.service.js';

/** What a kind's own operations may do with checkouts. */
@Injectable()
export class KindCheckouts implements CheckoutsPort {
  constructor(
    private readonly checkouts: CheckoutService,
    private readonly reader: CheckoutReader,
  ) {}

  async start(caller: Caller, operation: string, input: StartInput): Promise<CheckoutSucceeded> {
    const result = await this.checkouts.start(caller, input, operation);
    return CheckoutSucceeded.of(await this.reader.shown(caller.tenant, caller.principal, result), result.replayed);
  }
}
