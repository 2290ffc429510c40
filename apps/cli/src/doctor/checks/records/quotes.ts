import { findingsIn, when, type Finding } from '../../finding.js';
import type { Checkout, Progress } from '../../reading/checkout.js';
import type { Quote } from '../../reading/records.js';
import { endedWithoutSale, heldBy } from '../checkout/progress.js';

const inQuotes = findingsIn('kind_rental_quotes');
const inCheckouts = findingsIn('checkouts');

/** A quote that is redeemed belongs to a checkout that goes on or was bought. */
export function quoteOwner(quote: Quote, checkout: Progress | undefined): Finding[] {
  const { checkoutId } = quote;
  if (checkoutId === null) return [];
  return when(!checkout || endedWithoutSale(checkout), () => {
    const says = `It is redeemed by ${checkoutId}, which is ${checkout?.status ?? 'not there'}.`;
    const evidence = { checkoutId, checkoutVersion: checkout?.version ?? null };
    return inQuotes(quote, 'QUOTE_REDEEMED_BY_NOBODY', says, evidence);
  });
}

/** A live checkout has redeemed its quote: else another one could have the same price. */
export function quoteOf(checkout: Checkout, quote: Quote | undefined): Finding[] {
  if (heldBy(checkout) !== 'there') return [];
  return when(quote?.checkoutId !== checkout.id, () => {
    const says = `Its quote ${quote ? `belongs to ${quote.checkoutId ?? 'no checkout'}` : 'is not there'}.`;
    return inCheckouts(checkout, 'QUOTE_OF_ANOTHER', says, { quote: quote?.checkoutId ?? null });
  });
}
