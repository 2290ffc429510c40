import { codes } from './code.js';

export const RECORD_CODES = codes({
  COMPLETED_WITHOUT_ORDER: {
    means: 'A buyer paid and has no order to show for it.',
    mend: 'Write the order from the frozen prices of the checkout, or refund it.',
  },
  DRAFT_MISSING: {
    means: 'A checkout may be paid at any moment, but the draft of its order is gone.',
    mend: 'Cancel the checkout, or write the draft again from its frozen prices.',
  },
  ORDER_WITHOUT_CHECKOUT: {
    means: 'An order is there whose checkout is not.',
    mend: 'Was a backup restored, or a checkout deleted? Look for its id at the provider before you remove it.',
  },
  ORDER_PAID_WITHOUT_PAYMENT: {
    means: 'An order is paid, but its checkout has seen no money.',
    mend: 'Ask the provider for payments of this checkout. Without one, set the order back to `created`.',
  },
  ORDER_LEFT_BEHIND: {
    means: 'The draft of an order outlived its checkout. No buyer sees it.',
    mend: 'Delete the order.',
  },
  ORDER_DIFFERS_FROM_CHECKOUT: {
    means: 'An order shows another total, kind or buyer than the checkout that was paid.',
    mend: 'Believe the checkout: it is what the provider was asked for.',
  },
  ORDER_CANCELLED_MONEY_KEPT: {
    means: 'An order is cancelled, and nothing was given back.',
    mend: 'Refund the payment at the provider, then set `payment.refundable` of the checkout.',
  },
  CART_POINTS_TO_DEAD_CHECKOUT: {
    means: 'A cart is locked by a checkout that is over or never was: its buyer can do nothing with it.',
    mend: 'Set `checkoutId` of the cart to null.',
  },
  CART_OF_ANOTHER: {
    means: 'A live checkout does not have its cart: the same cart may be bought twice.',
    mend: 'Cancel one of the two checkouts.',
  },
  CART_BOUGHT_BY_NOBODY: {
    means: 'A cart counts as bought, but no checkout bought it.',
    mend: 'Set `completed` of the cart to false and its `checkoutId` to null.',
  },
  QUOTE_REDEEMED_BY_NOBODY: {
    means: 'A quote is redeemed by a checkout that is over or never was: nobody can use it any more.',
    mend: 'Set `checkoutId` of the quote to null.',
  },
  QUOTE_OF_ANOTHER: {
    means: 'A live checkout has the price of a quote that it has not redeemed.',
    mend: 'Cancel the checkout if it is not paid; the price of a paid one was promised.',
  },
  SESSION_ROW_MISSING: {
    means: 'A payment session is in its checkout and in no list of payment sessions.',
    mend: 'Call `repairPaymentSessions`: it writes the rows anew from the checkouts.',
  },
  SESSION_ROW_WRONG: {
    means: 'A list of payment sessions shows another state, amount or owner than the checkout, which is the truth.',
    mend: 'Call `repairPaymentSessions`: it writes the rows anew from the checkouts.',
  },
  SESSION_ROW_OF_NOTHING: {
    means: 'A list shows a payment session that no checkout knows.',
    mend: 'Was a backup restored, or a checkout deleted? Look for the session at the provider, then delete the row.',
  },
  INBOX_DEAD: {
    means: 'An event of the provider was given up after two hours of tries. It may be money that nobody has noticed.',
    mend: 'Take away the cause, which stands in `reason`; then call `replayEvent`.',
  },
  EVENT_PARKED_LONG: {
    means: 'A received event has waited for more than four hours.',
    mend: 'Is a gateway running, and is its clock right? Its log names the event.',
  },
  INBOX_APPLIED_WITHOUT_EFFECT: {
    means: 'An event was applied, but the session it is about is as if it had not come.',
    mend: 'Read the status of the checkout, which asks the provider anew; report it as a bug if nothing changes.',
  },
  EVENTS_NOT_READ: {
    means: 'Nobody reads the list of events of a provider any more: what its webhooks lose is found late.',
    mend: 'Is a gateway running? If EVENT_POLL_INTERVAL_MS is 0 on purpose, delete the row.',
  },
  DELIVERY_DEAD: {
    means: 'An event could not be delivered to an endpoint within about a day of tries.',
    mend: 'Mend the endpoint (its last error stands in `error`), then call `replayDelivery`.',
  },
  DELIVERY_OVERDUE: {
    means: 'A delivery should have been tried long ago, or has no timer.',
    mend: 'Is a gateway running, and is its clock right? Without `dueAt`, set it to now.',
  },
  DELIVERY_OF_NOTHING: {
    means: 'A delivery tells of a checkout, or of an event of it, that never was.',
    mend: 'Was a backup restored? Delete the delivery if it is still pending.',
  },
  LEDGER_POINTS_NOWHERE: {
    means: 'A call with an idempotency key answers with a checkout that does not exist.',
    mend: 'Was a backup restored? Delete the row; the key is new again then.',
  },
  LEDGER_LEASE_STUCK: {
    means: 'A call with an idempotency key counts as running for longer than any call may: its repeats are refused.',
    mend: 'A clock was wrong. Set `leaseUntil` of the row to now.',
  },
  EXPIRED_NOT_REMOVED: {
    means: 'A row outlived its time: the database does not remove what has expired.',
    mend: 'Look for INDEX_MISSING, and whether the TTL monitor of the database is switched off.',
  },
  ID_TENANT_MISMATCH: {
    means: 'A document is named after one tenant and belongs to another: one of them may see what is not theirs.',
    mend: 'Set `tenantId` to what its `_id` begins with, and find out what wrote it.',
  },
  UNKNOWN_TENANT: {
    means: 'A document belongs to a tenant that does not exist. Nobody serves it.',
    mend: 'Restore the record of the tenant: tenants are closed, not deleted.',
  },
  HOST_NOT_TAKEN: {
    means: 'The record of a tenant lists a host name that it has not taken: nobody reaches the tenant by it.',
    mend: 'Store the tenant again; if another tenant has the name, take it from one of the two first.',
  },
  INDEX_MISSING: {
    means: 'An index that the product relies on is not there, or is another one.',
    mend: 'Restart a gateway, which makes its indexes; drop one of the same name that differs first.',
  },
});
