import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

const MAX_AREAS = 500;
const MAX_RATES = 100;
const ID = /^[a-z0-9][a-z0-9_-]{0,39}$/;

/**
 * A part of the world the tenant delivers to: a country, narrowed to regions when some are given, and narrowed again to
 * cities when some are given. Case and accents do not matter.
 */
export class CoverageArea {
  /** ISO 3166-1 alpha-2, such as `FR`. */
  @Matches(/^[A-Z]{2}$/, { message: 'country must be two capital letters (ISO 3166-1 alpha-2)' })
  country: string;

  /** States, provinces or regions as buyers write them; absent for the whole country. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  @MaxLength(50, { each: true })
  regions?: string[];

  /** Cities as buyers write them; absent for all. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  cities?: string[];
}

/** One way to deliver and what it costs: `basePrice`, plus `perKilogram` for the weight, rounded half-up. */
export class ShippingRate {
  @Matches(ID)
  carrierId: string;

  @Matches(ID)
  serviceId: string;

  /** For a person, such as `La Poste, standard`. */
  @IsString()
  @Length(1, 100)
  name: string;

  /** ISO 4217: what the amounts are in, and which carts it is offered to. Absent: the tenant's default currency. */
  @IsOptional()
  @Matches(/^[A-Z]{3}$/)
  currency?: string;

  /** Estimated days, at least. */
  @IsInt()
  @Min(0)
  @Max(365)
  minDays: number;

  /** Estimated days, at most. */
  @IsInt()
  @Min(0)
  @Max(365)
  maxDays: number;

  /** Minor units. */
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  basePrice: number;

  /** Minor units for each kilogram, charged by the gram. */
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  perKilogram = 0;

  /** Subtotal in minor units from which this way costs nothing; absent for never. */
  @IsOptional()
  @IsInt()
  @Min(0)
  freeFrom?: number;
}

/**
 * Where a tenant delivers and how. A kind nests it in its settings class, under the name `shipping`; a tenant that has
 * none ships nowhere.
 */
export class ShippingSettings {
  @IsArray()
  @ArrayMaxSize(MAX_AREAS)
  @ValidateNested({ each: true })
  @Type(() => CoverageArea)
  coverage: CoverageArea[] = [];

  @IsArray()
  @ArrayMaxSize(MAX_RATES)
  @ArrayUnique((rate: ShippingRate) => `${rate.carrierId} ${rate.serviceId} ${rate.currency ?? ''}`, {
    message: 'a carrier, service and currency may be named once',
  })
  @ValidateNested({ each: true })
  @Type(() => ShippingRate)
  rates: ShippingRate[] = [];
}
