import { Problem, ProblemType } from '@comptoir/kernel';

@ProblemType({
  code: 'APPLICATION_ONLY',
  status: 403,
  retryable: false,
  description: 'Only an application of the tenant may name prices, or collect for a checkout of somebody else.',
  advice: 'Call with a key of an application; buyers call startCheckout and createPaymentSession.',
})
export class ApplicationOnly extends Problem {
  constructor() {
    super('Only an application of this tenant may ask for a payment.');
  }
}

@ProblemType({
  code: 'PAYMENT_SESSION_NOT_OPEN',
  status: 409,
  retryable: false,
  description: 'The payment session is over already: it was paid, or it expired.',
  advice: 'Read the payment session: its status says which.',
})
export class PaymentSessionNotOpen extends Problem {
  constructor(status: string) {
    super(`Only a payment session that is open can be expired; this one is ${status}.`);
  }
}
