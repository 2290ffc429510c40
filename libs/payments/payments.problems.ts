import { Problem, ProblemType } from '@comptoir/kernel';

@ProblemType({
  code: 'PAYMENT_SERVICE_ERROR',
  status: 502,
  retryable: true,
  description: 'The payment provider does not answer or answers with an error of its own. Nothing was charged.',
  advice: 'Wait the given time, then ask again: goods stay held until the checkout expires.',
})
export class PaymentServiceError extends Problem {
  readonly #asked: boolean;

  /** `asked: false` where our own side did not make the call, so that nothing can have come of it. */
  constructor(retryAfterSeconds = 2, { asked = true }: { asked?: boolean } = {}) {
    super('The payment provider is not available for the moment.', { retryAfterSeconds });
    this.#asked = asked;
  }

  /** Whether the provider was surely not asked by this call. It says nothing of calls before it. */
  static isUnasked(error: unknown): error is PaymentServiceError {
    return error instanceof PaymentServiceError && #asked in error && !error.#asked;
  }
}

@ProblemType({
  code: 'PAYMENT_REFUSED',
  status: 422,
  retryable: false,
  description: 'The payment provider refuses this payment as asked, such as an amount under its minimum.',
  advice: 'Change the checkout (amount, currency, e-mail), or ask the seller.',
})
export class PaymentRefused extends Problem {
  constructor(reason: string) {
    super(`The payment provider refuses this payment: ${reason}`);
  }
}

@ProblemType({
  code: 'PAYMENT_DECLINED',
  status: 402,
  retryable: false,
  description: 'The payment method was declined. Nothing was charged, and the checkout stays open.',
  advice: 'Pay with another method: call createPaymentSession, or startCheckout again for the same cart.',
})
export class PaymentDeclined extends Problem {
  constructor(reason: string) {
    super(`The payment method was declined: ${reason}`);
  }
}

@ProblemType({
  code: 'PAYMENT_REQUIRED',
  status: 402,
  retryable: false,
  description:
    'This is paid for by a credential that answers the challenge in `WWW-Authenticate`. Nothing was charged.',
  advice: 'Answer the challenge with a client of the Machine Payments Protocol, or send the buyer to the payment page.',
})
export class PaymentRequired extends Problem {}

@ProblemType({
  code: 'NO_AVAILABLE_PROVIDER',
  status: 422,
  retryable: false,
  description: 'No payment provider of this tenant can take this payment.',
  advice: 'Choose another currency or payment method that the tenant offers.',
})
export class NoAvailableProvider extends Problem {
  constructor(skipped: readonly { provider: string; reason: string }[]) {
    const why = skipped.map(({ provider, reason }) => ` ${provider}: ${reason}`).join('');
    super(`No payment provider of this tenant can take this payment.${why}`);
  }
}

@ProblemType({
  code: 'INVALID_SIGNATURE',
  status: 400,
  retryable: false,
  description: 'The event is not signed by the provider, or too old, or from the future.',
  advice: 'Check the signing secret of the endpoint and the clock of the sender.',
})
export class InvalidSignature extends Problem {
  constructor() {
    super('The signature of this event is not valid.');
  }
}
