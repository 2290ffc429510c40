import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentCaller, IDEMPOTENCY_KEY_ARG, Operation, type Caller } from '@comptoir/tenant-kit';
import { RefundOrderInput, RefundOrderResult, type RefundOrderSucceeded } from './refund.types.js';
import { RefundsService } from './refunds.service.js';

/** What a seller gives back. */
@Resolver()
export class RefundsResolver {
  constructor(private readonly refunds: RefundsService) {}

  @Operation({ scope: 'tenant:admin', risk: 'MONEY', key: 'required' })
  @Mutation(() => RefundOrderResult, {
    description:
      'Gives back what was paid for an order, whole or in part. The order stays as it is and the goods stay sold. Refused by the provider, nothing is given back.',
  })
  refundOrder(
    @Args('tenantId', { type: () => ID, description: 'Tenant handle' }) _tenantId: string,
    @Args('input') { orderId, amount }: RefundOrderInput,
    @Args('idempotencyKey', IDEMPOTENCY_KEY_ARG) _key: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<RefundOrderSucceeded> {
    return this.refunds.refund(caller, orderId, amount ?? null);
  }
}
