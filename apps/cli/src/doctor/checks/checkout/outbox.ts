import { findingsIn, when, type Finding } from '../../finding.js';
import type { Checkout } from '../../reading/checkout.js';
import { isOver } from './progress.js';

const finding = findingsIn('checkouts');

/** Somebody waits for this one; others are told along with it, or at the end. */
const URGENT = 'checkout.confirmed';

/** So many events are not carried along any further. */
const MOST_WAITING = 16;

/** Whether events of the checkout are to be told now. */
export function isTellingDue(checkout: Checkout): boolean {
  const { outbox } = checkout;
  if (outbox.length === 0) return false;
  return isOver(checkout) || outbox.length >= MOST_WAITING || outbox.some(({ type }) => type === URGENT);
}

/** Events are counted one by one: their numbers name their deliveries, and one that comes twice is one delivery. */
export function eventNumbers(checkout: Checkout): Finding[] {
  const { outbox, eventSeq } = checkout;
  const numbers = outbox.map(({ seq }) => seq);
  const ordered = numbers.every((seq, at) => at === 0 || seq > (numbers[at - 1] ?? 0));
  const counted = eventSeq === null || numbers.every((seq) => seq <= eventSeq);
  return when(!ordered || !counted, () => {
    const says = `Its events are numbered ${numbers.join(', ')}, the latest is ${eventSeq ?? 'unknown'}.`;
    return finding(checkout, 'EVENT_NUMBERS_WRONG', says, { numbers: numbers.join(','), eventSeq });
  });
}
