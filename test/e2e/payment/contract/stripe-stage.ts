import { PaymentRail } from '@comptoir/tenant-kit';
import { PaymentsService } from '#payments';
import { TenantsService } from '#tenants';
import type { PaymentStage } from '../../../../libs/payments/contract/payment-stage.fixture.js';
import { startProduct } from '../../../setup/product.js';
import { ProviderView } from '../../../setup/provider-view.js';
import { submitPage } from '../../../setup/shopping.js';

type StripeRail = PaymentRail.STRIPE_CHECKOUT | PaymentRail.STRIPE_INTENT;

const PATHS = {
  [PaymentRail.STRIPE_CHECKOUT]: '/v1/checkout/sessions',
  [PaymentRail.STRIPE_INTENT]: '/v1/payment_intents',
};

/** Stripe as the gateway has it, over HTTP to the emulator; the emulator keeps the books. */
export async function stripeStage(rail: StripeRail): Promise<PaymentStage> {
  const product = await startProduct({ webhooks: false });
  const view = new ProviderView(product);
  const { app } = product.gateway;
  const hosted = rail === PaymentRail.STRIPE_CHECKOUT;
  return {
    rail,
    provider: app.get(PaymentsService).get('stripe'),
    tenant: await app.get(TenantsService).resolve('alpha'),
    now: () => product.clock.now(),
    pay: async ({ providerId, url }) => {
      if (!hosted) {
        await view.post(`/v1/payment_intents/${providerId}/confirm`, { payment_method: 'pm_card_visa' });
        return;
      }
      const { status } = await submitPage(url!, 'pay');
      if (status !== 303) throw new Error(`The page answered ${status}`);
    },
    // Each of the client's own repeats is carried out, or answered, and lost as well.
    loseAnswer: async (of) => {
      const paths = { open: PATHS[rail], capture: '/v1/payment_intents/*/capture', refund: '/v1/refunds' };
      const path = paths[of];
      product.stripe.faults.add({ match: { method: 'POST', path }, action: 'execute-then-reset', times: 3 });
    },
    books: async (checkoutId) => {
      const { paid, refunded } = await view.money(checkoutId);
      const opened = hosted ? await view.sessions(checkoutId) : await view.intents(checkoutId);
      return { sessions: opened.length, received: paid, returned: refunded };
    },
    impossible: { currency: 'MGA', amount: 1251, lines: [{ name: 'Mug', quantity: 1, unitAmount: 1251 }] },
    // Of the same decimals at Stripe as in ISO 4217, so that its books count as we do.
    amounts: [
      { currency: 'JPY', amount: 500 },
      { currency: 'EUR', amount: 1250 },
      { currency: 'KWD', amount: 12_500 },
    ],
    authorises: true,
    methods: hosted ? null : { good: 'pm_card_visa', declined: 'pm_card_chargeDeclined' },
    stop: () => product.stop(),
  };
}
