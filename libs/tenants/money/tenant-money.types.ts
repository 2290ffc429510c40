import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsEnum,
  IsInt,
  IsOptional,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { MinorUnitsScalar, resultUnion, type TenantMoney } from '@comptoir/tenant-kit';
import { PLATFORM } from './money-rules.js';

enum Mode {
  platform = 'platform',
  direct = 'direct',
  destination = 'destination',
}

registerEnumType(Mode, {
  name: 'MoneyMode',
  description: 'Whose money a payment is',
  valuesMap: {
    platform: { description: 'The platform’s own account is paid' },
    direct: { description: 'The tenant’s account is paid; the tenant is the seller of record and bears refunds' },
    destination: { description: 'The platform’s account is paid, and passes the money on to the tenant’s' },
  },
});

enum Capture {
  automatic = 'automatic',
  manual = 'manual',
}

registerEnumType(Capture, {
  name: 'CaptureMethod',
  description: 'When the money of a buyer’s card is taken',
  valuesMap: {
    automatic: { description: 'At once, when the buyer pays' },
    manual: {
      description:
        'The card is authorised when the buyer pays, and charged once the sale is certain; where there is no sale, the authorisation is given up and no money moved. Payments by machines and offline ones are not authorised first',
    },
  },
});

@InputType()
export class FixedFeeInput {
  @Field({ description: 'ISO 4217; one of the tenant’s' })
  @Matches(/^[A-Z]{3}$/)
  currency: string;

  @Field(() => MinorUnitsScalar, { description: 'Smallest units of the currency' })
  @IsInt()
  @Min(1)
  amount: number;
}

@InputType({ description: 'What the platform keeps of a payment, never more than the whole' })
export class FeeRuleInput {
  @Field(() => Int, { defaultValue: 0, description: 'Hundredths of a percent of the total: 250 is 2.5 %' })
  @IsInt()
  @Min(0)
  @Max(10_000)
  basisPoints: number;

  @Field(() => [FixedFeeInput], { defaultValue: [], description: 'On top; none, or one per currency of the tenant' })
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => FixedFeeInput)
  fixed: FixedFeeInput[];

  @Field({ defaultValue: true, description: 'Whether a refund gives its part of the fee back to the tenant' })
  @IsBoolean()
  refunded: boolean;
}

@InputType()
export class SetTenantMoneyInput {
  @Field(() => Mode)
  @IsEnum(Mode)
  mode: Mode;

  @Field(() => String, {
    nullable: true,
    description: 'The tenant’s account at the provider, such as `acct_1A2b`; none in mode `platform`',
  })
  @IsOptional()
  @Length(6, 80)
  account?: string | null;

  @Field({
    defaultValue: false,
    description: 'Mode `direct`: pay with the tenant’s own key instead of the platform’s. No fee then',
  })
  @IsBoolean()
  ownKey: boolean;

  @Field({
    defaultValue: false,
    description: 'Mode `destination`: the tenant is the seller of record. Needed where its country is another one',
  })
  @IsBoolean()
  onBehalfOf: boolean;

  @Field(() => FeeRuleInput, { nullable: true, description: 'No fee when absent' })
  @IsOptional()
  @ValidateNested()
  @Type(() => FeeRuleInput)
  fee?: FeeRuleInput | null;

  @Field(() => Capture, { defaultValue: Capture.automatic })
  @IsEnum(Capture)
  capture: Capture;
}

@ObjectType({ description: 'A fixed part of a fee' })
export class FixedFeeView {
  @Field({ description: 'ISO 4217' })
  currency: string;

  @Field(() => MinorUnitsScalar, { description: 'Smallest units of the currency' })
  amount: number;
}

@ObjectType({ description: 'What the platform keeps of a payment, never more than the whole' })
export class FeeRuleView {
  @Field(() => Int, { description: 'Hundredths of a percent of the total' })
  basisPoints: number;

  @Field(() => [FixedFeeView])
  fixed: FixedFeeView[];

  @Field({ description: 'Whether a refund gives its part of the fee back to the tenant' })
  refunded: boolean;
}

@ObjectType('TenantMoney', {
  description: 'Where the money of a tenant’s buyers goes. An open payment session keeps what it was opened with.',
})
export class TenantMoneyView {
  @Field(() => Mode)
  mode: Mode;

  @Field(() => String, { nullable: true, description: 'The tenant’s account at the provider' })
  account: string | null;

  @Field({ description: 'Payments are made with the tenant’s own key' })
  ownKey: boolean;

  @Field({ description: 'Mode `destination`: the tenant is the seller of record' })
  onBehalfOf: boolean;

  @Field(() => FeeRuleView)
  fee: FeeRuleView;

  @Field(() => Capture)
  capture: Capture;

  static of(money: TenantMoney | undefined): TenantMoneyView {
    return Object.assign(new TenantMoneyView(), { ...PLATFORM, ...money });
  }
}

@ObjectType({ description: 'It holds for every payment session that is opened from now on' })
export class SetTenantMoneySucceeded {
  @Field(() => TenantMoneyView)
  money: TenantMoneyView;

  constructor(money: TenantMoneyView) {
    this.money = money;
  }
}

export const SetTenantMoneyResult = resultUnion('SetTenantMoneyResult', SetTenantMoneySucceeded, () => []);
