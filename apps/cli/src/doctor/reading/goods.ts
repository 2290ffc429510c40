import { Fields, splitKey, type Doc } from './fields.js';

/** Units that one checkout has. */
export interface Claim {
  /** The checkout. */
  readonly by: string;
  readonly quantity: number;
}

/** Counted units of one SKU: `available = onHand - Σ holds`. */
export interface Stock {
  readonly key: string;
  readonly tenant: string;
  readonly id: string;
  readonly onHand: number;
  readonly available: number;
  /** Nothing is counted and no hold is written down. */
  readonly unlimited: boolean;
  readonly holds: readonly Claim[];
  /** The latest sales. */
  readonly sold: readonly Claim[];
}

export function readStock(doc: Doc): Stock {
  const fields = new Fields(doc);
  const key = fields.text('_id');
  return {
    ...splitKey(key),
    key,
    onHand: fields.number('onHand'),
    available: fields.number('available'),
    unlimited: fields.flag('unlimited'),
    holds: fields.list('holds').map(readClaim),
    sold: fields.listOrNone('sold').map(readClaim),
  };
}

function readClaim(claim: Fields): Claim {
  return { by: claim.text('by'), quantity: claim.number('quantity') };
}

/** One named unit that a checkout holds, or has bought. */
export interface Taken {
  readonly unit: string;
  readonly by: string;
  readonly sold: boolean;
}

/** The named units of one set that are not free: nights of a house, seats of a show. */
export interface UnitSet {
  readonly key: string;
  readonly tenant: string;
  readonly id: string;
  readonly taken: readonly Taken[];
}

export function readUnitSet(doc: Doc): UnitSet {
  const fields = new Fields(doc);
  const key = fields.text('_id');
  const taken = fields.list('taken').map((entry) => ({
    unit: entry.text('unit'),
    by: entry.text('by'),
    sold: entry.isAbsent('until'),
  }));
  return { ...splitKey(key), key, taken };
}
