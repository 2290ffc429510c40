import { fromStripeAmount, toStripeAmount } from '#product/libs/payments/stripe/amounts/stripe-amount.js';
import { newCheckout } from '#product/libs/checkout/new-checkout.js';
import { withSession } from '#product/libs/checkout/payment/new-session.js';
import { isAmountOf } from '#product/libs/checkout/payment/payment-record.js';
import type { PayLinks } from '#product/libs/checkout/payment/pay-links.js';
import { SessionRequests } from '#product/libs/checkout/payment/session-request.js';
import { PaymentRail, type Pricing, type TenantContext } from '@comptoir/tenant-kit';
import type { CurrencyFacts } from './currencies.js';
import { isCountable, MoneyWrong, same, refuses, total } from './oracle.js';

const NOW = new Date('2030-01-01T00:00:00Z');
const PLAN = [{ name: 'process-payment', does: 'collect', phase: 'pay' }] as const;
const LINKS: Partial<PayLinks> = { landing: () => 'https://shop.example/pay', back: () => 'https://shop.example/back' };
const requests = new SessionRequests(LINKS as PayLinks);

/**
 * What the provider is asked for, line by line and in its own units, is exactly the total; what it reports back is
 * taken for that total and for nothing else. False where its units cannot express an amount, and the product says so.
 */
export function checkRequest(
  tenant: TenantContext,
  pricing: Pricing,
  currency: CurrencyFacts,
  wanted: bigint,
): boolean {
  const start = { id: 'chk', ownerId: 'guest', subject: { type: 'cart', cartId: 'cart' }, currency: currency.code };
  const fresh = newCheckout(
    { ...start, kind: 'retail', tenant: tenant.tenant, email: null, shippingAddress: null },
    PLAN,
    NOW,
  );
  const asked = {
    chosen: {
      provider: 'stripe',
      rail: PaymentRail.STRIPE_CHECKOUT,
      score: 100,
      reasons: [],
      skipped: [],
      asked: null,
    },
    tenant: { id: 'shop', checkoutWindowMinutes: 30 },
    successUrl: null,
    cancelUrl: null,
  };
  const checkout = withSession({ ...fresh, pricing }, asked, NOW);
  const session = checkout.payment.sessions[0];
  if (!session) throw new MoneyWrong('no session was registered');
  const request = requests.build(tenant, checkout, session);
  same(session.amount, wanted, 'the amount registered for the session');
  same(request.amount, wanted, 'the amount of the request');
  same(
    total(request.lines.map(({ unitAmount, quantity }) => BigInt(unitAmount) * BigInt(quantity))),
    wanted,
    'the sum of the lines asked for',
  );
  return checkAtStripe(request.lines, currency, wanted) && checkReport(session, wanted, currency);
}

function checkAtStripe(
  lines: readonly { unitAmount: number; quantity: number }[],
  { code, over, under }: CurrencyFacts,
  wanted: bigint,
): boolean {
  const expressible = (amount: number | bigint): boolean =>
    (BigInt(amount) * over) % under === 0n && isCountable((BigInt(amount) * over) / under);
  const odd = lines.find(({ unitAmount }) => !expressible(unitAmount));
  if (odd) {
    refuses(() => toStripeAmount(odd.unitAmount, code), `${odd.unitAmount} ${code} at Stripe`);
    return false;
  }
  const there = lines.map(({ unitAmount, quantity }) => BigInt(toStripeAmount(unitAmount, code)) * BigInt(quantity));
  const sum = total(there);
  same(sum, (wanted * over) / under, `what Stripe makes of ${wanted} ${code}`);
  if (!isCountable(sum)) return false;
  same(fromStripeAmount(Number(sum), code), wanted, `what comes back from Stripe for ${wanted} ${code}`);
  return true;
}

function checkReport(session: Parameters<typeof isAmountOf>[0], wanted: bigint, { code }: CurrencyFacts): true {
  const facts = { ...NOTHING, amount: Number(wanted), currency: code };
  if (!isAmountOf(session, facts)) throw new MoneyWrong(`${wanted} ${code} is not taken for itself`);
  const others = [
    { ...facts, amount: facts.amount + 1 },
    { ...facts, amount: facts.amount - 1 },
    { ...facts, currency: code === 'USD' ? 'EUR' : 'USD' },
  ];
  const taken = others.find((other) => isAmountOf(session, other));
  if (taken) throw new MoneyWrong(`${taken.amount} ${taken.currency} is taken for ${wanted} ${code}`);
  return true;
}

const NOTHING = {
  state: 'paid',
  providerId: 'cs',
  account: '',
  rail: PaymentRail.STRIPE_CHECKOUT,
  url: null,
  clientSecret: null,
  paymentId: 'pi',
  tenantId: 'shop',
  checkoutId: 'chk',
  sessionId: 'ps',
} as const;
