import { codes } from './code.js';

export const MONEY_CODES = codes({
  UNSAFE_INTEGER: {
    means: 'An amount or a quantity is negative, broken, or too large to be counted exactly.',
    mend: 'Set it to what the provider or a backup says. No sum was checked of this document.',
  },
  TOTALS_DO_NOT_ADD_UP: {
    means: 'Frozen prices do not add up: quantity times price is not the total of a line, or the total is negative.',
    mend: 'Compare with what the provider was asked for; refund the difference, or set the line right.',
  },
  MIXED_CURRENCY: {
    means: 'A checkout, its sessions and its order are not in one currency.',
    mend: 'See at the provider what was charged; refund in that currency where it was wrong.',
  },
  SESSION_AMOUNT_WRONG: {
    means: 'A buyer is asked, or was asked, for another amount than the total that was shown.',
    mend: 'Open: cancel the checkout, which closes the page. Paid: refund the difference at the provider.',
  },
  TWO_OPEN_SESSIONS: {
    means: 'Two payment sessions of one checkout can be paid at the same time: its buyer may pay twice.',
    mend: 'Expire the older one at the provider, and set its state to `closed`.',
  },
  PAYMENT_PENDING_WITHOUT_SESSION: {
    means: 'A checkout waits for a payment, but none of its sessions can be paid.',
    mend: 'Ask the provider for its sessions. If none is open or paid, cancel the checkout.',
  },
  SESSION_OPEN_AFTER_END: {
    means: 'A checkout is over and its goods are free, but somebody may still pay for them.',
    mend: 'Expire the session at the provider. If it is paid, refund it. Then set its state.',
  },
  MONEY_TERMS_WRONG: {
    means:
      'Whose money a session collects is contradictory: its mode does not go with its account, its receiver or its fee.',
    mend: 'See at the provider in which account it is, and set `money` of the session accordingly. Until then it is asked for at the wrong place.',
  },
  REFUND_IN_ANOTHER_ACCOUNT: {
    means: 'A refund is asked for in another account than the one that has the money.',
    mend: 'Set `money` of the refund to that of the session with its `paymentId`; a failed one is tried again by the seller.',
  },
  KEYS_MISSING: {
    means:
      'A session can be paid in an account of the tenant, and there is no key by which it could be read or closed.',
    mend: 'Have the tenant set its keys again (`setStripeKeys`), for this very account.',
  },
  PAID_WITHOUT_SESSION: {
    means: 'A checkout counts money that none of its sessions collected.',
    mend: 'Look for `payment.paymentId` at the provider, and set `payment` to what is true there.',
  },
  PAID_MORE_THAN_ASKED: {
    means: 'A checkout counts more money than its session asked for.',
    mend: 'See at the provider what was charged, and refund what is too much.',
  },
  PAID_LESS_THAN_ASKED: {
    means: 'A checkout counts less money than its paid sessions asked for: some of it is lost to the books.',
    mend: 'See at the provider what was charged, and set `payment.paid` and `payment.refundable`.',
  },
  SECOND_PAYMENT_KEPT: {
    means: 'A session was paid beside the one that settled the checkout, and its money was not given back.',
    mend: 'Refund that payment at the provider: the buyer has paid twice, or for nothing.',
  },
  COMPLETED_WITHOUT_PAYMENT: {
    means: 'Goods were sold and nothing was paid for them.',
    mend: 'Look for the checkout in the metadata of the payments at the provider before you ask the buyer.',
  },
  MONEY_KEPT_AFTER_END: {
    means: 'A checkout ended without a sale and still has the money of its buyer.',
    mend: 'Refund the payment at the provider, then set `payment.refundable` to 0.',
  },
  REFUNDABLE_EXCEEDS_PAID: {
    means: 'More could be refunded than was ever paid.',
    mend: 'Set `payment.refundable` to what was paid less what the provider gave back.',
  },
  REFUND_SUM_WRONG: {
    means: 'What was paid, less what was given back, is not what may still be refunded.',
    mend: 'Add up the refunds at the provider, and set `payment.refundable` accordingly.',
  },
  OFFLINE_PAID_UNHEARD: {
    means: 'A seller said that the money of an invoice or bank transfer came, and its checkout knows nothing of it.',
    mend: 'Read the status of the checkout. If it is over, the seller has to pay the buyer back.',
  },
  OFFLINE_PAID_UNSAID: {
    means: 'A checkout counts an invoice or bank transfer as paid, and its seller never said so.',
    mend: 'Ask the seller. If the money is there, set the payment to `paid`; else the goods were sold for nothing.',
  },
  OFFLINE_OPEN_AFTER_END: {
    means: 'A seller is still asked for the money of a checkout that is over, or is paid in another way.',
    mend: 'Set the payment to `closed`, and see that the buyer is told not to pay any more.',
  },
  OFFLINE_REFUNDS_DIFFER: {
    means: 'What a seller is to pay back by hand is not what the checkout promised.',
    mend: 'Believe the checkout: add or remove refunds of the payment, and set its `refundable` accordingly.',
  },
  REFUND_FORGOTTEN: {
    means: 'A refund is registered, and nobody will ask the provider for it.',
    mend: 'Make the refund at the provider, and set its state to `succeeded`.',
  },
});
