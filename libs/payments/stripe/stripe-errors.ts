import Stripe from 'stripe';
import { PaymentDeclined, PaymentRefused, PaymentServiceError } from '../payments.problems.js';

/** Runs a call to Stripe and says its failures in our words. What stays unclear is retryable under the same key. */
export async function asking<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw translate(error);
  }
}

function translate(error: unknown): unknown {
  if (error instanceof Stripe.errors.StripeRateLimitError) return new PaymentServiceError(5);
  if (error instanceof Stripe.errors.StripeConnectionError || error instanceof Stripe.errors.StripeAPIError) {
    return new PaymentServiceError();
  }
  if (error instanceof Stripe.errors.StripeCardError) {
    return new PaymentDeclined(error.decline_code ?? error.code ?? 'no reason given');
  }
  if (error instanceof Stripe.errors.StripeIdempotencyError) return error;
  // An account that the key does not reach, or what a restricted key may not do: nothing was done.
  if (error instanceof Stripe.errors.StripePermissionError) return new PaymentRefused(error.code ?? 'not permitted');
  // Somebody else is at the same object: a moment later it may go through.
  if (error instanceof Stripe.errors.StripeError && error.statusCode === 409) return new PaymentServiceError();
  if (error instanceof Stripe.errors.StripeInvalidRequestError)
    return new PaymentRefused(error.code ?? 'invalid request');
  return error;
}
