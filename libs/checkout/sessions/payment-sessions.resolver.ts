import { Args, GraphQLISODateTime, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentCaller, EmailAddressScalar, IDEMPOTENCY_KEY_ARG, Operation, type Caller } from '@comptoir/tenant-kit';
import { CheckoutPresenter } from '../api/checkout.presenter.js';
import { RequestPaymentInput } from './payment-request.inputs.js';
import { PaymentRequestsService } from './payment-requests.service.js';
import type { PaymentSessionRow } from './payment-session.collection.js';
import {
  ExpirePaymentSessionResult,
  ExpirePaymentSessionSucceeded,
  PaymentSessionLinePage,
  PaymentSessionPage,
  PaymentSessionStatus,
  RepairPaymentSessionsResult,
  RepairPaymentSessionsSucceeded,
  RequestPaymentResult,
  RequestPaymentSucceeded,
  TenantPaymentSession,
} from './payment-session.types.js';
import { PaymentSessionsService } from './payment-sessions.service.js';
import { lineRange } from './session-lines.js';
import { SessionRepair } from './session-repair.js';

const TENANT = { type: () => ID, description: 'Tenant handle' } as const;
const SESSION = { type: () => ID, description: 'Id of the payment session' } as const;
const LIMIT = { type: () => Int, defaultValue: 10, description: '1 to 100' } as const;
const AFTER = { type: () => ID, nullable: true, description: 'Id of the last one of the page before' } as const;
const BEFORE = {
  type: () => ID,
  nullable: true,
  description: 'Id of the first one of the page after; excludes `after`',
} as const;
const INSTANT = { type: () => GraphQLISODateTime, nullable: true } as const;

/** Reads of payment sessions by the tenant that they collect for. */
@Resolver(() => TenantPaymentSession)
export class PaymentSessionsResolver {
  constructor(
    private readonly sessions: PaymentSessionsService,
    private readonly requests: PaymentRequestsService,
    private readonly repairs: SessionRepair,
    private readonly presenter: CheckoutPresenter,
  ) {}

  @Operation({ scope: 'payment:read', risk: 'READ', key: 'none' })
  @Query(() => PaymentSessionPage, {
    description:
      'Payment sessions on hosted pages, newest first: all of the tenant for its applications and administrators, else your own. A change shows within about a second.',
  })
  async paymentSessions(
    @Args('tenantId', TENANT) _tenantId: string,
    @CurrentCaller() caller: Caller,
    @Args('limit', LIMIT) limit: number,
    @Args('status', { type: () => PaymentSessionStatus, nullable: true }) status?: PaymentSessionStatus,
    @Args('paymentId', { type: () => ID, nullable: true, description: 'The provider’s id of the payment' })
    paymentId?: string,
    @Args('email', { type: () => EmailAddressScalar, nullable: true, description: 'Exactly as it was given' })
    email?: string,
    @Args('createdFrom', { ...INSTANT, description: 'Not older' }) createdFrom?: Date,
    @Args('createdBefore', { ...INSTANT, description: 'Older' }) createdBefore?: Date,
    @Args('after', AFTER) after?: string,
    @Args('before', BEFORE) before?: string,
  ): Promise<PaymentSessionPage> {
    const query = { limit, status, paymentId, email, createdFrom, createdBefore, after, before };
    const { rows, hasMore } = await this.sessions.list(caller, query);
    return { nodes: rows.map((row) => this.show(row)), hasMore };
  }

  @Operation({ scope: 'payment:read', risk: 'READ', key: 'none' })
  @Query(() => TenantPaymentSession, {
    description:
      'One payment session as it is now. Reading heals: a payment whose notification was lost is found here.',
  })
  async paymentSession(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('sessionId', SESSION) sessionId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<TenantPaymentSession> {
    return this.show(await this.sessions.get(caller, sessionId));
  }

  @Operation({ scope: 'payment:read', risk: 'READ', key: 'none' })
  @Query(() => PaymentSessionLinePage, { description: 'What a payment session asks for, line by line' })
  async paymentSessionLines(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('sessionId', SESSION) sessionId: string,
    @CurrentCaller() caller: Caller,
    @Args('limit', LIMIT) limit: number,
    @Args('after', { ...AFTER, description: 'Id of the last line of the page before' }) after?: string,
    @Args('before', { ...BEFORE, description: 'Id of the first line of the page after; excludes `after`' })
    before?: string,
  ): Promise<PaymentSessionLinePage> {
    const { lines, hasMore } = lineRange(await this.sessions.visible(caller, sessionId), { limit, after, before });
    return { nodes: lines, hasMore };
  }

  @Operation({ scope: 'checkout:write', risk: 'MONEY', capability: 'payment', key: 'required' })
  @Mutation(() => RequestPaymentResult, {
    description:
      'For applications of the tenant: opens a payment page for order lines at your prices, or for a checkout of the tenant. A page that is open for that checkout is returned, or replaced where you ask for something else.',
  })
  async requestPayment(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input') input: RequestPaymentInput,
    @Args('idempotencyKey', IDEMPOTENCY_KEY_ARG) _key: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<RequestPaymentSucceeded> {
    const answer = await this.answer(caller, await this.requests.request(caller, input));
    return Object.assign(new RequestPaymentSucceeded(), answer);
  }

  @Operation({ scope: 'checkout:write', risk: 'DESTROY', key: 'required' })
  @Mutation(() => ExpirePaymentSessionResult, {
    description:
      'Closes an open payment page. A checkout of your own lines ends with it; any other one waits for its buyer again. A payment that was faster wins.',
  })
  async expirePaymentSession(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('sessionId', SESSION) sessionId: string,
    @Args('idempotencyKey', IDEMPOTENCY_KEY_ARG) _key: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<ExpirePaymentSessionSucceeded> {
    const answer = await this.answer(caller, await this.requests.expire(caller, sessionId));
    return Object.assign(new ExpirePaymentSessionSucceeded(), answer);
  }

  @Operation({ scope: 'tenant:admin', risk: 'WRITE', key: 'none' })
  @Mutation(() => RepairPaymentSessionsResult, {
    description: 'Writes the list of payment sessions anew from the checkouts, 100 of them a call. Safe to repeat.',
  })
  async repairPaymentSessions(
    @Args('tenantId', TENANT) _tenantId: string,
    @CurrentCaller() { tenant }: Caller,
    @Args('after', { type: () => String, nullable: true, description: '`endCursor` of the call before' })
    after?: string,
  ): Promise<RepairPaymentSessionsSucceeded> {
    const repaired = await this.repairs.repair(tenant, after ?? null);
    return Object.assign(new RepairPaymentSessionsSucceeded(), repaired);
  }

  private async answer(caller: Caller, { id, replayed }: { id: string; replayed: boolean }) {
    const { row, checkout } = await this.sessions.withCheckout(caller, id);
    return { session: this.show(row), checkout: this.presenter.forSeller(checkout), replayed };
  }

  private show(row: PaymentSessionRow): TenantPaymentSession {
    const metadata = row.metadata.map(([key, value]) => ({ key, value }));
    return { ...row, metadata, live: this.sessions.isLive(row) };
  }
}
