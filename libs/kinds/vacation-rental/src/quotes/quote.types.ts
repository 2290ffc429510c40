import { Field, GraphQLISODateTime, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsEnum } from 'class-validator';
import { resultUnion } from '@comptoir/tenant-kit';
import { StayChannel } from '../core/price.js';
import { StayTerms } from '../stays/stay.args.js';
import { StayUnavailable } from '../stays/stay.problems.js';
import { StayQuote } from '../stays/stay.types.js';
import { QuoteMismatch } from './quote.problems.js';

@InputType()
export class LockQuoteInput extends StayTerms {
  @Field(() => StayChannel, { defaultValue: StayChannel.federation, description: 'Which price is locked' })
  @IsEnum(StayChannel)
  channel: StayChannel = StayChannel.federation;
}

@ObjectType({ description: 'A price that stands until `validUntil`, for this stay alone. It holds no nights.' })
export class LockedQuote extends StayQuote {
  @Field(() => ID, { description: 'Pass it to `checkoutStay` as `quoteId`' })
  id: string;

  @Field(() => GraphQLISODateTime, { description: 'Until when a checkout can redeem it' })
  validUntil: Date;
}

@ObjectType({ description: 'The locked price' })
export class LockQuoteSucceeded {
  @Field(() => LockedQuote)
  quote: LockedQuote;

  @Field(() => Boolean, { description: 'True when this key was used before and nothing was done again' })
  replayed: boolean;
}

export const LockQuoteResult = resultUnion('LockQuoteResult', LockQuoteSucceeded, () => [
  StayUnavailable,
  QuoteMismatch,
]);
