import { InvalidInput, times } from '@comptoir/kernel';
import type { CheckoutLine } from '@comptoir/tenant-kit';
import type { PaymentSessionRow } from './payment-session.collection.js';

/** Which lines of a session. Ids of lines: what comes after the one, or before the other. */
export interface LineQuery {
  /** 1 to 100. */
  limit: number;
  after?: string | null | undefined;
  before?: string | null | undefined;
}

/** One page of what a session asks for, in the order in which its buyer sees it. */
export function lineRange(
  { lines }: Pick<PaymentSessionRow, 'lines'>,
  { limit, after, before }: LineQuery,
): { lines: CheckoutLine[]; hasMore: boolean } {
  if (limit < 1 || limit > 100) throw InvalidInput.at('limit', 'range', 'must be 1 to 100');
  if (after && before) throw InvalidInput.at('before', 'contradiction', 'excludes `after`');
  const place = (id: string, name: string): number => {
    const found = lines.findIndex((line) => line.id === id);
    if (found < 0) throw InvalidInput.at(name, 'cursor', 'is no line of this payment session');
    return found;
  };
  const end = before ? place(before, 'before') : lines.length;
  const start = after ? place(after, 'after') + 1 : 0;
  const among = lines.slice(start, end);
  const shown = before ? among.slice(-limit) : among.slice(0, limit);
  const full = shown.map((line) => ({ ...line, sku: line.id, total: times(line.unitPrice, line.quantity) }));
  return { lines: full, hasMore: among.length > limit };
}
