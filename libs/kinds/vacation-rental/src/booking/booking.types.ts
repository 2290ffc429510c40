import { Field, ID, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { IsEmail, IsEnum, IsOptional, IsString, Length } from 'class-validator';
import {
  Checkout,
  CheckoutSucceeded,
  CheckoutType,
  EmailAddressScalar,
  KindMismatch,
  Order,
  OrderType,
  resultUnion,
  startProblems,
} from '@comptoir/tenant-kit';
import { StayChannel } from '../core/price.js';
import { QuoteExpired, QuoteMismatch, QuoteRedeemed } from '../quotes/quote.problems.js';
import { StayTerms } from '../stays/stay.args.js';
import { StayUnavailable } from '../stays/stay.problems.js';

@InputType()
export class CheckoutStayInput extends StayTerms {
  @Field(() => String, { description: 'Name of who arrives, 1 to 150 characters' })
  @IsString()
  @Length(1, 150)
  guestName: string;

  @Field(() => EmailAddressScalar, { description: 'Where the confirmation goes' })
  @IsEmail()
  email: string;

  @Field(() => ID, {
    nullable: true,
    description: 'From `lockQuote`, for exactly this stay; without it the price of this moment applies',
  })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  quoteId?: string | null;

  @Field(() => StayChannel, { nullable: true, description: 'The quote’s own when absent, else `federation`' })
  @IsOptional()
  @IsEnum(StayChannel)
  channel?: StayChannel | null;
}

export const CheckoutStayResult = resultUnion('CheckoutStayResult', CheckoutSucceeded, () => [
  ...startProblems(),
  StayUnavailable,
  QuoteExpired,
  QuoteRedeemed,
  QuoteMismatch,
  KindMismatch,
]);

/** Where a booking stands. Payment facts and arrivals are not part of it. */
export enum BookingStatus {
  pending = 'pending',
  confirmed = 'confirmed',
  cancelled = 'cancelled',
}

registerEnumType(BookingStatus, {
  name: 'BookingStatus',
  description: 'Where a booking stands',
  valuesMap: {
    pending: { description: 'Not paid yet' },
    confirmed: { description: 'Paid; the nights are the guest’s' },
    cancelled: { description: 'Taken back; the nights are free again' },
  },
});

@CheckoutType('A checkout of a stay: its nights are held while it lives')
export class StayCheckout extends Checkout {
  @Field(() => ID)
  propertyId: string;

  @Field(() => String, { description: 'Date of arrival at the property' })
  checkIn: string;

  @Field(() => String, { description: 'Date of departure' })
  checkOut: string;

  @Field(() => Int)
  guests: number;

  @Field(() => StayChannel)
  channel: StayChannel;

  @Field(() => ID, { nullable: true, description: 'The quote it redeemed' })
  quoteId: string | null;
}

@OrderType('A booked stay')
export class Booking extends Order {
  @Field(() => BookingStatus)
  get bookingStatus(): BookingStatus {
    if (this.status === 'paid') return BookingStatus.confirmed;
    return this.status === 'cancelled' ? BookingStatus.cancelled : BookingStatus.pending;
  }

  @Field(() => ID)
  propertyId: string;

  @Field(() => String, { description: 'Name of the property when it was booked' })
  propertyName: string;

  @Field(() => String, { description: 'Date of arrival at the property' })
  checkIn: string;

  @Field(() => String, { description: 'Date of departure' })
  checkOut: string;

  @Field(() => Int)
  nights: number;

  @Field(() => Int)
  guests: number;

  @Field(() => String, { description: 'Name of who arrives, first letters only' })
  guestName: string;

  @Field(() => String, { description: 'Cancellation terms as they were when it was booked' })
  cancellation: string;
}
