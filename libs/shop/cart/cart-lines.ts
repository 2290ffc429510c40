import { InvalidInput, newId, NotFound, sum, times } from '@comptoir/kernel';
import type { CartLineView, TenantLimits } from '@comptoir/tenant-kit';
import type { Offer } from '../catalog/offer.js';
import type { CartLineRecord } from './cart.collection.js';
import { CartLinesExceeded, CartTotalExceeded, QuantityLimitExceeded } from './cart.problems.js';

/** Today's offers, by SKU. */
export type Offers = ReadonlyMap<string, Offer>;

/** A line at today's price. */
export type PricedLine = CartLineView & Pick<Offer, 'tracked'> & { total: number };

/** Lines as they are sold today, and those that are not. */
export interface PricedLines {
  lines: PricedLine[];
  withdrawn: CartLineRecord[];
  subtotal: number;
}

/** Adds units of a SKU: to its line if there is one. */
export function withUnits(lines: readonly CartLineRecord[], offer: Offer, quantity: number): CartLineRecord[] {
  const { sku, productId } = offer;
  const known = lines.find((line) => line.sku === sku);
  if (!known) return [...lines, { id: newId('line'), productId, sku, quantity }];
  return lines.map((line) => (line === known ? { ...line, productId, quantity: line.quantity + quantity } : line));
}

/** Sets the units of a line; 0 removes it. */
export function withQuantity(lines: readonly CartLineRecord[], lineId: string, quantity: number): CartLineRecord[] {
  if (!lines.some(({ id }) => id === lineId)) throw new NotFound('cart line');
  if (quantity === 0) return lines.filter(({ id }) => id !== lineId);
  return lines.map((line) => (line.id === lineId ? { ...line, quantity } : line));
}

/** Refuses what is no number of units, whatever a surface let through. */
export function refuseNoQuantity(quantity: number, minimum: 0 | 1): void {
  if (Number.isSafeInteger(quantity) && quantity >= minimum) return;
  throw InvalidInput.at('input.quantity', 'quantity', `must be a whole number of at least ${minimum}`);
}

/** Refuses lines beyond the tenant's limits. */
export function refuseExcess(
  lines: readonly CartLineRecord[],
  offers: Offers,
  limits: TenantLimits,
  currency: string,
): void {
  const { maxLineQuantity, maxLines, maxCartTotal } = limits;
  if (lines.some(({ quantity }) => quantity > maxLineQuantity)) throw new QuantityLimitExceeded(maxLineQuantity);
  if (lines.length > maxLines) throw new CartLinesExceeded(maxLines);
  // Not `sum`: a total beyond what can be counted exactly is too much, and no bug.
  const total = lines.reduce((all, { sku, quantity }) => all + (offers.get(sku)?.price ?? 0) * quantity, 0);
  if (total > maxCartTotal) throw new CartTotalExceeded(maxCartTotal, currency);
}

/** Puts today's prices to lines. One that is no longer sold in the cart's currency has none and is kept apart. */
export function priced(records: readonly CartLineRecord[], offers: Offers, currency: string): PricedLines {
  const lines: PricedLine[] = [];
  const withdrawn: CartLineRecord[] = [];
  for (const record of records) {
    const offer = offers.get(record.sku);
    if (offer?.currency === currency) lines.push(pricedLine(record, offer));
    else withdrawn.push(record);
  }
  return { lines, withdrawn, subtotal: sum(lines.map(({ total }) => total)) };
}

function pricedLine({ id, sku, quantity }: CartLineRecord, offer: Offer): PricedLine {
  const { productId, title, price, weightGrams, requiresShipping, tracked } = offer;
  const total = times(price, quantity);
  return { id, productId, sku, title, quantity, unitPrice: price, weightGrams, requiresShipping, tracked, total };
}
