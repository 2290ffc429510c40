import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { IdempotencyKeyScalar, Operation, type Principal, type TenantContext } from '@comptoir/tenant-kit';
import { CurrentPrincipal, CurrentTenant } from '#auth';
import {
  AddCartItemInput,
  ClearCartInput,
  CreateCartInput,
  RemoveCartItemInput,
  SetCartAddressInput,
  UpdateCartItemInput,
} from './cart.inputs.js';
import { CartService } from './cart.service.js';
import {
  AddCartItemResult,
  Cart,
  CartSucceeded,
  ClearCartResult,
  CreateCartResult,
  RemoveCartItemResult,
  SetCartAddressResult,
  UpdateCartItemResult,
} from './cart.types.js';

const TENANT = { type: () => ID, description: 'Tenant handle' };

const CHANGES = { scope: 'cart:write', risk: 'WRITE', capability: 'cart', key: 'none' } as const;

@Resolver(() => Cart)
export class CartResolver {
  constructor(private readonly carts: CartService) {}

  @Operation({ scope: 'cart:write', risk: 'READ', capability: 'cart', key: 'none' })
  @Query(() => Cart, { name: 'cart', description: 'Your cart, with prices and stock of this moment' })
  async cart(
    @CurrentTenant() tenant: TenantContext,
    @CurrentPrincipal() principal: Principal,
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('cartId', { type: () => ID, description: 'Cart id, from `createCart`' }) cartId: string,
  ): Promise<Cart> {
    return this.carts.show(tenant, cartId, principal.id);
  }

  @Operation(CHANGES)
  @Mutation(() => CreateCartResult, {
    name: 'createCart',
    description: 'Begin an empty cart at one tenant. It is kept for 30 days after its latest change',
  })
  async create(
    @CurrentTenant() tenant: TenantContext,
    @CurrentPrincipal() principal: Principal,
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input', { type: () => CreateCartInput, nullable: true, description: 'How to begin; may be left out' })
    input?: CreateCartInput,
    @Args('idempotencyKey', {
      type: () => IdempotencyKeyScalar,
      nullable: true,
      description: 'Same key, same cart: send it again when you retry. Without one every call makes a cart',
    })
    idempotencyKey?: string,
  ): Promise<CartSucceeded> {
    return new CartSucceeded(await this.carts.create(tenant, principal.id, input?.currency, idempotencyKey));
  }

  @Operation(CHANGES)
  @Mutation(() => AddCartItemResult, {
    name: 'addCartItem',
    description: 'Put units of a SKU into your cart. Nothing is set aside before the checkout',
  })
  async add(
    @CurrentTenant() tenant: TenantContext,
    @CurrentPrincipal() principal: Principal,
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input', { type: () => AddCartItemInput, description: 'What to put where' }) input: AddCartItemInput,
  ): Promise<CartSucceeded> {
    return new CartSucceeded(await this.carts.add(tenant, principal.id, input));
  }

  @Operation(CHANGES)
  @Mutation(() => UpdateCartItemResult, {
    name: 'updateCartItem',
    description: 'Set how many units a line of your cart has; 0 removes it',
  })
  async update(
    @CurrentTenant() tenant: TenantContext,
    @CurrentPrincipal() principal: Principal,
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input', { type: () => UpdateCartItemInput, description: 'Which line, and how many' })
    input: UpdateCartItemInput,
  ): Promise<CartSucceeded> {
    return new CartSucceeded(await this.carts.update(tenant, principal.id, input));
  }

  @Operation(CHANGES)
  @Mutation(() => RemoveCartItemResult, { name: 'removeCartItem', description: 'Take a line out of your cart' })
  async remove(
    @CurrentTenant() tenant: TenantContext,
    @CurrentPrincipal() principal: Principal,
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input', { type: () => RemoveCartItemInput, description: 'Which line' }) input: RemoveCartItemInput,
  ): Promise<CartSucceeded> {
    return new CartSucceeded(await this.carts.remove(tenant, principal.id, input.cartId, input.lineId));
  }

  @Operation(CHANGES)
  @Mutation(() => ClearCartResult, { name: 'clearCart', description: 'Take every line out of your cart' })
  async clear(
    @CurrentTenant() tenant: TenantContext,
    @CurrentPrincipal() principal: Principal,
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input', { type: () => ClearCartInput, description: 'Which cart' }) input: ClearCartInput,
  ): Promise<CartSucceeded> {
    return new CartSucceeded(await this.carts.clear(tenant, principal.id, input.cartId));
  }

  @Operation(CHANGES)
  @Mutation(() => SetCartAddressResult, {
    name: 'setCartAddress',
    description: 'Say where the goods are to go. The cart answers whether the tenant delivers there',
  })
  async setAddress(
    @CurrentTenant() tenant: TenantContext,
    @CurrentPrincipal() principal: Principal,
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input', { type: () => SetCartAddressInput, description: 'Which cart, and where to' })
    { cartId, address }: SetCartAddressInput,
  ): Promise<CartSucceeded> {
    return new CartSucceeded(await this.carts.setAddress(tenant, principal.id, cartId, address));
  }
}
