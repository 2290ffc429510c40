import { Field, ID, InputType, ObjectType, registerEnumType, type createUnionType } from '@nestjs/graphql';
import { IsEnum, IsString, Length } from 'class-validator';
import { EmailAddressScalar, MinorUnitsScalar, resultUnion } from '@comptoir/tenant-kit';
import {
  PaymentServiceError,
  type OfflinePayment as StoredPayment,
  type OfflineRefund as StoredRefund,
} from '#payments';
import { IdempotencyInFlight, IdempotencyKeyMismatch, IdempotencyKeyRequired } from '#platform';
import { CheckoutBusy } from '../checkout.problems.js';
import { OfflinePaymentOver } from './offline.problems.js';

export enum OfflineOutcome {
  PAID = 'paid',
  REFUSED = 'refused',
}

registerEnumType(OfflineOutcome, {
  name: 'OfflineOutcome',
  description: 'What the seller says of a payment by invoice or bank transfer',
  valuesMap: {
    PAID: { description: 'The whole amount came: the checkout completes' },
    REFUSED: { description: 'It did not come, or is not wanted: the checkout is cancelled and its goods are free' },
  },
});

export enum OfflineWaiting {
  FOR_MONEY = 'for-money',
  TO_PAY_BACK = 'to-pay-back',
}

registerEnumType(OfflineWaiting, {
  name: 'OfflineWaiting',
  description: 'What a payment by invoice or bank transfer waits for',
  valuesMap: {
    FOR_MONEY: { description: 'The seller has to say whether the money came' },
    TO_PAY_BACK: { description: 'The seller has to pay something back' },
  },
});

@InputType()
export class DecideOfflinePaymentInput {
  @Field(() => ID, { description: '`id` of an offline payment' })
  @IsString()
  @Length(1, 64)
  paymentId: string;

  @Field(() => OfflineOutcome)
  @IsEnum(OfflineOutcome)
  outcome: OfflineOutcome;
}

@InputType()
export class ConfirmOfflineRefundInput {
  @Field(() => ID, { description: '`id` of an offline payment' })
  @IsString()
  @Length(1, 64)
  paymentId: string;

  @Field(() => ID, { description: '`id` of one of its refunds' })
  @IsString()
  @Length(1, 64)
  refundId: string;
}

@ObjectType({ description: 'Money that the seller pays back by hand' })
export class OfflineRefund {
  @Field(() => ID)
  id: string;

  @Field(() => MinorUnitsScalar)
  amount: number;

  @Field({ description: '`pending` until the seller says that it is paid back, then `succeeded`' })
  state: string;

  @Field(() => Date)
  createdAt: Date;
}

@ObjectType({ description: 'A payment by invoice or bank transfer, as its seller sees it' })
export class OfflinePayment {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  checkoutId: string;

  @Field({
    description: '`open`, `paid`, `refused` by the seller, or `closed`: its checkout ended or is paid otherwise',
  })
  state: string;

  @Field({ description: 'What the buyer was asked to name' })
  reference: string;

  @Field(() => MinorUnitsScalar)
  amount: number;

  @Field({ description: 'ISO 4217' })
  currency: string;

  @Field(() => EmailAddressScalar, { nullable: true, description: 'Of the buyer' })
  email: string | null;

  @Field(() => Date, { description: 'Until when goods are set aside for it' })
  expiresAt: Date;

  @Field(() => [OfflineRefund], { description: 'What is to be paid back, or was' })
  refunds: OfflineRefund[];

  @Field(() => Date)
  createdAt: Date;

  static of(payment: StoredPayment): OfflinePayment {
    const { id, checkoutId, state, reference, amount, currency, email, expiresAt, createdAt } = payment;
    const shown = { id, checkoutId, state, reference, amount, currency, email, expiresAt, createdAt };
    return Object.assign(new OfflinePayment(), { ...shown, refunds: payment.refunds.map(refundOf) });
  }
}

function refundOf({ id, amount, state, createdAt }: StoredRefund): OfflineRefund {
  return { id, amount, state, createdAt };
}

@ObjectType({ description: 'One page of payments, newest first' })
export class OfflinePaymentPage {
  @Field(() => [OfflinePayment])
  nodes: OfflinePayment[];

  @Field(() => String, { nullable: true, description: 'Pass it as `after` for the next page; null on the last' })
  endCursor: string | null;
}

@ObjectType({ description: 'The word of the seller is written down' })
export class OfflinePaymentSucceeded {
  @Field(() => OfflinePayment)
  payment: OfflinePayment;

  @Field({ description: 'True when this key was used before and nothing was done again' })
  replayed: boolean;
}

type Union = ReturnType<typeof createUnionType>;

const KEYED = [IdempotencyKeyRequired, IdempotencyKeyMismatch, IdempotencyInFlight] as const;

export const DecideOfflinePaymentResult: Union = resultUnion(
  'DecideOfflinePaymentResult',
  OfflinePaymentSucceeded,
  () => [...KEYED, CheckoutBusy, OfflinePaymentOver, PaymentServiceError],
);

export const ConfirmOfflineRefundResult: Union = resultUnion(
  'ConfirmOfflineRefundResult',
  OfflinePaymentSucceeded,
  () => [...KEYED],
);
