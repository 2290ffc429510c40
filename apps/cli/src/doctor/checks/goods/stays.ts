import { findingsIn, when, type Finding } from '../../finding.js';
import type { Progress } from '../../reading/checkout.js';
import type { UnitSet } from '../../reading/goods.js';
import type { Order, Stay } from '../../reading/order.js';
import { hasAfterSale } from '../checkout/progress.js';
import { notTaken } from './held.js';

const finding = findingsIn('orders');

/** A booking that is paid has its nights. A run after the sale may be about to give them back. */
export function bookedNights(order: Order, checkout: Progress | undefined, set: UnitSet | undefined): Finding[] {
  const { stay } = order;
  if (!stay || order.status !== 'paid' || (checkout && hasAfterSale(checkout))) return [];
  const missing = notTaken(order.id, stay, set);
  return when(missing.length > 0, () => {
    const nights = missing.join(', ');
    return finding(order, 'BOOKED_NIGHTS_NOT_TAKEN', `${nights} of ${stay.propertyId} are booked, but not taken.`, {
      nights,
    });
  });
}

/** A paid booking, as far as others may be in its way. */
export interface Booking {
  readonly key: string;
  readonly property: string;
  readonly stay: Pick<Stay, 'checkIn' | 'checkOut'>;
}

/**
 * Two bookings of the same nights, whatever the calendar of the property says. Bookings come by property and arrival;
 * only the one that lasts longest so far is kept.
 */
export class Overlaps {
  private longest: Booking | null = null;

  next(booking: Booking): Finding[] {
    const { longest } = this;
    const sameProperty = longest?.property === booking.property;
    if (!longest || !sameProperty || booking.stay.checkOut > longest.stay.checkOut) this.longest = booking;
    return longest && sameProperty ? overlapping(longest, booking) : [];
  }
}

/** Half-open: who leaves on a day and who arrives on it are in nobody's way. Dates of one form compare as text. */
export function overlapping(one: Booking, other: Booking): Finding[] {
  const clash = one.stay.checkIn < other.stay.checkOut && other.stay.checkIn < one.stay.checkOut;
  return when(clash, () => {
    const says = `${spanOf(other)} is booked although ${one.key} has ${spanOf(one)} of ${one.property}.`;
    return finding(other, 'OVERLAPPING_BOOKINGS', says, { other: one.key });
  });
}

function spanOf({ stay: { checkIn, checkOut } }: Booking): string {
  return `${checkIn} to ${checkOut}`;
}
