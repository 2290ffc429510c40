import { Directive, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { MinorUnitsScalar } from '@comptoir/tenant-kit';

@ObjectType({ description: 'A picture of a product' })
class ProductImage {
  @Field(() => String, { description: 'Address of the picture' })
  url: string;

  @Field(() => String, { description: 'What it shows, for those who do not see it; may be empty' })
  alt: string;
}

@ObjectType({ description: 'Something the buyer chooses, such as a size' })
export class ProductOption {
  @Field(() => String, { description: 'Such as `Size`' })
  name: string;

  @Field(() => [String], { description: 'Such as `S`, `M`, `L`' })
  values: string[];
}

@ObjectType({ description: 'The choice a variant stands for' })
class VariantOption {
  @Field(() => String, { description: 'Such as `Size`' })
  name: string;

  @Field(() => String, { description: 'Such as `M`' })
  value: string;
}

@ObjectType({ description: 'Cheapest and dearest variant, in minor units of `currency`' })
class PriceRange {
  @Field(() => MinorUnitsScalar, { description: 'Price of the cheapest variant, minor units' })
  min: number;

  @Field(() => MinorUnitsScalar, { description: 'Price of the dearest variant, minor units' })
  max: number;

  @Field(() => String, { description: 'ISO 4217' })
  currency: string;
}

@ObjectType({ description: 'One thing that can be put in a cart' })
export class ProductVariant {
  @Field(() => String, { description: 'Stock-keeping unit: what `addCartItem` asks for' })
  sku: string;

  @Field(() => String, { description: 'The choice in words, such as `Red / Large`; `Default` without a choice' })
  title: string;

  @Field(() => [VariantOption], { description: 'The choice this variant stands for; empty without a choice' })
  options: VariantOption[];

  @Field(() => MinorUnitsScalar, { description: 'Price of one, minor units of `currency`' })
  price: number;

  @Field(() => MinorUnitsScalar, { nullable: true, description: 'Price before a reduction, minor units; null without' })
  compareAtPrice: number | null;

  @Field(() => String, { description: 'ISO 4217' })
  currency: string;

  @Field(() => Int, { nullable: true, description: 'Units free now; null where the tenant counts no stock' })
  available: number | null;

  @Field(() => Boolean, { description: 'Whether one can be bought now' })
  inStock: boolean;
}

@ObjectType({ description: 'A product with its variants, at the prices and stock of this moment' })
@Directive('@key(fields: "tenantId id")')
export class Product {
  @Field(() => ID, { description: 'Handle of the tenant that sells it' })
  tenantId: string;

  @Field(() => ID, { description: 'Unique within the tenant' })
  id: string;

  @Field(() => String, { description: 'Name, for a person' })
  title: string;

  @Field(() => String, { description: 'Plain text; may be empty' })
  description: string;

  @Field(() => String, { description: 'Who makes it; may be empty' })
  vendor: string;

  @Field(() => String, { description: 'One of the categories of the catalogue' })
  category: string;

  @Field(() => [String], { description: 'Words the seller files it under' })
  tags: string[];

  @Field(() => String, { description: '`physical`, or `digital` when nothing of it is shipped' })
  productType: string;

  @Field(() => [ProductImage], { description: 'In the order the seller shows them' })
  images: ProductImage[];

  @Field(() => [ProductOption], { description: 'What the buyer chooses; empty without a choice' })
  options: ProductOption[];

  @Field(() => PriceRange, { description: 'Cheapest and dearest variant' })
  priceRange: PriceRange;

  @Field(() => Boolean, { description: 'Whether the tenant sells through carts here and something of it is in stock' })
  purchasable: boolean;

  @Field(() => [ProductVariant], { description: 'Never empty' })
  variants: ProductVariant[];
}
