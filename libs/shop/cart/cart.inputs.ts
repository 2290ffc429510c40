import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsDefined, IsInt, IsOptional, IsString, Length, Matches, Min, ValidateNested } from 'class-validator';
import { Address } from '@comptoir/tenant-kit';

@InputType({ description: 'How to begin a cart' })
export class CreateCartInput {
  @Field(() => String, { nullable: true, description: 'ISO 4217, one the tenant lists; its default when absent' })
  @IsOptional()
  @Matches(/^[A-Z]{3}$/, { message: 'currency must be three capital letters (ISO 4217)' })
  currency?: string | null;
}

@InputType({ description: 'The cart that is meant' })
export class ClearCartInput {
  @Field(() => ID, { description: 'Cart id, from `createCart`' })
  @IsString()
  @Length(1, 64)
  cartId: string;
}

@InputType({ description: 'What to put into a cart' })
export class AddCartItemInput extends ClearCartInput {
  @Field(() => String, { description: 'Stock-keeping unit of a variant, up to 200 characters' })
  @IsString()
  @Length(1, 200)
  sku: string;

  @Field(() => Int, { defaultValue: 1, description: 'Units to add, at least 1; a line of this SKU grows by them' })
  @IsInt()
  @Min(1)
  quantity: number = 1;
}

@InputType({ description: 'A line of a cart' })
export class RemoveCartItemInput extends ClearCartInput {
  @Field(() => ID, { description: 'Line id, from the cart' })
  @IsString()
  @Length(1, 64)
  lineId: string;
}

@InputType({ description: 'How many units a line is to have' })
export class UpdateCartItemInput extends RemoveCartItemInput {
  @Field(() => Int, { description: 'Units from now on; 0 removes the line' })
  @IsInt()
  @Min(0)
  quantity: number;
}

@InputType({ description: 'Where the goods are to go' })
export class SetCartAddressInput extends ClearCartInput {
  @Field(() => Address, { description: 'Delivery address' })
  @IsDefined()
  @ValidateNested()
  @Type(() => Address)
  address: Address;
}
