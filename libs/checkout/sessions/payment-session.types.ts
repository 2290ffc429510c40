import {
  Field,
  GraphQLISODateTime,
  ID,
  Int,
  ObjectType,
  registerEnumType,
  type createUnionType,
} from '@nestjs/graphql';
import { Checkout, CheckoutLine, MinorUnitsScalar, resultUnion } from '@comptoir/tenant-kit';
import { NoAvailableProvider, PaymentRefused, PaymentServiceError } from '#payments';
import { IdempotencyInFlight, IdempotencyKeyMismatch, IdempotencyKeyRequired } from '#platform';
import {
  CheckoutBusy,
  CheckoutNotOpen,
  OrderServiceError,
  SagaTimeout,
  ShippingAddressRequired,
} from '../checkout.problems.js';
import { ApplicationOnly, PaymentSessionNotOpen } from './payment-session.problems.js';

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

/** Base of the answers that bring a session; no type of its own. */
@ObjectType({ isAbstract: true })
abstract class SessionAnswered {
  @Field(() => TenantPaymentSession)
  session: TenantPaymentSession;

  @Field(() => Checkout, { description: 'The checkout that it collects for, as its seller sees it' })
  checkout: Checkout;

  @Field({ description: 'True when this is the answer to an earlier call with the same key' })
  replayed: boolean;
}

@ObjectType({ description: 'The payment page is there: send the buyer to `session.url`' })
export class RequestPaymentSucceeded extends SessionAnswered {}

@ObjectType({ description: 'Nobody can pay it any more' })
export class ExpirePaymentSessionSucceeded extends SessionAnswered {}

const KEYED = [IdempotencyKeyRequired, IdempotencyKeyMismatch, IdempotencyInFlight, CheckoutBusy] as const;

export const RequestPaymentResult: ReturnType<typeof createUnionType> = resultUnion(
  'RequestPaymentResult',
  RequestPaymentSucceeded,
  () => [
    ...KEYED,
    ApplicationOnly,
    CheckoutNotOpen,
    ShippingAddressRequired,
    OrderServiceError,
    SagaTimeout,
    PaymentServiceError,
    PaymentRefused,
    NoAvailableProvider,
  ],
);

export const ExpirePaymentSessionResult: ReturnType<typeof createUnionType> = resultUnion(
  'ExpirePaymentSessionResult',
  ExpirePaymentSessionSucceeded,
  () => [...KEYED, PaymentSessionNotOpen, PaymentServiceError],
);

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
