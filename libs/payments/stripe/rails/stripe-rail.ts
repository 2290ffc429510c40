import type { OpenRequest, PaymentFacts } from '../../payment-provider.js';
import type { StripeDesk } from '../stripe-desks.js';

/** One way in which Stripe collects: each call answers with what Stripe says of the session. */
export interface StripeRail {
  open(desk: StripeDesk, request: OpenRequest): Promise<PaymentFacts>;
  read(desk: StripeDesk, id: string): Promise<PaymentFacts>;
  /** Makes an open session unpayable. Refused by Stripe with `PaymentRefused` when it is not open any more. */
  end(desk: StripeDesk, id: string): Promise<PaymentFacts>;
}

/** What both rails store at Stripe, so that whatever Stripe tells of a payment leads back to our session. */
export function metadataOf({ tenant, checkoutId, sessionId, rail }: OpenRequest): Record<string, string> {
  return { tenant: tenant.tenantId, checkout: checkoutId, session: sessionId, rail };
}

/** The way back from {@link metadataOf}; null for what somebody else made. */
export function namedIn(
  metadata: Record<string, string> | null,
): Pick<PaymentFacts, 'tenantId' | 'checkoutId' | 'sessionId'> {
  return {
    tenantId: metadata?.['tenant'] ?? null,
    checkoutId: metadata?.['checkout'] ?? null,
    sessionId: metadata?.['session'] ?? null,
  };
}
