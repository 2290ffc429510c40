import { findingsIn, type Finding } from '../finding.js';
import type { Doc } from '../reading/fields.js';
import type { IndexShape } from '../reading/look.js';
import type { Room } from '../room.js';
import type { Ward } from '../ward.js';

/** An index that the product relies on. Without it a query reads a whole collection, or nothing is ever removed. */
interface Needed {
  readonly collection: string;
  readonly keys: Readonly<Record<string, 1 | -1>>;
  /** The database removes documents by it. */
  readonly expires?: true;
}

export const NEEDED: readonly Needed[] = [
  { collection: 'checkouts', keys: { dueAt: 1 } },
  { collection: 'checkouts', keys: { tenantId: 1, ownerId: 1, createdAt: -1 } },
  { collection: 'checkouts', keys: { tenantId: 1, createdAt: -1 } },
  { collection: 'payment-sessions', keys: { tenantId: 1, createdAt: -1 } },
  { collection: 'payment-sessions', keys: { tenantId: 1, ownerId: 1, createdAt: -1 } },
  { collection: 'payment-sessions', keys: { tenantId: 1, email: 1, createdAt: -1 } },
  { collection: 'payment-sessions', keys: { tenantId: 1, paymentId: 1 } },
  { collection: 'orders', keys: { tenantId: 1, ownerId: 1, createdAt: -1 } },
  { collection: 'orders', keys: { tenantId: 1, createdAt: -1 } },
  { collection: 'application_keys', keys: { tenantId: 1, createdAt: -1 } },
  { collection: 'deliveries', keys: { dueAt: 1 } },
  { collection: 'deliveries', keys: { tenantId: 1, state: 1, createdAt: -1 } },
  { collection: 'deliveries', keys: { expiresAt: 1 }, expires: true },
  { collection: 'inbox', keys: { dueAt: 1 } },
  { collection: 'event_cursors', keys: { dueAt: 1 } },
  { collection: 'payment_keys', keys: { tenantId: 1 } },
  { collection: 'inbox', keys: { state: 1, createdAt: -1 } },
  { collection: 'inbox', keys: { expiresAt: 1 }, expires: true },
  { collection: 'offline_payments', keys: { dueAt: 1 } },
  { collection: 'offline_payments', keys: { tenantId: 1, state: 1, createdAt: -1 } },
  { collection: 'offline_payments', keys: { tenantId: 1, 'refunds.state': 1, createdAt: -1 } },
  { collection: 'idempotency', keys: { expiresAt: 1 }, expires: true },
  { collection: 'carts', keys: { expiresAt: 1 }, expires: true },
  { collection: 'kind_rental_quotes', keys: { forgetAt: 1 }, expires: true },
  { collection: 'refresh_tokens', keys: { expiresAt: 1 }, expires: true },
  { collection: 'products', keys: { tenantId: 1, sortKey: 1 } },
  { collection: 'products', keys: { tenantId: 1, categoryKey: 1, sortKey: 1 } },
  { collection: 'products', keys: { tenantId: 1, searchTokens: 1 } },
  { collection: 'products', keys: { tenantId: 1, 'variants.sku': 1 } },
];

export function indexesWard({ look }: Room): Ward {
  const examine = async (collections: readonly string[]): Promise<Finding[]> => {
    const there = new Set(await look.collections());
    const found: Finding[] = [];
    for (const collection of collections.filter((name) => there.has(name))) {
      const indexes = await look.indexes(collection);
      const missing = NEEDED.filter((needed) => needed.collection === collection && !indexes.some(fits(needed)));
      found.push(...missing.map(missingIndex));
    }
    return found;
  };
  const collections = [...new Set(NEEDED.map(({ collection }) => collection))];
  return {
    name: 'indexes',
    expected: () => Promise.resolve(NEEDED.length),
    async *first() {
      yield { looked: NEEDED.length, findings: await examine(collections) };
    },
    again: examine,
  };
}

function missingIndex({ collection, keys, expires }: Needed): Finding {
  const shown = JSON.stringify(keys);
  const says = `There is no index ${shown}${expires ? ' that removes what has expired' : ''}.`;
  return findingsIn(collection)({ key: collection }, 'INDEX_MISSING', says, { index: shown });
}

/** The order of the fields counts, and whether the database removes by it. */
function fits({ keys, expires }: Needed): (index: IndexShape) => boolean {
  return ({ key, expireAfterSeconds }) =>
    JSON.stringify(plain(key)) === JSON.stringify(keys) && expireAfterSeconds === (expires ? 0 : undefined);
}

function plain(key: Doc): Record<string, number> {
  return Object.fromEntries(Object.entries(key).map(([field, direction]) => [field, Number(direction)]));
}
