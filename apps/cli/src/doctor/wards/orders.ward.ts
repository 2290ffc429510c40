import { amountsOfCheckout, amountsOfOrder, totalsOfCheckout, totalsOfOrder } from '../checks/money/amounts.js';
import { bookedNights, Overlaps, overlapping, type Booking } from '../checks/goods/stays.js';
import { orderAgainst } from '../checks/records/orders.js';
import { findingsIn, type Finding } from '../finding.js';
import { readCheckout, type Checkout } from '../reading/checkout.js';
import { readable, readAll, splitKey, type Doc } from '../reading/fields.js';
import { readUnitSet, type UnitSet } from '../reading/goods.js';
import { readOrder, STAYS, type Order } from '../reading/order.js';
import type { Room } from '../room.js';
import type { Ward } from '../ward.js';
import { collectionWard } from './collection-ward.js';
import { unreadable } from './unreadable.js';

const finding = findingsIn('orders');

/** Every order: by itself, against its checkout, and a booking against the nights of its property. */
export function ordersWard({ look }: Room): Ward {
  return collectionWard(look, 'orders', async (docs) => {
    const { read, broken } = readAll(docs, readOrder);
    const checkoutDocs = await look.byKeys(
      'checkouts',
      read.map(({ key }) => key),
    );
    const checkouts = readable(checkoutDocs, readCheckout);
    const sets = readable(await look.byKeys('unit_sets', read.flatMap(propertyOf)), readUnitSet);
    const found = read.flatMap((order) => {
      if (!checkoutDocs.has(order.key)) {
        return [finding(order, 'ORDER_WITHOUT_CHECKOUT', `It is ${order.status}, but its checkout does not exist.`)];
      }
      const checkout = checkouts.get(order.key);
      return [...money(order, checkout), ...nights(order, checkout, sets)];
    });
    return [...unreadable('orders', broken), ...found];
  });
}

/** What is wrong by itself, on either side, is not compared as well. */
function money(order: Order, checkout: Checkout | undefined): Finding[] {
  const broken = amountsOfOrder(order);
  const wrong = broken.length > 0 ? broken : totalsOfOrder(order);
  const comparable = checkout && [...amountsOfCheckout(checkout), ...totalsOfCheckout(checkout)].length === 0;
  return wrong.length > 0 || !comparable ? wrong : orderAgainst(order, checkout);
}

function nights(order: Order, checkout: Checkout | undefined, sets: ReadonlyMap<string, UnitSet>): Finding[] {
  return propertyOf(order).flatMap((property) => bookedNights(order, checkout, sets.get(property)));
}

function propertyOf({ tenant, stay }: Order): string[] {
  return stay ? [`${tenant}/${stay.propertyId}`] : [];
}

/** What two bookings are compared by, sorted by the database: no more of it is in memory than one booking. */
const BOOKINGS: Doc[] = [
  { $match: { kind: STAYS, status: 'paid' } },
  { $project: { tenantId: 1, status: 1, details: 1 } },
  { $sort: { tenantId: 1, 'details.propertyId': 1, 'details.checkIn': 1 } },
];

/** Every paid booking against the others of its property, from the orders alone. */
export function bookingsWard({ look }: Room): Ward {
  return {
    name: 'bookings',
    expected: () => look.count('orders'),
    async *first() {
      const overlaps = new Overlaps();
      for await (const docs of look.aggregate('orders', BOOKINGS)) {
        const findings = docs.flatMap(bookingIn).flatMap((booking) => overlaps.next(booking));
        yield { looked: docs.length, findings };
      }
    },
    // Each of them again with the one that it clashed with.
    again: async (ids) => {
      const own = [...(await look.byKeys('orders', ids)).values()].filter(isPaid).flatMap(bookingIn);
      const found: Finding[] = [];
      for (const booking of own) found.push(...(await clashesOf(booking)));
      return found;
    },
  };

  async function clashesOf(booking: Booking): Promise<Finding[]> {
    const { tenant } = splitKey(booking.property);
    const same = { tenantId: tenant, kind: STAYS, status: 'paid' };
    const near = {
      'details.checkIn': { $lte: booking.stay.checkIn },
      'details.checkOut': { $gt: booking.stay.checkIn },
    };
    const found: Finding[] = [];
    for await (const docs of look.aggregate('orders', [{ $match: { ...same, ...near } }])) {
      const others = docs.flatMap(bookingIn).filter((other) => other.key !== booking.key);
      found.push(
        ...others
          .filter(({ property }) => property === booking.property)
          .flatMap((other) => overlapping(other, booking)),
      );
    }
    return found;
  }
}

function isPaid({ status }: Doc): boolean {
  return status === 'paid';
}

/** Orders that do not read are reported where they are looked at themselves. */
function bookingIn(doc: Doc): Booking[] {
  const details = doc['details'];
  if (typeof details !== 'object' || details === null) return [];
  const { propertyId, checkIn, checkOut } = details as Doc;
  if (typeof propertyId !== 'string' || typeof checkIn !== 'string' || typeof checkOut !== 'string') return [];
  const key = String(doc['_id']);
  return [{ key, property: `${splitKey(key).tenant}/${propertyId}`, stay: { checkIn, checkOut } }];
}
