import { Args, ID, Int, ObjectType, Field, Query, Resolver } from '@nestjs/graphql';
import { InvalidInput, NotFound } from '@comptoir/kernel';
import {
  Checkout,
  CheckoutStatus,
  Operation,
  Order,
  ShippingOption,
  type Principal,
  type TenantContext,
} from '@comptoir/tenant-kit';
import { CurrentPrincipal, CurrentTenant } from '#auth';
import { CheckoutPresenter } from './checkout.presenter.js';
import { CheckoutReader } from '../checkout-reader.js';
import { CheckoutPage, OrderPage } from './checkout.results.js';
import { OrdersService } from '../orders/orders.service.js';
import { PricingService } from '../pricing/pricing.service.js';

const TENANT = { type: () => ID, description: 'Tenant handle' } as const;
const FIRST = { type: () => Int, defaultValue: 20, description: '1 to 100' } as const;
const AFTER = { type: () => String, nullable: true, description: '`endCursor` of the page before' } as const;
const MAX_PAGE = 100;

@ObjectType({ description: 'Ways to deliver, cheapest first; empty where the tenant does not deliver' })
export class ShippingOptions {
  @Field(() => [ShippingOption])
  options: ShippingOption[];
}

/** Reads of checkouts and orders. */
@Resolver(() => Checkout)
export class CheckoutQueriesResolver {
  constructor(
    private readonly reader: CheckoutReader,
    private readonly orders: OrdersService,
    private readonly pricing: PricingService,
    private readonly presenter: CheckoutPresenter,
  ) {}

  @Operation({ scope: 'checkout:write', risk: 'READ', key: 'none' })
  @Query(() => Checkout, {
    description: 'Where a checkout stands. Reading heals: a payment whose notification was lost is found here.',
  })
  checkout(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('checkoutId', { type: () => ID }) checkoutId: string,
    @CurrentTenant() tenant: TenantContext,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Checkout> {
    return this.reader.show(tenant, principal, checkoutId);
  }

  @Operation({ scope: 'checkout:write', risk: 'READ', key: 'none' })
  @Query(() => CheckoutPage, { description: 'Your checkouts, newest first; `payment_pending` are the abandoned ones' })
  async checkouts(
    @Args('tenantId', TENANT) _tenantId: string,
    @CurrentTenant() tenant: TenantContext,
    @CurrentPrincipal() principal: Principal,
    @Args('first', FIRST) first: number,
    @Args('status', { type: () => CheckoutStatus, nullable: true }) status?: CheckoutStatus,
    @Args('after', AFTER) after?: string,
  ): Promise<CheckoutPage> {
    const page = { status, before: cursor(after), limit: pageSize(first) + 1 };
    return paged(await this.reader.list(tenant, principal, page), first);
  }

  @Operation({ scope: 'checkout:write', risk: 'READ', capability: 'shipping', key: 'none' })
  @Query(() => ShippingOptions, { description: 'Ways to deliver this checkout to its address, with prices' })
  async shippingOptions(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('checkoutId', { type: () => ID }) checkoutId: string,
    @CurrentTenant() tenant: TenantContext,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ShippingOptions> {
    const checkout = await this.reader.owned(tenant, principal, checkoutId);
    return { options: checkout.shippingAddress ? await this.pricing.shippingOptions(checkout) : [] };
  }

  @Operation({ scope: 'order:read', risk: 'READ', key: 'none' })
  @Query(() => Order, { description: 'An order of yours' })
  async order(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('orderId', { type: () => ID, description: 'Same as the id of its checkout' }) orderId: string,
    @CurrentTenant() tenant: TenantContext,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Order> {
    const order = await this.orders.get(tenant, orderId, principal.id);
    if (!order) throw new NotFound('order');
    return this.presenter.order(order);
  }

  @Operation({ scope: 'order:read', risk: 'READ', key: 'none' })
  @Query(() => OrderPage, { description: 'Your orders, newest first' })
  async myOrders(
    @Args('tenantId', TENANT) _tenantId: string,
    @CurrentTenant() tenant: TenantContext,
    @CurrentPrincipal() principal: Principal,
    @Args('first', FIRST) first: number,
    @Args('after', AFTER) after?: string,
  ): Promise<OrderPage> {
    const found = await this.orders.list(tenant, principal.id, { before: cursor(after), limit: pageSize(first) + 1 });
    return paged(
      found.map((order) => this.presenter.order(order)),
      first,
    );
  }
}

function pageSize(first: number): number {
  if (first < 1 || first > MAX_PAGE) throw InvalidInput.at('first', 'range', `must be 1 to ${MAX_PAGE}`);
  return first;
}

function cursor(after: string | undefined): Date | undefined {
  if (after === undefined) return undefined;
  const instant = new Date(Buffer.from(after, 'base64url').toString());
  if (Number.isNaN(instant.getTime())) throw InvalidInput.at('after', 'cursor', 'is not a cursor of this list');
  return instant;
}

function paged<T extends { createdAt: Date }>(found: T[], first: number): { nodes: T[]; endCursor: string | null } {
  const nodes = found.slice(0, first);
  const last = found.length > first ? nodes.at(-1) : undefined;
  return { nodes, endCursor: last ? Buffer.from(last.createdAt.toISOString()).toString('base64url') : null };
}
