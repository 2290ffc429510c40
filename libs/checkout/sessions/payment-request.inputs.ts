import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsEmail,
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
import { EmailAddressScalar, MinorUnitsScalar } from '@comptoir/tenant-kit';
import { Redirects } from '../api/redirects.input.js';

@InputType({ description: 'An order line at your price' })
export class PaymentLineInput {
  @Field(() => String, { description: 'What the buyer reads, 1 to 250 characters' })
  @IsString()
  @Length(1, 250)
  title: string;

  @Field(() => Int, { description: '1 to 999,999' })
  @IsInt()
  @Min(1)
  @Max(999_999)
  quantity: number;

  @Field(() => MinorUnitsScalar, { description: 'Price of one, minor units' })
  @IsInt()
  @Min(0)
  @Max(99_999_999)
  unitPrice: number;
}

@InputType({ description: 'A word of your own, kept and shown again' })
export class MetadataInput {
  @Field({ description: 'Up to 40 characters' })
  @IsString()
  @Length(1, 40)
  @Matches(/^[^[\]]*$/)
  key: string;

  @Field({ description: 'Up to 500 characters' })
  @IsString()
  @MaxLength(500)
  value: string;
}

@InputType({ description: 'What is to be collected: either `lines` with `currency`, or what `checkoutId` comes to' })
export class RequestPaymentInput extends Redirects {
  @Field(() => ID, { nullable: true, description: 'A checkout of this tenant, whoever began it' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  checkoutId?: string | null;

  @Field(() => [PaymentLineInput], { nullable: true, description: '1 to 100 order lines, for a checkout of their own' })
  @IsOptional()
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => PaymentLineInput)
  lines?: PaymentLineInput[] | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217, of `lines`; one of the tenant’s' })
  @IsOptional()
  @Matches(/^[A-Z]{3}$/)
  currency?: string | null;

  @Field(() => EmailAddressScalar, { nullable: true, description: 'Where the receipt goes; only with `lines`' })
  @IsOptional()
  @IsEmail()
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'Your own name for it, up to 200 characters' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  reference?: string | null;

  @Field(() => [MetadataInput], { nullable: true, description: 'Up to 50' })
  @IsOptional()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => MetadataInput)
  metadata?: MetadataInput[] | null;
}
