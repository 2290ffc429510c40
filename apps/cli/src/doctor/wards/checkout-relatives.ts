import { heldNights, heldStock } from '../checks/goods/held.js';
import { keysOf, withoutKeys } from '../checks/money/terms.js';
import { unsaid } from '../checks/money/offline.js';
import { cartOf } from '../checks/records/carts.js';
import { orderOf } from '../checks/records/orders.js';
import { quoteOf } from '../checks/records/quotes.js';
import { listedSessions } from '../checks/records/session-rows.js';
import type { Finding } from '../finding.js';
import type { Checkout } from '../reading/checkout.js';
import { Fields, readable } from '../reading/fields.js';
import { readStock, readUnitSet, type Stock, type UnitSet } from '../reading/goods.js';
import type { Look } from '../reading/look.js';
import { readOfflinePayment, type OfflinePayment } from '../reading/provider-facts.js';
import { readOrder, readStay, STAYS, type Order } from '../reading/order.js';
import { readCart, readQuote, readSessionRow, type Cart, type Quote, type SessionRow } from '../reading/records.js';

const RETAIL = 'retail';

/** Everything that belongs to a batch of checkouts, by `_id`. */
interface Relatives {
  readonly orders: ReadonlyMap<string, Order>;
  readonly carts: ReadonlyMap<string, Cart>;
  readonly stock: ReadonlyMap<string, Stock>;
  readonly sets: ReadonlyMap<string, UnitSet>;
  readonly quotes: ReadonlyMap<string, Quote>;
  readonly sessions: ReadonlyMap<string, SessionRow>;
  /** Ids alone: what is in them is sealed. */
  readonly keys: ReadonlySet<string>;
  readonly offline: ReadonlyMap<string, OfflinePayment>;
}

/** The markers of past sales are long, and of no use here. */
const HOLDS = { onHand: 1, available: 1, unlimited: 1, holds: 1 } as const;

export async function readRelatives(look: Look, checkouts: readonly Checkout[]): Promise<Relatives> {
  const keys = (of: (checkout: Checkout) => readonly (string | null)[]): string[] =>
    checkouts.flatMap((checkout) => of(checkout).flatMap((id) => (id === null ? [] : [`${checkout.tenant}/${id}`])));
  const wanted = checkouts.flatMap(({ sessions, tenant }) => sessions.flatMap((one) => keysOf(one, tenant) ?? []));
  const [orders, carts, stock, sets, quotes, sessions, paymentKeys, offline] = await Promise.all([
    look.byKeys(
      'orders',
      keys(({ id }) => [id]),
    ),
    look.byKeys(
      'carts',
      keys((checkout) => [cartIdOf(checkout)]),
    ),
    look.byKeys('inventory', keys(skusOf), HOLDS),
    look.byKeys(
      'unit_sets',
      keys(({ kind, subject }) => [kind === STAYS ? text(subject['propertyId']) : null]),
    ),
    look.byKeys(
      'kind_rental_quotes',
      keys((checkout) => [quoteIdOf(checkout)]),
    ),
    look.byKeys(
      'payment-sessions',
      keys((checkout) => checkout.sessions.map(({ id }) => id)),
    ),
    look.byKeys('payment_keys', wanted, { _id: 1 }),
    look.byKeys('offline_payments', checkouts.flatMap(offlineOf)),
  ]);
  return {
    orders: readable(orders, readOrder),
    carts: readable(carts, readCart),
    stock: readable(stock, readStock),
    sets: readable(sets, readUnitSet),
    quotes: readable(quotes, readQuote),
    sessions: readable(sessions, readSessionRow),
    keys: new Set(paymentKeys.keys()),
    offline: readable(offline, readOfflinePayment),
  };
}

/** What a checkout must have outside its own document. Of goods only what the kinds of this repository hold. */
export function withRelatives(checkout: Checkout, relatives: Relatives): Finding[] {
  const { key, tenant, kind } = checkout;
  const [cartId, quoteId] = [cartIdOf(checkout), quoteIdOf(checkout)];
  return [
    ...orderOf(checkout, relatives.orders.get(key)),
    ...listedSessions(checkout, relatives.sessions),
    ...withoutKeys(checkout, (id) => relatives.keys.has(id)),
    ...unsaid(checkout, relatives.offline),
    ...(kind === RETAIL ? heldStock(checkout, relatives.stock) : []),
    ...(kind === STAYS ? nights(checkout, relatives.sets) : []),
    ...(cartId === null ? [] : cartOf(checkout, relatives.carts.get(`${tenant}/${cartId}`))),
    ...(quoteId === null ? [] : quoteOf(checkout, relatives.quotes.get(`${tenant}/${quoteId}`))),
  ];
}

function nights(checkout: Checkout, sets: ReadonlyMap<string, UnitSet>): Finding[] {
  const stay = readStay(new Fields(checkout.subject, 'subject'));
  return heldNights(checkout, stay, sets.get(`${checkout.tenant}/${stay.propertyId}`));
}

/** The provider `offline` names a payment as the database does. */
function offlineOf({ sessions }: Checkout): string[] {
  const named = sessions.filter(({ provider }) => provider === 'offline').map(({ providerId }) => providerId);
  return named.filter((id) => id !== null);
}

/** A directory refers buyers onward and claims no cart. */
function cartIdOf({ kind, subject }: Checkout): string | null {
  return kind === RETAIL ? text(subject['cartId']) : null;
}

function quoteIdOf({ kind, subject }: Checkout): string | null {
  return kind === STAYS ? text(subject['quoteId']) : null;
}

function skusOf({ kind, pricing }: Checkout): string[] {
  return kind === RETAIL ? (pricing?.lines.map(({ sku }) => sku) ?? []) : [];
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
