import { Injectable } from '@nestjs/common';
import type { TenantContext } from '@comptoir/tenant-kit';
import type { PaymentLine, PaymentProvider } from '#payments';
import type { CheckoutDocument, SessionRecord } from '../engine/checkout-document.js';
import { PayLinks } from './pay-links.js';
import { moneyOf } from './payment-record.js';
import { pricingOf } from '../pricing/pricing.js';

/** Builds the request to a provider from what is stored, so that asking again sends the very same bytes. */
@Injectable()
export class SessionRequests {
  constructor(private readonly links: PayLinks) {}

  build(
    tenant: TenantContext,
    checkout: CheckoutDocument,
    session: SessionRecord,
  ): Parameters<PaymentProvider['open']>[0] {
    return {
      tenant,
      checkoutId: checkout.id,
      sessionId: session.id,
      rail: session.rail,
      key: session.key,
      money: moneyOf(session),
      currency: session.currency,
      amount: session.amount,
      lines: paymentLines(checkout),
      email: checkout.email,
      locale: session.locale ?? null,
      expiresAt: session.expiresAt,
      returnUrl: this.links.back(checkout),
      cancelUrl: session.cancelUrl ?? this.links.landing(checkout),
    };
  }
}

/** As many lines as Stripe takes in one session. */
const MOST_LINES = 100;

/**
 * Lines as the buyer sees them at the provider. A discount has no line there, so with one the total is one line; so it is
 * where there are too many.
 */
function paymentLines(checkout: CheckoutDocument): PaymentLine[] {
  const { lines, shipping, tax, discount, shippingOption } = pricingOf(checkout);
  const all = [
    ...lines.map(({ title, quantity, unitPrice }) => ({ name: title, quantity, unitAmount: unitPrice })),
    ...(shipping > 0 ? [{ name: shippingOption?.name ?? 'Shipping', quantity: 1, unitAmount: shipping }] : []),
    ...(tax > 0 ? [{ name: 'Tax', quantity: 1, unitAmount: tax }] : []),
  ];
  if (discount === 0 && all.length <= MOST_LINES) return all;
  return [{ name: 'Order', quantity: 1, unitAmount: checkout.payment.sessions.at(-1)?.amount ?? 0 }];
}
