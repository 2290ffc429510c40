import { findingsIn, when, type Finding } from '../../finding.js';
import type { Delivery } from '../../reading/records.js';
import { isLongAgo, iso } from '../checkout/timers.js';

const finding = findingsIn('deliveries');

export function deadDelivery(delivery: Delivery): Finding[] {
  const { state, type, endpoint, tries } = delivery;
  return when(state === 'dead', () =>
    finding(delivery, 'DELIVERY_DEAD', `${type} was not taken by ${endpoint} in ${tries} tries.`, { tries }),
  );
}

export function overdueDelivery(delivery: Delivery, now: Date): Finding[] {
  const { state, dueAt, type, endpoint } = delivery;
  const since = dueAt && iso(dueAt);
  return when(state === 'pending' && (!dueAt || isLongAgo(dueAt, now)), () => {
    const says = `${type} for ${endpoint} ${since ? `was due at ${since}` : 'will never be tried'}.`;
    return finding(delivery, 'DELIVERY_OVERDUE', says, { since });
  });
}

/** `eventSeq` of the checkout; undefined when there is no such checkout. */
export function toldEvent(delivery: Delivery, eventSeq: number | undefined): Finding[] {
  const { checkoutId, seq } = delivery;
  if (eventSeq === undefined) {
    return [finding(delivery, 'DELIVERY_OF_NOTHING', `Its checkout ${checkoutId} does not exist.`)];
  }
  return when(seq > eventSeq, () =>
    finding(delivery, 'DELIVERY_OF_NOTHING', `It tells of event ${seq}, the latest is ${eventSeq}.`, { eventSeq }),
  );
}
