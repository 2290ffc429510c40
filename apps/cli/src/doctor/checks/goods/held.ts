import { findingsIn, when, type Finding } from '../../finding.js';
import type { Checkout } from '../../reading/checkout.js';
import type { Stock, UnitSet } from '../../reading/goods.js';
import { unitsOf } from '../../reading/money.js';
import { nightsOf, type Stay } from '../../reading/order.js';
import { heldBy } from '../checkout/progress.js';

const finding = findingsIn('checkouts');

/** The goods of a live checkout are held: every SKU in the quantity of its lines. */
export function heldStock(checkout: Checkout, stock: ReadonlyMap<string, Stock>): Finding[] {
  if (heldBy(checkout) !== 'there' || !checkout.pricing) return [];
  return [...unitsOf(checkout.pricing)].flatMap(([sku, wanted]) => {
    const found = stock.get(`${checkout.tenant}/${sku}`);
    if (found?.unlimited) return [];
    const held = found?.holds.find(({ by }) => by === checkout.id)?.quantity ?? 0;
    return when(held !== wanted, () =>
      finding(checkout, 'HOLD_MISSING', `It needs ${wanted} of ${sku} and holds ${held}.`, { sku, wanted, held }),
    );
  });
}

/** The nights of a live stay are held. */
export function heldNights(checkout: Checkout, stay: Stay, set: UnitSet | undefined): Finding[] {
  if (heldBy(checkout) !== 'there') return [];
  const missing = notTaken(checkout.id, stay, set);
  return when(missing.length > 0, () => {
    const nights = missing.join(', ');
    return finding(checkout, 'HOLD_MISSING', `It does not hold ${nights} of ${stay.propertyId}.`, { nights });
  });
}

/** Nights of the stay that its checkout does not have. */
export function notTaken(by: string, stay: Stay, set: UnitSet | undefined): string[] {
  const mine = new Set(set?.taken.filter((entry) => entry.by === by).map(({ unit }) => unit));
  return nightsOf(stay).filter((night) => !mine.has(night));
}
