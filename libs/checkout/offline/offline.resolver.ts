import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentCaller, IDEMPOTENCY_KEY_ARG, Operation, type Caller } from '@comptoir/tenant-kit';
import { OfflinePayments } from './offline-payments.service.js';
import {
  ConfirmOfflineRefundInput,
  ConfirmOfflineRefundResult,
  DecideOfflinePaymentInput,
  DecideOfflinePaymentResult,
  OfflinePayment,
  OfflinePaymentPage,
  OfflinePaymentSucceeded,
  OfflineWaiting,
} from './offline.types.js';

const TENANT = { type: () => ID, description: 'Tenant handle' } as const;

/** Payments by invoice and bank transfer: what waits for the seller, and the seller's word. */
@Resolver()
export class OfflineResolver {
  constructor(private readonly payments: OfflinePayments) {}

  @Operation({ scope: 'tenant:admin', risk: 'READ', capability: 'payment', key: 'none' })
  @Query(() => OfflinePaymentPage, {
    description: 'Payments by invoice or bank transfer that wait for the seller. Next: decideOfflinePayment.',
  })
  async offlinePayments(
    @Args('tenantId', TENANT) _tenantId: string,
    @CurrentCaller() { tenant }: Caller,
    @Args('first', { type: () => Int, defaultValue: 20, description: '1 to 100' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: '`endCursor` of the page before' })
    after?: string,
    @Args('waiting', { type: () => OfflineWaiting, nullable: true, description: '`FOR_MONEY` when absent' })
    waiting?: OfflineWaiting | null,
  ): Promise<OfflinePaymentPage> {
    const { nodes, endCursor } = await this.payments.list(tenant, waiting ?? OfflineWaiting.FOR_MONEY, {
      first,
      after,
    });
    return { nodes: nodes.map((payment) => OfflinePayment.of(payment)), endCursor };
  }

  @Operation({ scope: 'tenant:admin', risk: 'MONEY', capability: 'payment', key: 'required' })
  @Mutation(() => DecideOfflinePaymentResult, {
    description:
      'The seller says whether the money of an invoice or bank transfer came. Paid, the checkout completes; refused, it is cancelled and its goods are free. Cannot be taken back.',
  })
  async decideOfflinePayment(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input') { paymentId, outcome }: DecideOfflinePaymentInput,
    @Args('idempotencyKey', IDEMPOTENCY_KEY_ARG) _key: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<OfflinePaymentSucceeded> {
    const { payment, replayed } = await this.payments.decide(caller, paymentId, outcome);
    return Object.assign(new OfflinePaymentSucceeded(), { payment: OfflinePayment.of(payment), replayed });
  }

  @Operation({ scope: 'tenant:admin', risk: 'MONEY', capability: 'payment', key: 'required' })
  @Mutation(() => ConfirmOfflineRefundResult, {
    description: 'The seller says that a refund of an invoice or bank transfer is paid back. Cannot be taken back.',
  })
  async confirmOfflineRefund(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input') { paymentId, refundId }: ConfirmOfflineRefundInput,
    @Args('idempotencyKey', IDEMPOTENCY_KEY_ARG) _key: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<OfflinePaymentSucceeded> {
    const { payment, replayed } = await this.payments.confirmRefund(caller, paymentId, refundId);
    return Object.assign(new OfflinePaymentSucceeded(), { payment: OfflinePayment.of(payment), replayed });
  }
}
