import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { NotFound } from '@comptoir/kernel';
import { CheckoutSucceeded, CurrentCaller, Operation, type Caller } from '@comptoir/tenant-kit';
import { CheckoutPresenter } from '../api/checkout.presenter.js';
import { Deliveries } from '../outbox/deliveries.service.js';
import { AttentionService } from './attention.service.js';
import {
  AttentionPage,
  DeadDeliveryPage,
  RepairCheckoutResult,
  ReplayDeliveryResult,
  ReplayDeliverySucceeded,
} from './attention.types.js';

const TENANT = { type: () => ID, description: 'Tenant handle' } as const;
const FIRST = { type: () => Int, defaultValue: 20, description: '1 to 100' } as const;
const AFTER = { type: () => String, nullable: true, description: '`endCursor` of the page before' } as const;

/** What waits for a person, and the one call that sets each of it going again. */
@Resolver()
export class AttentionResolver {
  constructor(
    private readonly attention: AttentionService,
    private readonly deliveries: Deliveries,
    private readonly presenter: CheckoutPresenter,
  ) {}

  @Operation({ scope: 'tenant:admin', risk: 'READ', key: 'none' })
  @Query(() => AttentionPage, {
    description: 'Checkouts that only a person can bring further. Take away the cause, then call repairCheckout.',
  })
  checkoutsNeedingAttention(
    @Args('tenantId', TENANT) _tenantId: string,
    @CurrentCaller() { tenant }: Caller,
    @Args('first', FIRST) first: number,
    @Args('after', AFTER) after?: string,
  ): Promise<AttentionPage> {
    return this.attention.list(tenant, { first, after });
  }

  @Operation({ scope: 'tenant:admin', risk: 'WRITE', key: 'none' })
  @Mutation(() => RepairCheckoutResult, {
    description: 'Tries now what did not go through, as often as it takes. Safe to repeat.',
  })
  async repairCheckout(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('checkoutId', { type: () => ID }) checkoutId: string,
    @CurrentCaller() { tenant }: Caller,
  ): Promise<CheckoutSucceeded> {
    const checkout = await this.attention.repair(tenant, checkoutId);
    return CheckoutSucceeded.of(this.presenter.forSeller(checkout), false);
  }

  @Operation({ scope: 'tenant:admin', risk: 'READ', key: 'none' })
  @Query(() => DeadDeliveryPage, {
    description: 'Events that could not be brought to those who listen. Take away the cause, then call replayDelivery.',
  })
  async deadDeliveries(
    @Args('tenantId', TENANT) _tenantId: string,
    @CurrentCaller() { tenant }: Caller,
    @Args('first', FIRST) first: number,
    @Args('after', AFTER) after?: string,
  ): Promise<DeadDeliveryPage> {
    const { nodes, endCursor } = await this.deliveries.list(tenant, 'dead', { first, after });
    const shown = nodes.map(({ id, endpoint, checkoutId, event, createdAt }) => {
      return { id, endpoint, checkoutId, event: event.type, createdAt };
    });
    return { nodes: shown, endCursor };
  }

  @Operation({ scope: 'tenant:admin', risk: 'WRITE', key: 'none' })
  @Mutation(() => ReplayDeliveryResult, { description: 'Tries a dead delivery again. Safe to repeat.' })
  async replayDelivery(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('deliveryId', { type: () => ID }) deliveryId: string,
    @CurrentCaller() { tenant }: Caller,
  ): Promise<ReplayDeliverySucceeded> {
    if (!(await this.deliveries.replay(tenant, deliveryId))) throw new NotFound('dead delivery');
    return Object.assign(new ReplayDeliverySucceeded(), { deliveryId });
  }
}
