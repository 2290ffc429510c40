import type { CheckoutDocument, SessionRecord } from '../engine/checkout-document.js';
import { sessionFacts, type SessionFacts } from '../engine/session-facts.js';
import { pricingOf, totalOf } from '../pricing/pricing.js';
import type { PaymentSessionRow } from './payment-session.collection.js';

/** What of a row changes with the session, and what stays as it was first written. */
export interface RowParts {
  current: SessionFacts & { version: number };
  frozen: Omit<PaymentSessionRow, keyof SessionFacts | 'id' | 'tenantId' | 'version'>;
}

/** The row of one session, read off its checkout. */
export function rowParts(checkout: CheckoutDocument, session: SessionRecord): RowParts {
  const { provider, rail, amount, currency, successUrl, cancelUrl, expiresAt, openedAt, label } = session;
  return {
    current: { ...sessionFacts(checkout, session), version: checkout.version },
    frozen: {
      ...{ provider, rail, amount, currency, successUrl, cancelUrl, expiresAt, createdAt: openedAt },
      ...{ checkoutId: checkout.id, ownerId: checkout.ownerId, email: checkout.email },
      ...askedFor(checkout, session),
      reference: label?.reference ?? null,
      metadata: label?.metadata ?? [],
    },
  };
}

/** Prices may have changed since, in a checkout that asked for another amount then: of that, only the amount is known. */
function askedFor(
  checkout: CheckoutDocument,
  { amount }: SessionRecord,
): Pick<PaymentSessionRow, 'lines' | 'shipping' | 'tax' | 'discount'> {
  if (!checkout.pricing || totalOf(checkout) !== amount) {
    return {
      lines: [{ id: 'line_1', title: 'Order', quantity: 1, unitPrice: amount }],
      shipping: 0,
      tax: 0,
      discount: 0,
    };
  }
  const { lines, shipping, tax, discount } = pricingOf(checkout);
  const shown = lines.map(({ id: line, title, quantity, unitPrice }) => ({ id: line, title, quantity, unitPrice }));
  return { lines: shown, shipping, tax, discount };
}
