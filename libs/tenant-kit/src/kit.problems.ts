import { Problem, ProblemType } from '@comptoir/kernel';

@ProblemType({
  code: 'KIND_MISMATCH',
  status: 422,
  retryable: false,
  description: 'This tenant does not sell what was asked for in this way.',
  advice: 'Read the kind and the capabilities of the tenant, and use the operation that belongs to them.',
})
export class KindMismatch extends Problem {
  constructor(kind: string, subject: string) {
    super(`A ${kind} tenant does not check out a ${subject}.`);
  }
}

@ProblemType({
  code: 'CART_EMPTY',
  status: 400,
  retryable: false,
  description: 'There is nothing in this cart to check out.',
  advice: 'Add something with addCartItem first.',
})
export class CartEmpty extends Problem {
  constructor() {
    super('The cart is empty.');
  }
}

@ProblemType({
  code: 'CART_IN_CHECKOUT',
  status: 409,
  retryable: false,
  description: 'The cart belongs to another checkout that is still alive, or was bought already.',
  advice: 'Finish or cancel that checkout, or create a new cart.',
})
export class CartInCheckout extends Problem {
  constructor() {
    super('This cart belongs to another checkout.');
  }
}
