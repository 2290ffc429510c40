import { Field, ID, InputType, ObjectType, type createUnionType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Length, Min } from 'class-validator';
import { MinorUnitsScalar, resultUnion } from '@comptoir/tenant-kit';
import { PaymentRefused } from '#payments';
import { IdempotencyInFlight, IdempotencyKeyMismatch, IdempotencyKeyRequired } from '#platform';
import { CheckoutBusy } from '../checkout.problems.js';
import { OrderNotRefundable, RefundExceedsPayment } from './refund.problems.js';

@InputType()
export class RefundOrderInput {
  @Field(() => ID, { description: 'Order id; the same as its checkout id' })
  @IsString()
  @Length(1, 64)
  orderId: string;

  @Field(() => MinorUnitsScalar, {
    nullable: true,
    description: 'How much, in the smallest unit of the currency of the order; everything that is left when absent',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  amount?: number | null;
}

@ObjectType({ description: 'Money on its way back to a buyer' })
export class Refund {
  @Field(() => ID)
  id: string;

  @Field(() => MinorUnitsScalar)
  amount: number;

  @Field({ description: 'ISO 4217' })
  currency: string;

  @Field({
    description:
      '`due` is registered and asked for until the provider answers, `pending` is accepted but not with the buyer yet, `succeeded`, `failed`',
  })
  state: string;

  @Field({ description: '`requested` by the seller, `undone` with its checkout, or `late`: the money came too late' })
  reason: string;

  @Field(() => Date)
  createdAt: Date;
}

@ObjectType({ description: 'A refund that the provider did not refuse' })
export class RefundOrderSucceeded {
  @Field(() => Refund)
  refund: Refund;

  @Field(() => MinorUnitsScalar, { description: 'What can still be given back of this order' })
  refundable: number;

  @Field({ description: 'True when this key was used before and nothing was done again' })
  replayed: boolean;
}

export const RefundOrderResult: ReturnType<typeof createUnionType> = resultUnion(
  'RefundOrderResult',
  RefundOrderSucceeded,
  () => [
    IdempotencyKeyRequired,
    IdempotencyKeyMismatch,
    IdempotencyInFlight,
    CheckoutBusy,
    OrderNotRefundable,
    RefundExceedsPayment,
    PaymentRefused,
  ],
);
