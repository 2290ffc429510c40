import { Field, Int } from '@nestjs/graphql';
import { Problem, ProblemType } from '@comptoir/kernel';
import type { Shortage } from '@comptoir/tenant-kit';

@ProblemType({
  code: 'INVENTORY_UNAVAILABLE',
  status: 409,
  retryable: false,
  description: 'Not enough of one article is left. Nothing is held.',
  advice: 'Lower the quantity to what is available, or remove the article, and start again.',
})
export class InventoryUnavailable extends Problem {
  @Field({ description: 'Article that is short' })
  sku: string;

  @Field(() => Int)
  requested: number;

  @Field(() => Int, { description: 'How many can be had' })
  available: number;

  constructor({ sku, requested, available }: Shortage) {
    super(`Only ${available} of ${sku} left, ${requested} asked for.`);
    Object.assign(this, { sku, requested, available });
  }
}

@ProblemType({
  code: 'CART_NOT_FOUND',
  status: 404,
  retryable: false,
  description: 'The cart of this checkout is gone.',
  advice: 'Create a new cart.',
})
export class CartNotFound extends Problem {
  constructor() {
    super('The cart of this checkout is gone.');
  }
}

@ProblemType({
  code: 'INVALID_ADDRESS',
  status: 400,
  retryable: false,
  description: 'The seller does not deliver to this address.',
  advice: 'Give another delivery address.',
})
export class InvalidAddress extends Problem {
  constructor() {
    super('The seller does not deliver to this address.');
  }
}
