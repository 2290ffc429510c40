import { ProviderView } from '../../../setup/provider-view.js';
import { submitPage } from '../../../setup/shopping.js';
import type { CopiedTown } from '../copied-town.js';
import { openForeignPage } from '../foreign-page.js';
import type { Row } from './row.js';

export const PROVIDER_FAULTS: Row[] = [
  {
    code: 'MONEY_AT_PROVIDER_WITHOUT_ORDER',
    what: 'money for a ghost',
    stripe: true,
    plant: (copy) => paidPage(copy, 'alpha/chk_ghost'),
  },
  {
    code: 'MONEY_AT_PROVIDER_WITHOUT_ORDER',
    what: 'money for a checkout that expired',
    stripe: true,
    plant: (copy) => paidPage(copy, copy.town.expired),
  },
  {
    code: 'CHARGED_TWICE',
    what: 'a second payment for what was bought already',
    stripe: true,
    plant: (copy) => paidPage(copy, copy.town.digital),
  },
  {
    code: 'AMOUNT_DIFFERS_AT_PROVIDER',
    what: 'a price that was raised in every document, but not at the provider',
    also: ['SESSION_ROW_WRONG'],
    stripe: true,
    plant: async (copy) => {
      const prices = { 'pricing.lines.0.unitPrice': 100, 'pricing.lines.0.total': 100 };
      const counted = { 'payment.paid': 100, 'payment.refundable': 100, 'payment.sessions.0.amount': 100 };
      await copy.change('orders', copy.town.digital, { $inc: prices });
      await copy.change('checkouts', copy.town.digital, { $inc: { ...prices, ...counted } });
      return paymentOf(copy, copy.town.digital);
    },
  },
  {
    code: 'REFUND_DIFFERS_AT_PROVIDER',
    what: 'a refund that the provider never made',
    stripe: true,
    plant: async (copy) => {
      const paymentId = await paymentOf(copy, copy.town.digital);
      const refund = { id: 'ref_planted', paymentId, amount: 100, state: 'succeeded', reason: 'requested' };
      const change = { $push: { 'payment.refunds': refund }, $inc: { 'payment.refundable': -100 } };
      await copy.change('checkouts', copy.town.digital, change as never);
      return paymentId;
    },
  },
  {
    code: 'PAYMENT_UNKNOWN_TO_PROVIDER',
    what: 'a payment that the provider never saw',
    stripe: true,
    // The one that it did see is now a second one.
    also: ['SESSION_ROW_WRONG', 'CHARGED_TWICE'],
    plant: async (copy) => {
      const unknown = { 'payment.paymentId': 'pi_unknown', 'payment.sessions.0.paymentId': 'pi_unknown' };
      await copy.set('checkouts', copy.town.digital, unknown);
      return 'pi_unknown';
    },
  },
  {
    code: 'PAYMENT_UNKNOWN_TO_PROVIDER',
    what: 'a payment that the account of the seller never saw',
    stripe: true,
    also: ['SESSION_ROW_WRONG', 'CHARGED_TWICE'],
    plant: async (copy) => {
      const unknown = {
        'payment.paymentId': 'pi_unknown',
        'payment.sessions.0.paymentId': 'pi_unknown',
        'payment.refunds.0.paymentId': 'pi_unknown',
      };
      await copy.set('checkouts', copy.town.direct, unknown);
      return 'pi_unknown';
    },
  },
  {
    code: 'TERMS_DIFFER_AT_PROVIDER',
    what: 'another fee than was agreed in the account of the seller',
    stripe: true,
    plant: async (copy) => {
      await copy.set('checkouts', copy.town.direct, { 'payment.sessions.0.money.fee': 1 });
      return paymentOf(copy, copy.town.direct);
    },
  },
  {
    code: 'TERMS_DIFFER_AT_PROVIDER',
    what: 'money passed on to somebody else',
    stripe: true,
    plant: async (copy) => {
      await copy.set('checkouts', copy.town.passedOn, { 'payment.sessions.0.money.transferTo': 'acct_stranger' });
      return paymentOf(copy, copy.town.passedOn);
    },
  },
  {
    code: 'TERMS_DIFFER_AT_PROVIDER',
    what: 'a payment that is in the platform’s account instead of the seller’s',
    stripe: true,
    plant: async (copy) => {
      const money = { mode: 'direct', account: 'acct_seller', transferTo: null, onBehalfOf: false, fee: 0 };
      await copy.set('checkouts', copy.town.digital, { 'payment.sessions.0.money': money });
      return paymentOf(copy, copy.town.digital);
    },
  },
  {
    code: 'ACCOUNT_NOT_REACHED',
    what: 'an account of a seller that was disconnected',
    stripe: true,
    plant: async (copy) => {
      const { faults } = copy.town.product.stripe;
      faults.add({ match: { account: 'acct_seller' }, action: 'status', status: 403, times: 100 });
      copy.whenMended(async () => faults.clear());
      return 'acct_seller';
    },
  },
  {
    code: 'MONEY_AT_PROVIDER_WITHOUT_ORDER',
    what: 'money for a ghost in the account of a seller',
    stripe: true,
    plant: (copy) => paidPage(copy, 'alpha/chk_ghost', 'acct_seller'),
  },
  {
    code: 'PAYABLE_AFTER_END',
    what: 'a page that can be paid for a cancelled checkout',
    stripe: true,
    plant: (copy) => openPage(copy, copy.town.cancelled).then(({ id }) => id),
  },
  {
    code: 'PAYABLE_AFTER_END',
    what: 'an intent that can be confirmed for an expired checkout',
    stripe: true,
    plant: (copy) => openIntent(copy, copy.town.expired, {}),
  },
  {
    code: 'AUTHORISED_AFTER_END',
    what: 'money that is kept aside for an expired checkout',
    stripe: true,
    plant: (copy) => authorisedIntent(copy, copy.town.expired),
  },
  {
    code: 'AUTHORISED_AFTER_END',
    what: 'money that is kept aside for a ghost',
    stripe: true,
    plant: (copy) => authorisedIntent(copy, 'alpha/chk_ghost'),
  },
  {
    code: 'PAYABLE_WITHOUT_CHECKOUT',
    what: 'a page that can be paid for a ghost',
    stripe: true,
    plant: (copy) => openPage(copy, 'alpha/chk_ghost').then(({ id }) => id),
  },
];

/** An intent that the gateway did not open. When all is put back it is cancelled. */
async function openIntent(copy: CopiedTown, of: string, terms: Record<string, string>): Promise<string> {
  const provider = new ProviderView(copy.town.product);
  const [tenant = '', checkout = ''] = of.split('/');
  const metadata = Object.entries({ tenant, checkout, session: 'ps_other', rail: 'stripe-intent' });
  const named = Object.fromEntries(metadata.map(([name, value]) => [`metadata[${name}]`, value]));
  const { id } = await provider.post('/v1/payment_intents', { amount: '700', currency: 'eur', ...named, ...terms });
  copy.whenMended(() => provider.post(`/v1/payment_intents/${id}/cancel`, {}));
  return id;
}

async function authorisedIntent(copy: CopiedTown, of: string): Promise<string> {
  const means = { capture_method: 'manual', confirm: 'true', payment_method: 'pm_card_visa' };
  return openIntent(copy, of, { ...means, return_url: 'https://shop.example/' });
}

/** A page of our account that the gateway did not open. When all is put back it is closed again. */
async function openPage(
  copy: CopiedTown,
  checkout: string,
  account: string | null = null,
): Promise<{ id: string; url: string }> {
  const provider = new ProviderView(copy.town.product, account);
  const [tenant = '', id = ''] = checkout.split('/');
  const named = { tenant, checkout: id, session: 'ps_other' };
  const page = await openForeignPage(copy.town.product, named, 700, account);
  copy.whenMended(async () => {
    const { status } = await provider.get(`/v1/checkout/sessions/${page.id}`);
    if (status === 'open') await provider.expire(page.id);
  });
  return page;
}

/** Paid, and given back when all is put back. Answers the payment. */
async function paidPage(copy: CopiedTown, checkout: string, account: string | null = null): Promise<string> {
  const provider = new ProviderView(copy.town.product, account);
  const { id, url } = await openPage(copy, checkout, account);
  await submitPage(url, 'pay');
  const { payment_intent: payment } = await provider.get(`/v1/checkout/sessions/${id}`);
  copy.whenMended(() => provider.post('/v1/refunds', { payment_intent: payment }));
  return payment;
}

async function paymentOf(copy: CopiedTown, checkout: string): Promise<string> {
  return (await copy.read('checkouts', checkout)).payment.paymentId;
}
