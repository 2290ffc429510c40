import { Field, GraphQLISODateTime, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CheckoutLine, MinorUnitsScalar, resultUnion } from '@comptoir/tenant-kit';

/** Where a payment session stands. */
export enum PaymentSessionStatus {
  open = 'open',
  complete = 'complete',
  expired = 'expired',
}

registerEnumType(PaymentSessionStatus, {
  name: 'PaymentSessionStatus',
  description: 'Where a payment session stands',
  valuesMap: {
    open: { description: 'Its buyer may pay' },
    complete: { description: 'Its buyer is through with it; `paymentStatus` says whether the money is there' },
    expired: { description: 'Nobody can pay it any more' },
  },
});

@ObjectType({ description: 'A word of the caller’s own on a payment session' })
export class MetadataEntry {
  @Field()
  key: string;

  @Field()
  value: string;
}

@ObjectType({ description: 'A payment session on a hosted page, as the tenant sees that it collects for' })
export class TenantPaymentSession {
  @Field(() => ID)
  id: string;

  @Field(() => ID, { description: 'The checkout that it collects for' })
  checkoutId: string;

  @Field(() => PaymentSessionStatus)
  status: PaymentSessionStatus | `${PaymentSessionStatus}`;

  @Field({ description: '`paid`, `unpaid` or `no_payment_required`' })
  paymentStatus: string;

  @Field({ description: 'Such as `stripe`' })
  provider: string;

  @Field({ description: 'Whether real money is collected' })
  live: boolean;

  @Field(() => MinorUnitsScalar)
  amount: number;

  @Field({ description: 'ISO 4217' })
  currency: string;

  @Field(() => String, { nullable: true, description: 'Hosted payment page, while open' })
  url: string | null;

  @Field(() => String, { nullable: true, description: 'The provider’s id of the payment, once there is one' })
  paymentId: string | null;

  @Field(() => String, { nullable: true, description: 'Where the receipt goes' })
  email: string | null;

  @Field(() => String, { nullable: true, description: 'The caller’s own name for it' })
  reference: string | null;

  @Field(() => [MetadataEntry])
  metadata: MetadataEntry[];

  @Field(() => GraphQLISODateTime)
  expiresAt: Date;

  @Field(() => GraphQLISODateTime)
  createdAt: Date;
}

@ObjectType({ description: 'One page of payment sessions, newest first' })
export class PaymentSessionPage {
  @Field(() => [TenantPaymentSession])
  nodes: TenantPaymentSession[];

  @Field({ description: 'Whether there are more on the side that was asked for' })
  hasMore: boolean;
}

@ObjectType({ description: 'One page of what a payment session asks for, as it was when it was opened' })
export class PaymentSessionLinePage {
  @Field(() => [CheckoutLine])
  nodes: CheckoutLine[];

  @Field({ description: 'Whether there are more on the side that was asked for' })
  hasMore: boolean;
}

@ObjectType({ description: 'Some rows are written anew' })
export class RepairPaymentSessionsSucceeded {
  @Field(() => Int, { description: 'Checkouts that were looked at, 100 at most' })
  checked: number;

  @Field(() => String, { nullable: true, description: 'Pass it as `after` to go on; null once all were looked at' })
  endCursor: string | null;
}

export const RepairPaymentSessionsResult = resultUnion(
  'RepairPaymentSessionsResult',
  RepairPaymentSessionsSucceeded,
  () => [],
);
