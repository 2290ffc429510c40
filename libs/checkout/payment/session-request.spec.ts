import type { TenantContext } from '@comptoir/tenant-kit';
import type { CheckoutDocument, SessionRecord } from '../engine/checkout-document.js';
import type { PayLinks } from './pay-links.js';
import { SessionRequests } from './session-request.js';

const LINKS = { back: () => 'https://pay.example/return', landing: () => 'https://pay.example' } as unknown as PayLinks;

/** What a checkout of so many lines of 1.00 each asks the provider for. */
function asked(count: number, more: { shipping?: number; discount?: number } = {}) {
  const { shipping = 0, discount = 0 } = more;
  const lines = Array.from({ length: count }, (_, n) => ({ title: `Thing ${n}`, quantity: 1, unitPrice: 100 }));
  const pricing = { lines, shipping, tax: 0, discount, shippingOption: null };
  const session = { id: 'ps_1', amount: count * 100 + shipping - discount, cancelUrl: null } as SessionRecord;
  const checkout = { id: 'chk_1', pricing, payment: { sessions: [session] } } as unknown as CheckoutDocument;
  const { lines: shown, amount } = new SessionRequests(LINKS).build({} as TenantContext, checkout, session);
  return { lines: shown, amount, sum: shown.reduce((sum, line) => sum + line.quantity * line.unitAmount, 0) };
}

describe('the lines that a provider is asked for', () => {
  it.each([
    ['as many lines as Stripe takes', asked(100), 100],
    ['one more than that', asked(101), 1],
    ['delivery as the line too many', asked(100, { shipping: 500 }), 1],
    ['a discount, which no line can say', asked(3, { discount: 50 }), 1],
  ])('come to the amount with %s', (_, { lines, amount, sum }, count) => {
    expect([lines.length, sum]).toEqual([count, amount]);
  });
});
