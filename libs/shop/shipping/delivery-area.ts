import { Field, ObjectType } from '@nestjs/graphql';
import type { CoverageArea } from '@comptoir/tenant-kit';

/** A part of the world a tenant delivers to, as buyers see it. */
@ObjectType({ description: 'A part of the world the tenant delivers to' })
export class DeliveryArea {
  @Field(() => String, { description: 'ISO 3166-1 alpha-2, such as FR' })
  country: string;

  @Field(() => [String], { description: 'Only these states, provinces or regions; empty for the whole country' })
  regions: string[];

  @Field(() => [String], { description: 'Only these cities; empty for all' })
  cities: string[];

  static of({ country, regions, cities }: CoverageArea): DeliveryArea {
    return Object.assign(new DeliveryArea(), { country, regions: regions ?? [], cities: cities ?? [] });
  }
}
