import { Field, ID, Int } from '@nestjs/graphql';
import { Problem, ProblemType } from '@comptoir/kernel';
import { MinorUnitsScalar } from '@comptoir/tenant-kit';
import { Product } from '../catalog/product.types.js';

@ProblemType({
  code: 'SKU_NOT_FOUND',
  status: 404,
  retryable: false,
  description: 'The tenant does not sell this SKU, or no longer; `alternatives` are products it sells now.',
  advice: 'Choose a variant of one of the alternatives, or search the catalogue again.',
})
export class SkuNotFound extends Problem {
  @Field(() => String, { description: 'The SKU that was asked for' })
  readonly sku: string;

  @Field(() => [Product], { description: 'A few products on sale now, the nearest first' })
  readonly alternatives: Product[];

  constructor(sku: string, alternatives: Product[]) {
    super(`The seller does not offer the SKU ${sku}.`);
    this.sku = sku;
    this.alternatives = alternatives;
  }
}

@ProblemType({
  code: 'QUANTITY_LIMIT_EXCEEDED',
  status: 400,
  retryable: false,
  description: 'More units on one line than the tenant allows; `maximum` says how many it does.',
  advice: 'Ask for at most `maximum` units, those already in the cart included.',
})
export class QuantityLimitExceeded extends Problem {
  @Field(() => Int, { description: 'Units allowed on one line' })
  readonly maximum: number;

  constructor(maximum: number) {
    super(`A line may have at most ${maximum} units.`);
    this.maximum = maximum;
  }
}

@ProblemType({
  code: 'CART_LINES_EXCEEDED',
  status: 400,
  retryable: false,
  description: 'More lines than the tenant allows in one cart; `maximum` says how many it does.',
  advice: 'Remove a line first, or check this cart out and begin another.',
})
export class CartLinesExceeded extends Problem {
  @Field(() => Int, { description: 'Lines allowed in one cart' })
  readonly maximum: number;

  constructor(maximum: number) {
    super(`A cart may have at most ${maximum} lines.`);
    this.maximum = maximum;
  }
}

@ProblemType({
  code: 'CART_TOTAL_EXCEEDED',
  status: 400,
  retryable: false,
  description: 'The goods would cost more than the tenant allows in one cart; `maximumTotal` says how much it does.',
  advice: 'Ask for fewer units, or check this cart out and begin another.',
})
export class CartTotalExceeded extends Problem {
  @Field(() => MinorUnitsScalar, { description: 'Subtotal allowed in one cart, minor units of `currency`' })
  readonly maximumTotal: number;

  @Field(() => String, { description: 'ISO 4217' })
  readonly currency: string;

  constructor(maximumTotal: number, currency: string) {
    super(`A cart may cost at most ${maximumTotal} minor units of ${currency}.`);
    this.maximumTotal = maximumTotal;
    this.currency = currency;
  }
}

@ProblemType({
  code: 'CART_LOCKED',
  status: 409,
  retryable: false,
  description: 'A checkout has this cart; it does not change meanwhile.',
  advice: 'Cancel the checkout first, then change the cart.',
})
export class CartLocked extends Problem {
  @Field(() => ID, { description: 'The checkout that has it' })
  readonly checkoutId: string;

  constructor(checkoutId: string) {
    super('This cart is being checked out.');
    this.checkoutId = checkoutId;
  }
}

@ProblemType({
  code: 'CART_ALREADY_COMPLETED',
  status: 409,
  retryable: false,
  description: 'What was in this cart is bought; it is kept for reading only.',
  advice: 'Create a new cart.',
})
export class CartAlreadyCompleted extends Problem {
  constructor() {
    super('This cart is bought.');
  }
}

@ProblemType({
  code: 'CURRENCY_NOT_OFFERED',
  status: 400,
  retryable: false,
  description: 'The goods are not sold in this currency; `offered` lists those that are.',
  advice: 'Create a cart in one of the offered currencies.',
})
export class CurrencyNotOffered extends Problem {
  @Field(() => [String], { description: 'ISO 4217; the first is the default' })
  readonly offered: string[];

  constructor(currency: string, offered: string[]) {
    super(`There is no price in ${currency}.`);
    this.offered = offered;
  }
}
