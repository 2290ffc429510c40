import { codes } from './code.js';

export const GOODS_CODES = codes({
  STOCK_SUM_WRONG: {
    means: 'Units on hand are not those available and those held: some are lost to buyers, or may be sold twice.',
    mend: 'Count the goods, and set `onHand` to the count and `available` to it less what is held.',
  },
  STOCK_NEGATIVE: {
    means: 'Fewer than no units are there: more was sold than existed.',
    mend: 'Count the goods, set the stock right, and look at the latest orders of this SKU.',
  },
  HELD_TWICE: {
    means: 'One checkout holds the same SKU twice; one of the two will never be released.',
    mend: 'Remove one entry of `holds` and add its quantity to `available`.',
  },
  SOLD_TWICE: {
    means: 'One checkout took its goods out of the stock twice.',
    mend: 'Count the goods. Remove one entry of `sold` and add its quantity to `onHand` and `available`.',
  },
  SOLD_UNPAID: {
    means: 'Units are sold to a checkout that did not get that far.',
    mend: 'See whether its order was delivered; if not, put the units back by hand.',
  },
  SOLD_QUANTITY_WRONG: {
    means: 'Another number of units was taken out of the stock than was ordered.',
    mend: 'Count the goods and set the stock right.',
  },
  HOLD_WITHOUT_CHECKOUT: {
    means: 'Units are held for, or sold to, a checkout that does not exist: nobody will ever release them.',
    mend: 'Was a backup restored? Remove the entry; for counted units add its quantity to `available`.',
  },
  TERMINAL_WITH_HOLD: {
    means: 'Units are still held for a checkout that is over.',
    mend: 'Remove the entry; for counted units add its quantity to `available`.',
  },
  HOLD_NOT_OWED: {
    means: 'Units are held for a checkout that has not asked for them, or has given them back.',
    mend: 'Wait until the checkout is over; if they are still held then, remove the entry by hand.',
  },
  HOLD_MISSING: {
    means: 'A live checkout does not hold what it is about to sell: somebody else may buy it first.',
    mend: 'Cancel the checkout if it is not paid; else see to it that the goods are there.',
  },
  TAKEN_UNIT_TWICE: {
    means: 'One night, or one seat, belongs to two checkouts.',
    mend: 'See which of the two is paid, and move or refund the other one.',
  },
  STOCK_MISSING: {
    means: 'A product has a SKU without a stock document: it can never be bought.',
    mend: 'Import the product again.',
  },
  OVERLAPPING_BOOKINGS: {
    means: 'Two guests have paid for the same night of one property.',
    mend: 'Call the later one. Then move or refund the booking.',
  },
  BOOKED_NIGHTS_NOT_TAKEN: {
    means: 'Nights are paid for, but the calendar of the property shows them as free.',
    mend: 'Add them to `taken` of the property with `by` = the order and `until` = null, before somebody books them.',
  },
});
