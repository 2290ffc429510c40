import type Stripe from 'stripe';
import type { OpenRequest, RefundRequest } from '../payment-provider.js';
import { toStripeAmount } from './amounts/stripe-amount.js';

type Collected = Pick<
  Stripe.PaymentIntentCreateParams,
  'application_fee_amount' | 'capture_method' | 'on_behalf_of' | 'transfer_data'
>;
type GivenBack = Pick<Stripe.RefundCreateParams, 'refund_application_fee' | 'reverse_transfer'>;

/** What a payment says of whose money it is, and when it is taken. Nothing where it is the platform's, at once. */
export function collected({ money, currency }: OpenRequest): Collected {
  const { transferTo, onBehalfOf, fee, capture } = money;
  return {
    ...(transferTo ? { transfer_data: { destination: transferTo } } : {}),
    ...(transferTo && onBehalfOf ? { on_behalf_of: transferTo } : {}),
    ...(fee > 0 ? { application_fee_amount: toStripeAmount(fee, currency) } : {}),
    ...(capture === 'manual' ? { capture_method: capture } : {}),
  };
}

/**
 * What a refund says: what was passed on comes back from whom it was passed on to, and the platform's fee goes back
 * where that was agreed. Each in proportion to the refund.
 */
export function givenBack({ transferTo, fee, feeRefunded }: RefundRequest['money']): GivenBack {
  return {
    ...(transferTo ? { reverse_transfer: true } : {}),
    ...(fee > 0 ? { refund_application_fee: feeRefunded } : {}),
  };
}
