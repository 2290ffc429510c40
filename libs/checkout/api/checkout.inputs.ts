import { Field, ID, InputType, IntersectionType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsDefined, IsEmail, IsEnum, IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';
import { Address, EmailAddressScalar, PaymentRail } from '@comptoir/tenant-kit';
import { Redirects } from './redirects.input.js';

@InputType({ description: 'What is checked out; exactly one field' })
export class CheckoutSubjectInput {
  @Field(() => ID, { description: 'A cart of yours' })
  @IsString()
  @Length(1, 64)
  cart: string;
}

@InputType({ isAbstract: true })
class Start {
  @Field(() => CheckoutSubjectInput)
  @IsDefined()
  @ValidateNested()
  @Type(() => CheckoutSubjectInput)
  subject: CheckoutSubjectInput;

  @Field(() => EmailAddressScalar, { nullable: true, description: 'Where the receipt goes' })
  @IsOptional()
  @IsEmail()
  email?: string | null;

  @Field(() => Address, { nullable: true, description: "Delivery address; the cart's own when absent" })
  @IsOptional()
  @ValidateNested()
  @Type(() => Address)
  shippingAddress?: Address | null;
}

@InputType()
export class StartCheckoutInput extends Start {
  @Field(() => String, {
    nullable: true,
    description:
      'Test mode only, such as `pm_card_visa`: the checkout is paid at once with this test payment method of the provider. Where real money is paid it is refused with `TEST_MODE_ONLY`.',
  })
  @IsOptional()
  @Matches(/^pm_\w{1,60}$/)
  paymentMethodId?: string | null;
}

@InputType()
export class UpdateCheckoutInput {
  @Field(() => ID)
  @IsString()
  @Length(1, 64)
  checkoutId: string;

  @Field(() => EmailAddressScalar, { nullable: true, description: 'Where the receipt goes' })
  @IsOptional()
  @IsEmail()
  email?: string | null;

  @Field(() => Address, { nullable: true, description: 'Delivery address' })
  @IsOptional()
  @ValidateNested()
  @Type(() => Address)
  shippingAddress?: Address | null;
}

@InputType()
export class SelectShippingInput {
  @Field(() => ID)
  @IsString()
  @Length(1, 64)
  checkoutId: string;

  @Field(() => ID, { description: 'From `shippingOptions`' })
  @IsString()
  @Length(1, 64)
  carrierId: string;

  @Field(() => ID, { description: 'From `shippingOptions`, of the same option' })
  @IsString()
  @Length(1, 64)
  serviceId: string;
}

@InputType()
export class CreatePaymentSessionInput extends Redirects {
  @Field(() => ID)
  @IsString()
  @Length(1, 64)
  checkoutId: string;

  @Field(() => PaymentRail, {
    nullable: true,
    description:
      'How the buyer pays: what the tenant prefers when absent. Naming another one than that of the open session closes it first.',
  })
  @IsOptional()
  @IsEnum(PaymentRail)
  rail?: PaymentRail | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Language of the payment page, BCP 47, such as `fr-CA`; the nearest that it has, or that of the buyer’s browser. Of an open session it changes nothing.',
  })
  @IsOptional()
  @Length(2, 35)
  @Matches(/^[A-Za-z0-9-]+$/)
  locale?: string | null;
}

@InputType({ description: 'A checkout and its payment page in one' })
export class QuickCheckoutInput extends IntersectionType(Start, Redirects) {}

@InputType()
export class CheckoutIdInput {
  @Field(() => ID)
  @IsString()
  @Length(1, 64)
  checkoutId: string;
}
