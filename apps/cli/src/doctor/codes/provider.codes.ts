import { codes } from './code.js';

export const PROVIDER_CODES = codes({
  MONEY_AT_PROVIDER_WITHOUT_ORDER: {
    means: 'The provider has the money of a buyer whose checkout is over or does not exist.',
    mend: 'Refund the payment at the provider.',
  },
  CHARGED_TWICE: {
    means: 'A buyer has paid twice for one checkout.',
    mend: 'Refund this payment at the provider; the other one is that of the order.',
  },
  AMOUNT_DIFFERS_AT_PROVIDER: {
    means: 'The provider received another amount than the checkout counts.',
    mend: 'Believe the provider. Refund what is too much, or ask for what is missing, and set `payment.paid`.',
  },
  REFUND_DIFFERS_AT_PROVIDER: {
    means: 'The provider gave back another amount than the checkout counts, for example from its dashboard.',
    mend: 'Believe the provider, and set `payment.refundable` to what it received less what it gave back.',
  },
  ACCOUNT_NOT_REACHED: {
    means:
      'The key of the platform has no access to an account in which sessions were opened. Nothing there was looked at.',
    mend: 'Was it disconnected? Its open sessions cannot be closed, nor its payments refunded: connect it again, or settle them with the seller.',
  },
  TERMS_DIFFER_AT_PROVIDER: {
    means: 'A payment is in another account, with another fee, or passed on to somebody else than was agreed.',
    mend: 'Believe the provider for where the money is. Pay out or take back the difference there, and set `money` of the session.',
  },
  PAYMENT_UNKNOWN_TO_PROVIDER: {
    means: 'A checkout counts a payment of which the provider has never heard.',
    mend: 'Is it the right account and key, test or live? If so, nothing was paid.',
  },
  PAYABLE_AFTER_END: {
    means:
      'A page or an intent at the provider can be paid although its session, or its whole checkout, is closed here.',
    mend: 'Expire the session, or cancel the intent, at the provider, before somebody pays.',
  },
  AUTHORISED_AFTER_END: {
    means: 'Money of a buyer is still authorised for a checkout that is over or does not exist. It was not taken.',
    mend: 'Cancel the payment at the provider, so that the bank of the buyer lets go of the money.',
  },
  PAYABLE_WITHOUT_CHECKOUT: {
    means: 'A page or an intent at the provider can be paid for a checkout that does not exist.',
    mend: 'Was a backup restored? Expire the session, or cancel the intent, at the provider.',
  },
});
