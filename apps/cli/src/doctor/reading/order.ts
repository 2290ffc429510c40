import { Fields, splitKey, type Doc } from './fields.js';
import { readPricing, type Pricing } from './money.js';

/** What was bought; its id is the checkout's. */
export interface Order {
  readonly key: string;
  readonly tenant: string;
  readonly id: string;
  readonly kind: string;
  readonly ownerId: string;
  readonly status: string;
  readonly currency: string;
  readonly pricing: Pricing;
  /** Of a stay only. */
  readonly stay: Stay | null;
}

/** Nights of a property, half-open: the night of the departure is free. */
export interface Stay {
  readonly propertyId: string;
  readonly checkIn: string;
  readonly checkOut: string;
}

export function readOrder(doc: Doc): Order {
  const fields = new Fields(doc);
  const key = fields.text('_id');
  const kind = fields.text('kind');
  return {
    ...splitKey(key),
    key,
    kind,
    ownerId: fields.text('ownerId'),
    status: fields.text('status'),
    currency: fields.text('currency'),
    pricing: readPricing(fields.part('pricing')),
    stay: kind === STAYS ? readStay(fields.part('details')) : null,
  };
}

/** The kind whose orders are stays. */
export const STAYS = 'vacation-rental';

export function readStay(fields: Fields): Stay {
  return {
    propertyId: fields.text('propertyId'),
    checkIn: fields.text('checkIn'),
    checkOut: fields.text('checkOut'),
  };
}

const DAY_MS = 24 * 3_600_000;

/** More nights than any stay may have: broken dates must not fill the memory. */
const MOST_NIGHTS = 400;

/** The nights of a stay, each named by the date it begins on. Empty where the dates are none. */
export function nightsOf({ checkIn, checkOut }: Stay): string[] {
  const [first, last] = [Date.parse(`${checkIn}T00:00:00Z`), Date.parse(`${checkOut}T00:00:00Z`)];
  const count = Math.min(MOST_NIGHTS, Math.round((last - first) / DAY_MS));
  if (!(count > 0)) return [];
  return Array.from({ length: count }, (_, night) => new Date(first + night * DAY_MS).toISOString().slice(0, 10));
}
