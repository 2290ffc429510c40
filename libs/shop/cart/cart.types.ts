import { Field, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { Address, MinorUnitsScalar, resultUnion } from '@comptoir/tenant-kit';
import { DeliveryArea } from '../shipping/delivery-area.js';
import {
  CartAlreadyCompleted,
  CartLinesExceeded,
  CartLocked,
  CartTotalExceeded,
  CurrencyNotOffered,
  QuantityLimitExceeded,
  SkuNotFound,
} from './cart.problems.js';

@ObjectType({ description: 'A line of a cart at today’s price' })
export class CartLine {
  @Field(() => ID, { description: 'What `updateCartItem` asks for' })
  id: string;

  @Field(() => String, { description: 'Stock-keeping unit' })
  sku: string;

  @Field(() => ID, { description: 'The product it is a variant of' })
  productId: string;

  @Field(() => String, { description: 'Product and choice, for a person' })
  title: string;

  @Field(() => Int, { description: 'Units' })
  quantity: number;

  @Field(() => MinorUnitsScalar, { description: 'Price of one, minor units' })
  unitPrice: number;

  @Field(() => MinorUnitsScalar, { description: '`unitPrice * quantity`, minor units' })
  total: number;

  @Field(() => Int, { nullable: true, description: 'Units free now; null where the tenant counts no stock' })
  available: number | null;
}

@ObjectType({ description: 'A line whose SKU is no longer sold in the cart’s currency. Remove it to check out' })
class WithdrawnCartLine {
  @Field(() => ID, { description: 'What `removeCartItem` asks for' })
  id: string;

  @Field(() => String, { description: 'Stock-keeping unit' })
  sku: string;

  @Field(() => Int, { description: 'Units' })
  quantity: number;
}

@ObjectType({ description: 'What a buyer means to buy from one tenant, at today’s prices. Visible to its owner only' })
export class Cart {
  @Field(() => ID, { description: 'Opaque' })
  id: string;

  @Field(() => ID, { description: 'Tenant handle' })
  tenantId: string;

  @Field(() => [CartLine], { description: 'One line per SKU' })
  lines: CartLine[];

  @Field(() => [WithdrawnCartLine], { description: 'Lines no longer sold: not counted, and in the way of a checkout' })
  withdrawnLines: WithdrawnCartLine[];

  @Field(() => MinorUnitsScalar, { description: 'Sum of the lines before shipping, minor units of `currency`' })
  subtotal: number;

  @Field(() => String, { description: 'ISO 4217; fixed when the cart was created' })
  currency: string;

  @Field(() => Int, { description: 'Units on all lines' })
  itemCount: number;

  @Field(() => Boolean, { description: 'Whether it could be checked out now: not empty, everything sold and in stock' })
  purchasable: boolean;

  @Field(() => Boolean, { description: 'Whether something of it is delivered, so that an address is needed' })
  requiresShipping: boolean;

  @Field(() => Address, { nullable: true, description: 'Where the goods are to go' })
  shippingAddress: Address | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the tenant delivers to the address; null while an address is needed and missing',
  })
  deliveryEligible: boolean | null;

  @Field(() => [DeliveryArea], { nullable: true, description: 'Where the tenant delivers; only when not eligible' })
  deliveryCoverage: DeliveryArea[] | null;

  @Field(() => Boolean, { description: 'A checkout has this cart; it cannot be changed' })
  locked: boolean;

  @Field(() => Boolean, { description: 'What was in it is bought; it cannot be changed' })
  completed: boolean;

  @Field(() => GraphQLISODateTime, { description: 'Latest change' })
  updatedAt: Date;
}

@ObjectType({ description: 'The cart as it is now' })
export class CartSucceeded {
  @Field(() => Cart, { description: 'The cart as it is now' })
  cart: Cart;

  constructor(cart: Cart) {
    this.cart = cart;
  }
}

const CLOSED = [CartLocked, CartAlreadyCompleted] as const;
const EXCESS = [QuantityLimitExceeded, CartTotalExceeded] as const;

export const CreateCartResult = resultUnion('CreateCartResult', CartSucceeded, () => [CurrencyNotOffered]);

export const AddCartItemResult = resultUnion('AddCartItemResult', CartSucceeded, () => [
  SkuNotFound,
  CurrencyNotOffered,
  CartLinesExceeded,
  ...EXCESS,
  ...CLOSED,
]);

export const UpdateCartItemResult = resultUnion('UpdateCartItemResult', CartSucceeded, () => [...EXCESS, ...CLOSED]);

export const RemoveCartItemResult = resultUnion('RemoveCartItemResult', CartSucceeded, () => CLOSED);

export const ClearCartResult = resultUnion('ClearCartResult', CartSucceeded, () => CLOSED);

export const SetCartAddressResult = resultUnion('SetCartAddressResult', CartSucceeded, () => CLOSED);
