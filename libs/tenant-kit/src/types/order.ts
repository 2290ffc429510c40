import { Field, GraphQLISODateTime, ID, InterfaceType, ObjectType } from '@nestjs/graphql';
import { Address } from './address.js';
import { CheckoutLine, Totals } from './checkout-parts.js';

/** What every kind's order or booking shows. */
@InterfaceType({
  description: 'What was bought. Its id is the id of its checkout: one checkout can never make two.',
  resolveType: (order: Order) => order.constructor.name,
})
export abstract class Order {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  tenantId: string;

  @Field({ description: '`created` before the money is there, `paid` after, `cancelled` when undone' })
  status: string;

  @Field(() => [CheckoutLine])
  lines: CheckoutLine[];

  @Field(() => Totals)
  totals: Totals;

  @Field(() => String, { nullable: true })
  email?: string | null;

  @Field(() => Address, { nullable: true })
  shippingAddress?: Address | null;

  @Field(() => GraphQLISODateTime)
  createdAt: Date;

  @Field(() => GraphQLISODateTime, { nullable: true })
  paidAt?: Date | null;
}

/** Marks a kind's order class; it repeats none of the interface's fields. */
export function OrderType(description: string): ClassDecorator {
  return ObjectType({ description, implements: () => [Order] });
}
