import { Field, ID } from '@nestjs/graphql';
import { Checkout, CheckoutType, Order, OrderType } from '@comptoir/tenant-kit';

@CheckoutType('A checkout of a cart at a retail tenant')
export class RetailCheckout extends Checkout {
  @Field(() => ID, { description: 'The cart it came from; locked while the checkout lives' })
  cartId: string;
}

@OrderType('An order of goods')
export class RetailOrder extends Order {
  @Field({ description: 'Whether something of it is delivered to an address' })
  delivered: boolean;
}
