import { ArgsType, Field, GraphQLISODateTime, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { MinorUnitsScalar } from '@comptoir/tenant-kit';
import { Product } from './product.types.js';

/** Page size. */
export const MAX_LIMIT = 250;
const DEFAULT_LIMIT = 20;

@ArgsType()
export class CatalogSearchArgs {
  @Field(() => ID, { description: 'Tenant handle' })
  @IsString()
  @Length(2, 63)
  tenantId: string;

  @Field(() => String, {
    nullable: true,
    description: 'Words to look for, up to 200 characters: all must occur, beginnings of words count. Empty to browse',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  query?: string | null;

  @Field(() => String, { nullable: true, description: 'Only this category, up to 200 characters; see `categories`' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  category?: string | null;

  @Field(() => MinorUnitsScalar, {
    nullable: true,
    description: 'Only products with a variant from this price on, minor units',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  minPrice?: number | null;

  @Field(() => MinorUnitsScalar, {
    nullable: true,
    description: 'Only products with a variant up to this price, minor units',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  maxPrice?: number | null;

  @Field(() => Int, { defaultValue: DEFAULT_LIMIT, description: 'Products on the page, 1 to 250' })
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  limit: number = DEFAULT_LIMIT;

  @Field(() => String, { nullable: true, description: '`endCursor` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  after?: string | null;
}

/** Why a page is empty. */
export enum CatalogEmptyReason {
  EMPTY_CATALOG = 'EMPTY_CATALOG',
  NO_MATCHES = 'NO_MATCHES',
}

registerEnumType(CatalogEmptyReason, {
  name: 'CatalogEmptyReason',
  description: 'Why a page is empty',
  valuesMap: {
    EMPTY_CATALOG: { description: 'The tenant offers nothing' },
    NO_MATCHES: { description: 'Nothing fits the search; see `suggestions` and `categories`' },
  },
});

@ObjectType({ description: 'One page of products, and what is known of the catalogue' })
export class CatalogPage {
  @Field(() => [Product], { description: 'Best match first; in alphabetical order when browsing' })
  nodes: Product[];

  @Field(() => String, { nullable: true, description: 'Pass it as `after` for the next page; null on an empty page' })
  endCursor: string | null;

  @Field(() => Boolean, { description: 'Whether there are more' })
  hasNextPage: boolean;

  @Field(() => Int, { nullable: true, description: 'Products on all pages; null where nobody counted' })
  totalMatches: number | null;

  @Field(() => Int, { description: 'Increases with every change of the catalogue; compare before you rely on a page' })
  catalogVersion: number;

  @Field(() => GraphQLISODateTime, { description: 'When this was read' })
  fetchedAt: Date;

  @Field(() => [String], { description: 'Categories of the whole catalogue, in alphabetical order' })
  categories: string[];

  @Field(() => CatalogEmptyReason, { nullable: true, description: 'Set when nothing was found' })
  emptyReason: CatalogEmptyReason | null;

  @Field(() => [String], { description: 'Titles to search for instead; only when nothing fits' })
  suggestions: string[];
}

@ObjectType({ description: 'State of a catalogue: the same version means that nothing changed but stock' })
export class CatalogVersion {
  @Field(() => Int, { description: 'Increases with every change; 0 for a catalogue that never had anything' })
  version: number;

  @Field(() => GraphQLISODateTime, { description: 'When this was read' })
  fetchedAt: Date;
}
