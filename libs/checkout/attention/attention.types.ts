import { Field, ID, ObjectType, type createUnionType } from '@nestjs/graphql';
import { CheckoutStatus, CheckoutSucceeded, resultUnion } from '@comptoir/tenant-kit';
import { PaymentServiceError } from '#payments';
import { CheckoutBusy } from '../checkout.problems.js';

@ObjectType({ description: 'A checkout that only a person can bring further' })
export class AttentionItem {
  @Field(() => ID)
  checkoutId: string;

  @Field(() => CheckoutStatus)
  status: CheckoutStatus;

  @Field({ description: 'What is wrong, in one sentence' })
  message: string;

  @Field(() => String, { nullable: true, description: 'The step that does not go through' })
  step: string | null;

  @Field(() => Date, { nullable: true, description: 'When the platform tries again by itself' })
  retryAt: Date | null;

  @Field(() => Date)
  createdAt: Date;
}

@ObjectType({ description: 'One page, newest checkout first' })
export class AttentionPage {
  @Field(() => [AttentionItem])
  nodes: AttentionItem[];

  @Field(() => String, { nullable: true, description: 'Pass it as `after` for the next page; null on the last' })
  endCursor: string | null;
}

@ObjectType({ description: 'An event that could not be brought to one of those who listen' })
export class DeadDelivery {
  @Field(() => ID)
  id: string;

  @Field({ description: 'Who listens, such as `confirmation-mail`' })
  endpoint: string;

  @Field(() => ID)
  checkoutId: string;

  @Field({ description: 'Such as `checkout.completed`' })
  event: string;

  @Field(() => Date)
  createdAt: Date;
}

@ObjectType({ description: 'One page, newest first' })
export class DeadDeliveryPage {
  @Field(() => [DeadDelivery])
  nodes: DeadDelivery[];

  @Field(() => String, { nullable: true, description: 'Pass it as `after` for the next page; null on the last' })
  endCursor: string | null;
}

@ObjectType({ description: 'The delivery is tried again now' })
export class ReplayDeliverySucceeded {
  @Field(() => ID)
  deliveryId: string;
}

type Union = ReturnType<typeof createUnionType>;

export const RepairCheckoutResult: Union = resultUnion('RepairCheckoutResult', CheckoutSucceeded, () => [
  CheckoutBusy,
  PaymentServiceError,
]);

export const ReplayDeliveryResult: Union = resultUnion('ReplayDeliveryResult', ReplayDeliverySucceeded, () => []);
