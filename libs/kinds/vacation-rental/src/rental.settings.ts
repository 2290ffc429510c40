import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsDefined,
  IsInt,
  IsOptional,
  IsString,
  IsTimeZone,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { DATE, MAX_NIGHTS } from './core/dates.js';

const MAX_PROPERTIES = 50;
const MAX_SEASONS = 50;
const MAX_BLOCKS = 200;
const MAX_TURNAROUND = 14;
const ID = /^[a-z0-9][a-z0-9_-]{0,39}$/;
const MONTH_DAY = /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const MONTH_DAY_RULE = { message: '$property must be a day of any year, such as 12-24' };
const DATE_RULE = { message: '$property must be a date, such as 2026-12-24' };

/** Where a property is. */
export class Place {
  @IsString()
  @Length(1, 100)
  city: string;

  /** State, province or region, as guests write it. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  region?: string;

  /** ISO 3166-1 alpha-2, such as `SE`. */
  @Matches(/^[A-Z]{2}$/, { message: 'country must be two capital letters (ISO 3166-1 alpha-2)' })
  country: string;
}

/** Price of one night, minor units. The nights that begin on Friday and Saturday are the weekend. */
export class NightlyPrice {
  @IsInt()
  @Min(0)
  weekday: number;

  @IsInt()
  @Min(0)
  weekend: number;
}

/** Other prices for a part of every year, both days included; `from` after `to` runs over New Year. */
export class Season extends NightlyPrice {
  @Matches(MONTH_DAY, MONTH_DAY_RULE)
  from: string;

  @Matches(MONTH_DAY, MONTH_DAY_RULE)
  to: string;
}

/** Nights the host keeps for itself, half-open: the night of `to` can be booked again. */
export class BlockedDates {
  @Matches(DATE, DATE_RULE)
  from: string;

  @Matches(DATE, DATE_RULE)
  to: string;
}

/** Nights that stay free between two stays, for cleaning. */
export class Turnaround {
  /** Before an arrival. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_TURNAROUND)
  before?: number;

  /** After a departure. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_TURNAROUND)
  after?: number;
}

/** One house or flat. Its nights are named in its own time zone. */
export class PropertySettings {
  @Matches(ID)
  id: string;

  /** For a person. */
  @IsString()
  @Length(1, 100)
  name: string;

  @IsDefined()
  @ValidateNested()
  @Type(() => Place)
  place: Place;

  /** IANA time zone, such as `Europe/Stockholm`: says when today ends. */
  @IsTimeZone()
  zone: string;

  @IsInt()
  @Min(1)
  @Max(100)
  maxGuests: number;

  /** Nights of the shortest stay; 2 when absent. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_NIGHTS)
  minimumNights?: number;

  @IsOptional()
  @ValidateNested()
  @Type(() => Turnaround)
  turnaround?: Turnaround;

  /** ISO 4217. A property in a currency that its tenant does not list is not offered. */
  @Matches(/^[A-Z]{3}$/, { message: 'currency must be three capital letters (ISO 4217)' })
  currency: string;

  /** Price of a night outside every season. */
  @IsDefined()
  @ValidateNested()
  @Type(() => NightlyPrice)
  price: NightlyPrice;

  /** The first that fits a night applies. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_SEASONS)
  @ValidateNested({ each: true })
  @Type(() => Season)
  seasons?: Season[];

  /** Off the nightly price for what is booked through this gateway, percent; none when absent. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(50)
  channelDiscountPercent?: number;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_BLOCKS)
  @ValidateNested({ each: true })
  @Type(() => BlockedDates)
  blocked?: BlockedDates[];
}

/** What a vacation-rental tenant sets. Properties live here until hosts manage them by operations of their own. */
export class RentalSettings {
  @IsArray()
  @ArrayMaxSize(MAX_PROPERTIES)
  @ArrayUnique((property: PropertySettings) => property.id)
  @ValidateNested({ each: true })
  @Type(() => PropertySettings)
  properties: PropertySettings[];

  /** Cancellation terms, shown to the guest word for word. */
  @IsString()
  @Length(1, 2000)
  cancellation: string;
}
