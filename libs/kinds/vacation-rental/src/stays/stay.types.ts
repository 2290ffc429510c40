import { Directive, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MinorUnitsScalar } from '@comptoir/tenant-kit';
import { StayRefusal, type Span } from '../core/availability.js';
import { StayChannel, type PricedNight } from '../core/price.js';

registerEnumType(StayChannel, {
  name: 'StayChannel',
  description: 'Which of the host’s prices applies',
  valuesMap: {
    public: { description: 'The price of the host’s own site' },
    federation: { description: 'The price for stays booked through this gateway; never higher' },
  },
});

registerEnumType(StayRefusal, {
  name: 'StayRefusal',
  description: 'Why a stay cannot be booked',
  valuesMap: {
    dates_invalid: { description: 'No such dates, departure not after arrival, or more than 90 nights' },
    dates_past: { description: 'The arrival is before today at the property' },
    guests_exceed_max: { description: 'More guests than the property takes' },
    min_nights_violation: { description: 'Fewer nights than the property asks for' },
    dates_blocked: { description: 'The host keeps some of these nights' },
    dates_taken: { description: 'Somebody else has some of these nights, or those beside them that stay free' },
  },
});

@ObjectType({ description: 'Arrival and departure; the night of the departure is not part of it' })
export class StayDates implements Span {
  @Field(() => String, { description: 'Date of arrival at the property, such as 2026-12-01' })
  checkIn: string;

  @Field(() => String, { description: 'Date of departure, such as 2026-12-04: three nights later' })
  checkOut: string;
}

@ObjectType({ description: 'Where a property is' })
class PropertyPlace {
  @Field(() => String)
  city: string;

  @Field(() => String, { nullable: true, description: 'State, province or region' })
  region?: string | null;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2, such as SE' })
  country: string;
}

@ObjectType({ description: 'A house or flat that is let by the night' })
@Directive('@key(fields: "tenantId id")')
export class Property {
  @Field(() => ID, { description: 'Handle of the tenant that lets it' })
  tenantId: string;

  @Field(() => ID, { description: 'Unique within the tenant' })
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => PropertyPlace)
  place: PropertyPlace;

  @Field(() => String, { description: 'IANA time zone; dates of a stay are dates there' })
  zone: string;

  @Field(() => Int, { description: 'Guests it takes at most' })
  maxGuests: number;

  @Field(() => Int, { description: 'Nights of the shortest stay' })
  minimumNights: number;

  @Field(() => String, { description: 'ISO 4217, the currency of its prices' })
  currency: string;
}

@ObjectType({ description: 'One night and its price' })
export class StayNight implements PricedNight {
  @Field(() => String, { description: 'Date on which the night begins' })
  date: string;

  @Field(() => MinorUnitsScalar, { description: 'Minor units of the property’s currency, discounts taken off' })
  price: number;
}

@ObjectType({ description: 'A property that can be booked for these dates' })
export class StayOffer {
  @Field(() => Property)
  property: Property;

  @Field(() => Int)
  nights: number;

  @Field(() => MinorUnitsScalar, {
    description: 'Total on the host’s own site, minor units of the property’s currency',
  })
  publicTotal: number;

  @Field(() => MinorUnitsScalar, { description: 'Total through this gateway, minor units of the property’s currency' })
  federationTotal: number;
}

@ObjectType({ description: 'A property that fits the search but not the dates' })
export class UnavailableStay {
  @Field(() => Property)
  property: Property;

  @Field(() => [StayRefusal], { description: 'Everything that is in the way' })
  reasons: StayRefusal[];

  @Field(() => [StayDates], { description: 'Up to 3 stays near these dates that can be booked' })
  alternatives: StayDates[];
}

@ObjectType({ description: 'What a search for stays found' })
export class StaySearch {
  @Field(() => [StayOffer], { description: 'Bookable, cheapest first' })
  available: StayOffer[];

  @Field(() => [UnavailableStay], { description: 'Not bookable for these dates, with others instead' })
  unavailable: UnavailableStay[];
}

@ObjectType({ description: 'Whether a property can be booked; nothing is held by asking' })
export class StayAvailability {
  @Field(() => Boolean)
  available: boolean;

  @Field(() => [StayRefusal], { description: 'Everything that is in the way; empty when available' })
  reasons: StayRefusal[];

  @Field(() => [StayDates], { description: 'Up to 3 stays near these dates that can be booked; empty when available' })
  alternatives: StayDates[];
}

@ObjectType({ description: 'Price of a stay, night by night' })
export class StayQuote {
  @Field(() => ID)
  propertyId: string;

  @Field(() => String, { description: 'Date of arrival' })
  checkIn: string;

  @Field(() => String, { description: 'Date of departure' })
  checkOut: string;

  @Field(() => Int)
  guests: number;

  @Field(() => StayChannel)
  channel: StayChannel;

  @Field(() => String, { description: 'ISO 4217' })
  currency: string;

  @Field(() => [StayNight], { description: 'They sum to the total exactly' })
  nights: StayNight[];

  @Field(() => MinorUnitsScalar, { description: 'What the guest pays, minor units of `currency`' })
  total: number;

  @Field(() => String, { description: 'Cancellation terms of the host; relay them word for word' })
  cancellation: string;
}
