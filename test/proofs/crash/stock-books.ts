import type { Db } from 'mongodb';

/** What an outsider sees of a checkout in the database. */
export interface StoredCheckout {
  readonly _id: string;
  readonly tenantId: string;
  readonly ownerId: string;
  readonly kind: string;
  readonly status: string;
  readonly lease: object | null;
  readonly dueAt: Date | null;
  readonly needsAttention: string | null;
  readonly runs: readonly { readonly direction: string; readonly endedAt: Date | null }[];
  readonly subject: Readonly<Record<string, unknown>>;
  readonly pricing: {
    readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly total: number }[];
    readonly shipping: number;
    readonly tax: number;
    readonly discount: number;
  } | null;
}

interface StoredStock {
  readonly _id: string;
  readonly tenantId: string;
  readonly onHand: number;
  readonly available: number;
  readonly holds: readonly { readonly by: string; readonly quantity: number }[];
}

interface StoredUnits {
  readonly _id: string;
  readonly tenantId: string;
  readonly taken: readonly { readonly unit: string; readonly by: string; readonly until: Date | null }[];
}

/** Units of each SKU at the beginning. */
export const STOCK = 1_000_000;

const HOLDING = new Set(['pending', 'payment_pending']);
const DAY_MS = 24 * 3_600_000;

/** Every unit that is held or sold, against the checkouts that hold or bought it. */
export async function stockFaults(db: Db, checkouts: readonly StoredCheckout[]): Promise<string[]> {
  const counted = await db.collection<StoredStock>('inventory').find().toArray();
  const named = await db.collection<StoredUnits>('unit_sets').find().toArray();
  return [
    ...counted.flatMap((stock) => countedFaults(stock, checkouts.filter(isOfShop(stock)))),
    ...namedFaults(
      named,
      checkouts.filter(({ kind }) => kind === 'vacation-rental' || kind === 'seats'),
    ),
  ];
}

/** Of all kinds retail alone holds what is counted. */
function isOfShop({ tenantId }: StoredStock): (checkout: StoredCheckout) => boolean {
  return ({ _id, kind }) => kind === 'retail' && _id.startsWith(`${tenantId}/`);
}

function countedFaults(stock: StoredStock, checkouts: readonly StoredCheckout[]): string[] {
  const sku = stock._id.slice(stock.tenantId.length + 1);
  const wanted = (status: (status: string) => boolean): Map<string, number> =>
    new Map(checkouts.filter((one) => status(one.status)).map((one) => [idOf(one), quantityOf(one, sku)]));
  const held = wanted((status) => HOLDING.has(status));
  const sold = [...wanted((status) => status === 'completed').values()].reduce((sum, units) => sum + units, 0);
  const faults: string[] = [];
  for (const { by, quantity } of stock.holds) {
    if (held.get(by) !== quantity)
      faults.push(`${stock._id}: ${by} holds ${quantity} where it should ${held.get(by) ?? 0}`);
    held.delete(by);
  }
  for (const by of held.keys()) faults.push(`${stock._id}: ${by} waits for its buyer and holds nothing`);
  const reserved = stock.holds.reduce((sum, { quantity }) => sum + quantity, 0);
  if (stock.onHand !== STOCK - sold)
    faults.push(`${stock._id}: ${stock.onHand} on hand where ${sold} of ${STOCK} were sold`);
  if (stock.available !== stock.onHand - reserved) faults.push(`${stock._id}: ${stock.available} available`);
  return faults;
}

function namedFaults(sets: readonly StoredUnits[], checkouts: readonly StoredCheckout[]): string[] {
  const faults: string[] = [];
  const entries = new Map<string, { units: number; sold: number }>();
  for (const { _id, tenantId, taken } of sets) {
    const units = taken.map(({ unit }) => unit);
    if (new Set(units).size !== units.length) faults.push(`${_id}: a unit is taken twice: ${units.join(', ')}`);
    for (const { by, until } of taken) {
      const entry = entries.get(`${tenantId}/${by}`) ?? { units: 0, sold: 0 };
      entry.units += 1;
      if (until === null) entry.sold += 1;
      entries.set(`${tenantId}/${by}`, entry);
    }
  }
  for (const checkout of checkouts) {
    const { units, sold } = entries.get(checkout._id) ?? { units: 0, sold: 0 };
    const isSold = checkout.status === 'completed';
    const wanted = isSold || HOLDING.has(checkout.status) ? unitsOf(checkout) : 0;
    if (units !== wanted || sold !== (isSold ? wanted : 0)) {
      faults.push(
        `${checkout._id} (${checkout.status}): has ${units} units, ${sold} of them sold, and wants ${wanted}`,
      );
    }
    entries.delete(checkout._id);
  }
  return [...faults, ...[...entries.keys()].map((id) => `Units are taken by ${id}, which is not there`)];
}

/** Seats by their names, nights by their number. */
function unitsOf({ subject }: StoredCheckout): number {
  if (Array.isArray(subject['seats'])) return subject['seats'].length;
  return (Date.parse(String(subject['checkOut'])) - Date.parse(String(subject['checkIn']))) / DAY_MS;
}

function quantityOf({ pricing }: StoredCheckout, sku: string): number {
  const lines = pricing?.lines.filter((line) => line.sku === sku) ?? [];
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

function idOf({ _id, tenantId }: StoredCheckout): string {
  return _id.slice(tenantId.length + 1);
}
