import { Field, GraphQLISODateTime, ID, Int, InterfaceType, ObjectType } from '@nestjs/graphql';
import { EmailAddressScalar, MinorUnitsScalar } from '../scalars.js';
import { Address } from './address.js';
import {
  CheckoutFailure,
  CheckoutLine,
  CheckoutStep,
  PaymentSession,
  ShippingOption,
  Totals,
} from './checkout-parts.js';
import { CheckoutStatus } from './checkout-status.js';
import { NextAction } from './next-action.js';
import { Order } from './order.js';

/** What every kind's checkout type shows. A kind extends it with {@link CheckoutType}. */
@InterfaceType({
  description: 'The durable thing that takes a subject (a cart, a stay) to an order. Poll it by `checkout`.',
  resolveType: (checkout: Checkout) => checkout.constructor.name,
})
export abstract class Checkout {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  tenantId: string;

  @Field({ description: 'Tenant kind that answers for it' })
  kind: string;

  @Field(() => CheckoutStatus)
  status: CheckoutStatus;

  @Field({ description: 'True when nothing more happens by itself' })
  terminal: boolean;

  @Field({ description: 'True when the provider could not be asked just now, so the answer may lag behind' })
  stale: boolean;

  @Field(() => Int, { nullable: true, description: 'When to ask again, milliseconds; null when terminal' })
  nextPollAfterMs?: number | null;

  @Field(() => [CheckoutLine])
  lines: CheckoutLine[];

  @Field(() => Totals)
  totals: Totals;

  @Field(() => EmailAddressScalar, { nullable: true, description: 'Where the receipt goes' })
  email?: string | null;

  @Field(() => Address, { nullable: true })
  shippingAddress?: Address | null;

  @Field(() => ShippingOption, { nullable: true, description: 'The chosen one, or the default' })
  shippingOption?: ShippingOption | null;

  @Field(() => NextAction)
  nextAction: NextAction;

  @Field(() => [CheckoutStep], { description: 'Steps of the current attempt, in order' })
  steps: CheckoutStep[];

  @Field(() => String, { nullable: true, description: 'The step at work or waiting' })
  currentStep?: string | null;

  @Field(() => [String])
  completedSteps: string[];

  @Field(() => CheckoutFailure, { nullable: true })
  failure?: CheckoutFailure | null;

  @Field(() => PaymentSession, { nullable: true, description: 'The latest one' })
  paymentSession?: PaymentSession | null;

  @Field({ description: 'Money on its way back: `none`, `pending`, `succeeded` or `failed`' })
  refundState: string;

  @Field({ description: 'Whether the buyer disputes the payment at their bank: `none`, `open`, `won` or `lost`' })
  dispute: string;

  @Field(() => MinorUnitsScalar, { description: 'How much went back, or is on its way' })
  refunded: number;

  @Field(() => Order, { nullable: true, description: 'There once the checkout is completed' })
  order?: Order | null;

  @Field(() => String, {
    nullable: true,
    description:
      'For its owner alone, else null: with it the order can be read by `order` without a login of its buyer, once it is paid',
  })
  orderSecret?: string | null;

  @Field(() => GraphQLISODateTime, { description: 'When goods are released unless the buyer goes on' })
  expiresAt: Date;

  @Field(() => GraphQLISODateTime)
  createdAt: Date;

  @Field(() => GraphQLISODateTime)
  updatedAt: Date;
}

/** Marks a kind's checkout class; it repeats none of the interface's fields. */
export function CheckoutType(description: string): ClassDecorator {
  return ObjectType({ description, implements: () => [Checkout] });
}
