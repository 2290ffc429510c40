import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsEnum, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { DATE } from '../core/dates.js';
import { StayChannel } from '../core/price.js';

const MAX_GUESTS = 100;
const DATE_RULE = { message: '$property must be a date, such as 2026-12-01' };

/** Dates and guests, as everything about a stay asks for them. */
@ArgsType()
@InputType({ isAbstract: true })
abstract class DatesAndGuests {
  @Field(() => String, { description: 'Date of arrival at the property, such as 2026-12-01' })
  @Matches(DATE, DATE_RULE)
  checkIn: string;

  @Field(() => String, { description: 'Date of departure, such as 2026-12-04; 1 to 90 nights after the arrival' })
  @Matches(DATE, DATE_RULE)
  checkOut: string;

  @Field(() => Int, { description: '1 to 100' })
  @IsInt()
  @Min(1)
  @Max(MAX_GUESTS)
  guests: number;
}

/** A stay at one property. */
@ArgsType()
@InputType({ isAbstract: true })
export abstract class StayTerms extends DatesAndGuests {
  @Field(() => ID, { description: 'Property, from `stays`' })
  @IsString()
  @Length(1, 64)
  propertyId: string;
}

@ArgsType()
export class StaySearchArgs extends DatesAndGuests {
  @Field(() => ID, { description: 'Tenant handle' })
  @IsString()
  @Length(2, 63)
  tenantId: string;

  @Field(() => String, {
    nullable: true,
    description: 'Part of the name of a city, region or country, 1 to 100 characters; case and accents do not matter',
  })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  place?: string | null;
}

@ArgsType()
export class StayArgs extends StayTerms {
  @Field(() => ID, { description: 'Tenant handle' })
  @IsString()
  @Length(2, 63)
  tenantId: string;
}

@ArgsType()
export class QuoteStayArgs extends StayArgs {
  @Field(() => StayChannel, { defaultValue: StayChannel.federation, description: 'Which price is asked for' })
  @IsEnum(StayChannel)
  channel: StayChannel = StayChannel.federation;
}
