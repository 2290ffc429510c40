import { stockAlone, stockOwners } from '../checks/goods/stock.js';
import { takenTwice, unitOwners } from '../checks/goods/unit-set.js';
import { findingsIn } from '../finding.js';
import { PROGRESS, readProgress, type Progress } from '../reading/checkout.js';
import { readable, readAll, splitKey, type Doc } from '../reading/fields.js';
import { readStock, readUnitSet } from '../reading/goods.js';
import type { Look } from '../reading/look.js';
import type { Room } from '../room.js';
import type { Ward } from '../ward.js';
import { collectionWard } from './collection-ward.js';
import { unreadable } from './unreadable.js';

/** Counted units, against the checkouts that hold them or bought them. */
export function stockWard({ look }: Room): Ward {
  return collectionWard(look, 'inventory', async (docs) => {
    const { read, broken } = readAll(docs, readStock);
    const owners = read.flatMap(({ tenant, holds, sold }) => [...holds, ...sold].map(({ by }) => `${tenant}/${by}`));
    const checkouts = await progressOf(look, owners);
    const found = read.flatMap((stock) => [...stockAlone(stock), ...stockOwners(stock, checkouts)]);
    return [...unreadable('inventory', broken), ...found];
  });
}

/** Named units: the nights of a house, the seats of a show. */
export function unitSetsWard({ look }: Room): Ward {
  return collectionWard(look, 'unit_sets', async (docs) => {
    const { read, broken } = readAll(docs, readUnitSet);
    const owners = read.flatMap(({ tenant, taken }) => taken.map(({ by }) => `${tenant}/${by}`));
    const checkouts = await progressOf(look, owners);
    const found = read.flatMap((set) => [...takenTwice(set), ...unitOwners(set, checkouts)]);
    return [...unreadable('unit_sets', broken), ...found];
  });
}

async function progressOf(look: Look, keys: readonly string[]): Promise<Map<string, Progress>> {
  return readable(await look.byKeys('checkouts', keys, PROGRESS), readProgress);
}

/** Every SKU of the catalogue has a document that says how many there are: what has none is never sold. */
export function productsWard({ look }: Room): Ward {
  const finding = findingsIn('products');
  const projection = { tenantId: 1, 'variants.sku': 1 } as const;
  return collectionWard(
    look,
    'products',
    async (docs) => {
      const stock = await look.byKeys('inventory', docs.flatMap(skusIn), { _id: 1 });
      return docs.flatMap((doc) =>
        skusIn(doc)
          .filter((key) => !stock.has(key))
          .map((key) => finding({ key: String(doc['_id']) }, 'STOCK_MISSING', `${key} has no stock.`, { sku: key })),
      );
    },
    projection,
  );
}

function skusIn(doc: Doc): string[] {
  const { tenant } = splitKey(String(doc['_id']));
  const variants = Array.isArray(doc['variants']) ? doc['variants'] : [];
  return variants.map((variant: Doc) => `${tenant}/${String(variant['sku'])}`);
}
