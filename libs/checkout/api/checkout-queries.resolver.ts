import { Args, ID, Int, ObjectType, Field, Query, Resolver } from '@nestjs/graphql';
import { NotFound } from '@comptoir/kernel';
import {
  Checkout,
  CheckoutStatus,
  CurrentCaller,
  Operation,
  Order,
  ShippingOption,
  type Caller,
} from '@comptoir/tenant-kit';
import type { PageRequest, TenantRef } from '#platform';
import { CheckoutPresenter } from './checkout.presenter.js';
import { CheckoutReader } from '../checkout-reader.js';
import { MongoCheckoutStore } from '../checkout.store.js';
import { CheckoutPage, OrderPage } from './checkout.results.js';
import { OrderSecrets } from '../orders/order-secrets.js';
import { OrdersService } from '../orders/orders.service.js';
import { visibleTo } from '../orders/visible-to.js';
import { PricingService } from '../pricing/pricing.service.js';

const TENANT = { type: () => ID, description: 'Tenant handle' } as const;
const FIRST = { type: () => Int, defaultValue: 20, description: '1 to 100' } as const;
const SECRET = {
  type: () => String,
  nullable: true,
  description: '`orderSecret` of its checkout, for whoever is not its owner; a wrong one is as good as none',
} as const;
const AFTER = { type: () => String, nullable: true, description: '`endCursor` of the page before' } as const;

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
    private readonly store: MongoCheckoutStore,
    private readonly orders: OrdersService,
    private readonly pricing: PricingService,
    private readonly presenter: CheckoutPresenter,
    private readonly secrets: OrderSecrets,
  ) {}

  @Operation({ scope: 'checkout:write', risk: 'READ', key: 'none' })
  @Query(() => Checkout, {
    description: 'Where a checkout stands. Reading heals: a payment whose notification was lost is found here.',
  })
  checkout(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('checkoutId', { type: () => ID }) checkoutId: string,
    @CurrentCaller() { tenant, principal }: Caller,
  ): Promise<Checkout> {
    return this.reader.show(tenant, principal, checkoutId);
  }

  @Operation({ scope: 'checkout:write', risk: 'READ', key: 'none' })
  @Query(() => CheckoutPage, { description: 'Your checkouts, newest first; `payment_pending` are the abandoned ones' })
  async checkouts(
    @Args('tenantId', TENANT) _tenantId: string,
    @CurrentCaller() { tenant, principal }: Caller,
    @Args('first', FIRST) first: number,
    @Args('status', { type: () => CheckoutStatus, nullable: true }) status?: CheckoutStatus,
    @Args('after', AFTER) after?: string,
  ): Promise<CheckoutPage> {
    return this.reader.list(tenant, principal, status ?? null, { first, after });
  }

  @Operation({ scope: 'checkout:write', risk: 'READ', capability: 'shipping', key: 'none' })
  @Query(() => ShippingOptions, {
    description:
      'Ways to deliver this checkout to its address, with prices. Empty while there is no address: updateCheckout first',
  })
  async shippingOptions(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('checkoutId', { type: () => ID }) checkoutId: string,
    @CurrentCaller() { tenant, principal }: Caller,
  ): Promise<ShippingOptions> {
    const checkout = await this.store.owned(tenant, principal.id, checkoutId);
    return { options: checkout.shippingAddress ? await this.pricing.shippingOptions(checkout) : [] };
  }

  @Operation({ scope: 'order:read', risk: 'READ', key: 'none' })
  @Query(() => Order, {
    description:
      'An order of yours; any order of the tenant for its applications and administrators; or one whose secret you have, then without e-mail and address',
  })
  async order(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('orderId', { type: () => ID, description: 'Same as the id of its checkout' }) orderId: string,
    @CurrentCaller() { tenant, principal }: Caller,
    @Args('secret', SECRET) secret?: string,
  ): Promise<Order> {
    const opened =
      typeof secret === 'string' && this.secrets.matches({ tenantId: tenant.tenantId, id: orderId }, secret);
    const order = await this.orders.visible(tenant, orderId);
    const { ownerId } = visibleTo(principal);
    if (order && (ownerId === undefined || order.ownerId === ownerId)) return this.presenter.order(order);
    if (!order || !opened) throw new NotFound('order');
    return this.presenter.orderBySecret(order);
  }

  @Operation({ scope: 'order:read', risk: 'READ', key: 'none' })
  @Query(() => OrderPage, { description: 'Your orders, newest first' })
  async myOrders(
    @Args('tenantId', TENANT) _tenantId: string,
    @CurrentCaller() { tenant, principal }: Caller,
    @Args('first', FIRST) first: number,
    @Args('after', AFTER) after?: string,
  ): Promise<OrderPage> {
    return this.page(tenant, { ownerId: principal.id }, { first, after });
  }

  @Operation({ scope: 'order:read', risk: 'READ', key: 'none' })
  @Query(() => OrderPage, {
    name: 'orders',
    description:
      'Orders, newest first: all of the tenant for its applications and administrators, who deliver them; else your own',
  })
  async allOrders(
    @Args('tenantId', TENANT) _tenantId: string,
    @CurrentCaller() { tenant, principal }: Caller,
    @Args('first', FIRST) first: number,
    @Args('after', AFTER) after?: string,
  ): Promise<OrderPage> {
    return this.page(tenant, visibleTo(principal), { first, after });
  }

  private async page(tenant: TenantRef, whose: { ownerId?: string }, page: PageRequest): Promise<OrderPage> {
    const { nodes, endCursor } = await this.orders.list(tenant, whose, page);
    return { nodes: nodes.map((order) => this.presenter.order(order)), endCursor };
  }
}
