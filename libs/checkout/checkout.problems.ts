import { Problem, ProblemType } from '@comptoir/kernel';

@ProblemType({
  code: 'CHECKOUT_BUSY',
  status: 409,
  retryable: true,
  description: 'The platform is working on this checkout right now.',
  advice: 'Wait the given time, read the checkout, and decide again.',
})
export class CheckoutBusy extends Problem {
  constructor() {
    super('This checkout is being worked on.', { retryAfterSeconds: 1 });
  }
}

@ProblemType({
  code: 'CHECKOUT_NOT_OPEN',
  status: 409,
  retryable: false,
  description: 'The checkout is in a state in which this cannot be done.',
  advice: 'Read the checkout: `nextAction` says what can be done.',
})
export class CheckoutNotOpen extends Problem {
  constructor(status: string) {
    super(`This cannot be done to a checkout that is ${status}.`);
  }
}

@ProblemType({
  code: 'SHIPPING_ADDRESS_REQUIRED',
  status: 400,
  retryable: false,
  description: 'Something in this checkout is delivered, and there is no address yet.',
  advice: 'Call updateCheckout with a delivery address.',
})
export class ShippingAddressRequired extends Problem {
  constructor() {
    super('A delivery address is required before payment.');
  }
}

@ProblemType({
  code: 'TEST_MODE_ONLY',
  status: 422,
  retryable: false,
  description: 'Naming a payment method at the start of a checkout is for tests; here real money is paid.',
  advice: 'Leave the payment method out, then call createPaymentSession: the buyer pays on a payment page.',
})
export class TestModeOnly extends Problem {
  constructor() {
    super('A payment method can be named at the start only where no real money is paid.');
  }
}

@ProblemType({
  code: 'SHIPPING_OPTION_UNKNOWN',
  status: 400,
  retryable: false,
  description: 'There is no such carrier and service for this checkout.',
  advice: 'Take a pair from shippingOptions.',
})
export class ShippingOptionUnknown extends Problem {
  constructor() {
    super('No such shipping option for this checkout.');
  }
}

@ProblemType({
  code: 'CHECKOUT_NOT_RETRYABLE',
  status: 409,
  retryable: false,
  description: 'Only a checkout that was undone after a retryable problem can be retried.',
  advice: 'Start a new checkout.',
})
export class CheckoutNotRetryable extends Problem {
  constructor() {
    super('This checkout cannot be retried.');
  }
}

@ProblemType({
  code: 'INVENTORY_SERVICE_ERROR',
  status: 503,
  retryable: true,
  description: 'Goods could not be set aside because the inventory did not answer. What was held is free again.',
  advice: 'Call retryCheckout.',
})
export class InventoryServiceError extends Problem {
  constructor() {
    super('The inventory does not answer for the moment.', { retryAfterSeconds: 2 });
  }
}

@ProblemType({
  code: 'ORDER_SERVICE_ERROR',
  status: 503,
  retryable: true,
  description: 'The order could not be written because the database did not answer.',
  advice: 'Send the same call again, or call retryCheckout.',
})
export class OrderServiceError extends Problem {
  constructor() {
    super('The order could not be written for the moment.', { retryAfterSeconds: 2 });
  }
}

@ProblemType({
  code: 'SAGA_TIMEOUT',
  status: 504,
  retryable: true,
  description: 'A step of the checkout, or all of them together, took longer than they may.',
  advice: 'Read the checkout; when it was undone, call retryCheckout.',
})
export class SagaTimeout extends Problem {
  constructor(step?: string) {
    super(step ? `The step ${step} took too long.` : 'The checkout took too long.', { retryAfterSeconds: 5 });
  }
}
