import { findingsIn, when, type Finding } from '../../finding.js';
import type { Progress } from '../../reading/checkout.js';
import type { Claim, Stock } from '../../reading/goods.js';
import { unitsOf } from '../../reading/money.js';
import { soldTo } from '../checkout/progress.js';
import { unsafe } from '../money/amounts.js';
import { wrongHold, wrongSale } from './owner.js';

const finding = findingsIn('inventory');

/** What must be true within one document of counted units. */
export function stockAlone(stock: Stock): Finding[] {
  const counts = new Map([...numbered('holds', stock.holds), ...numbered('sold', stock.sold)]);
  const broken = unsafe(counts, stock, finding);
  return broken.length > 0 ? broken : [...sums(stock), ...doubles(stock)];
}

function numbered(name: string, claims: readonly Claim[]): [string, number][] {
  return claims.map(({ quantity }, at) => [`${name}[${at}].quantity`, quantity]);
}

function sums(stock: Stock): Finding[] {
  const { onHand, available } = stock;
  const held = stock.holds.reduce((sum, { quantity }) => sum + quantity, 0);
  const off = available + held - onHand;
  const negative = [onHand, available].some((count) => count < 0);
  return [
    ...when(off !== 0, () => {
      const says = `${available} available and ${held} held are not the ${onHand} on hand.`;
      return finding(stock, 'STOCK_SUM_WRONG', says, { off });
    }),
    ...when(negative, () =>
      finding(stock, 'STOCK_NEGATIVE', `${onHand} on hand, ${available} available.`, { onHand, available }),
    ),
  ];
}

function doubles(stock: Stock): Finding[] {
  return [
    ...repeated(stock.holds).map((by) => finding(stock, 'HELD_TWICE', `${by} holds it twice.`, { by })),
    ...repeated(stock.sold).map((by) => finding(stock, 'SOLD_TWICE', `It was sold to ${by} twice.`, { by })),
  ];
}

function repeated(claims: readonly Claim[]): string[] {
  const names = claims.map(({ by }) => by);
  return [...new Set(names.filter((by, at) => names.indexOf(by) !== at))];
}

/** Holds and sales against the checkouts they belong to. */
export function stockOwners(stock: Stock, checkouts: ReadonlyMap<string, Progress>): Finding[] {
  const of = ({ by }: Claim): Progress | undefined => checkouts.get(`${stock.tenant}/${by}`);
  return [
    ...stock.holds.map((claim) => wrongHold(`${claim.quantity} units`, claim.by, of(claim))),
    ...stock.sold.map((claim) => wrongSale(`${claim.quantity} units`, claim.by, of(claim))),
  ]
    .flatMap((wrong) => (wrong ? [finding(stock, wrong.code, wrong.says, wrong.evidence)] : []))
    .concat(stock.sold.flatMap((claim) => soldQuantity(stock, claim, of(claim))));
}

/** A sale takes as many units as were ordered; a return may have changed that later. */
function soldQuantity(stock: Stock, { by, quantity }: Claim, checkout: Progress | undefined): Finding[] {
  if (!checkout?.pricing || soldTo(checkout) !== 'there') return [];
  const ordered = unitsOf(checkout.pricing).get(stock.id) ?? 0;
  return when(ordered !== quantity, () => {
    const says = `${quantity} units were sold to ${by}, which ordered ${ordered}.`;
    return finding(stock, 'SOLD_QUANTITY_WRONG', says, { by, quantity, ordered });
  });
}
