import { Directive, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { MinorUnitsScalar, type Tenant } from '@comptoir/tenant-kit';

@ObjectType({ description: 'Maximums; problems about one name it' })
export class TenantLimitsView {
  @Field(() => Int, { description: 'Units on one cart line' })
  maxLineQuantity: number;

  @Field(() => Int, { description: 'Lines in one cart' })
  maxLines: number;

  @Field(() => MinorUnitsScalar, { description: 'Cart total before shipping, minor units' })
  maxCartTotal: number;
}

@ObjectType('Tenant', { description: 'One seller. Its handle is the `tenantId` of every other call.' })
@Directive('@key(fields: "id")')
export class TenantView {
  @Field(() => ID, { description: 'The handle' })
  id: string;

  @Field()
  name: string;

  @Field({ description: 'Tenant kind: `retail`, …' })
  kind: string;

  @Field({ description: '`active`; others are not shown' })
  status: string;

  @Field(() => [String], { description: 'ISO 4217; the first is the default' })
  currencies: string[];

  @Field(() => [String], { description: 'Parts of the platform this tenant offers' })
  capabilities: string[];

  @Field(() => TenantLimitsView)
  limits: TenantLimitsView;

  static of(tenant: Tenant): TenantView {
    const { id, name, kind, status, currencies, capabilities, limits } = tenant;
    return Object.assign(new TenantView(), { id, name, kind, status, currencies, capabilities, limits });
  }
}

@ObjectType({ description: 'One page of tenants' })
export class TenantPage {
  @Field(() => [TenantView])
  nodes: TenantView[];

  @Field(() => String, { nullable: true, description: 'Pass it as `after` for the next page; null on the last' })
  endCursor: string | null;
}
