import { createHash } from 'node:crypto';
import type { PricedStay, PropertyRequest } from '../stays/stays.service.js';

/** What a quote is bound to, beside its tenant and who asked for it. */
export type QuoteTerms = PropertyRequest & Pick<PricedStay, 'channel'>;

/** A price that stands for 15 minutes, as stored. Nothing but `checkoutId` and `forgetAt` ever changes. It holds no nights. */
export interface Quote extends PricedStay {
  id: string;
  /** Principal it was locked for. */
  ownerId: string;
  validUntil: Date;
  /** The checkout that redeemed it; null while it is free. */
  checkoutId: string | null;
  /** From when on it may be forgotten; null while a checkout has it, which needs its price for good. */
  forgetAt: Date | null;
}

const TERMS = ['propertyId', 'checkIn', 'checkOut', 'guests', 'channel'] as const;

/** The same for every repeat of a call, so that a repeat finds what the first one locked. Nobody else's key makes it. */
export function quoteId(tenantId: string, principalId: string, key: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([tenantId, principalId, key]))
    .digest('hex');
  return `quote_${digest.slice(0, 24)}`;
}

/** Names of the terms in which a request differs from the quote. */
export function differences(quote: QuoteTerms, request: QuoteTerms): string[] {
  return TERMS.filter((term) => quote[term] !== request[term]);
}
