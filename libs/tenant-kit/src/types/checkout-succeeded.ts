import { Field, ObjectType } from '@nestjs/graphql';
import { Checkout } from './checkout.js';

@ObjectType({ description: 'The checkout after the call' })
export class CheckoutSucceeded {
  @Field(() => Checkout)
  checkout: Checkout;

  @Field({ description: 'True when this key was used before and nothing was done again' })
  replayed: boolean;

  static of(checkout: Checkout, replayed: boolean): CheckoutSucceeded {
    return Object.assign(new CheckoutSucceeded(), { checkout, replayed });
  }
}
