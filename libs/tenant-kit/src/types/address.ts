import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';

/** A postal address. One class is both what is asked for and what is shown. */
@ObjectType({ description: 'A postal address' })
@InputType('AddressInput', { description: 'A postal address' })
export class Address {
  @Field({ description: 'Recipient, 1 to 150 characters' })
  @IsString()
  @Length(1, 150)
  name: string;

  @Field({ description: 'Street and number, 1 to 200 characters' })
  @IsString()
  @Length(1, 200)
  line1: string;

  @Field(() => String, { nullable: true, description: 'Flat, floor, care of: up to 200 characters' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  line2?: string | null;

  @Field({ description: 'City, 1 to 100 characters' })
  @IsString()
  @Length(1, 100)
  city: string;

  @Field(() => String, { nullable: true, description: 'State, province or region, up to 50 characters' })
  @IsOptional()
  @IsString()
  @MaxLength(50)
  region?: string | null;

  @Field({ description: 'Postal code, 2 to 20 characters' })
  @IsString()
  @Length(2, 20)
  postalCode: string;

  @Field({ description: 'ISO 3166-1 alpha-2, such as FR' })
  @Matches(/^[A-Z]{2}$/, { message: 'country must be two capital letters (ISO 3166-1 alpha-2)' })
  country: string;

  @Field(() => String, { nullable: true, description: 'E.164, such as +33123456789' })
  @IsOptional()
  @Matches(/^\+[1-9]\d{1,14}$/, { message: 'phone must be in E.164 form, such as +33123456789' })
  phone?: string | null;
}
