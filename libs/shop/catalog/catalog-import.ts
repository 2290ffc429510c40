import { isDeepStrictEqual } from 'node:util';
import type { TenantCollection, TenantRef } from '#platform';
import { CATALOG_ID, type CatalogDocument, type ProductDocument } from './catalog.collections.js';
import type { ProductFields } from './product-content.js';

/** Products per read. */
const BATCH = 100;
const SUMMARY_BATCH = 1000;

/** One product as it is to be stored. */
interface ProductWrite {
  id: string;
  fields: ProductFields;
}

/** Writes products. Only what differs is written, so that a repeated import is a repeated import and no change. */
export class CatalogImport {
  constructor(
    private readonly products: TenantCollection<ProductDocument>,
    private readonly catalogs: TenantCollection<CatalogDocument>,
  ) {}

  /** Upserts the products and returns how many were new or different. */
  async run(tenant: TenantRef, all: readonly ProductWrite[], now: Date): Promise<number> {
    const writes = await this.differing(tenant, all);
    const unfinished = (await this.catalogs.get(tenant, CATALOG_ID))?.changing ?? false;
    if (writes.length === 0 && !unfinished) return 0;
    // Marked before the first write: after a crash halfway the next import knows that it has a version to raise.
    await this.catalogs.update(tenant, CATALOG_ID, {}, { $set: { changing: true } }, { upsert: true });
    for (const { id, fields } of writes) {
      await this.products.update(tenant, id, {}, { $set: { ...fields, updatedAt: now } }, { upsert: true });
    }
    const summary = { ...(await this.summary(tenant)), changing: false, updatedAt: now };
    await this.catalogs.update(tenant, CATALOG_ID, {}, { $set: summary, $inc: { version: 1 } }, { upsert: true });
    return writes.length;
  }

  private async differing(tenant: TenantRef, all: readonly ProductWrite[]): Promise<ProductWrite[]> {
    const writes: ProductWrite[] = [];
    for (let from = 0; from < all.length; from += BATCH) {
      const batch = all.slice(from, from + BATCH);
      const found = await this.products.getMany(
        tenant,
        batch.map(({ id }) => id),
      );
      const known = new Map(found.map((product) => [product.id, fieldsOf(product)]));
      writes.push(...batch.filter(({ id, fields }) => !isDeepStrictEqual(known.get(id), fields)));
    }
    return writes;
  }

  private async summary(tenant: TenantRef): Promise<Pick<CatalogDocument, 'products' | 'categories'>> {
    const categories = new Set<string>();
    let products = 0;
    let after = '';
    for (;;) {
      const rows = await this.products.find(
        tenant,
        { sortKey: { $gt: after } },
        { sort: { sortKey: 1 }, limit: SUMMARY_BATCH, projection: { category: 1, sortKey: 1 } },
      );
      for (const { category } of rows) categories.add(category);
      products += rows.length;
      const last = rows.at(-1);
      if (!last || rows.length < SUMMARY_BATCH) break;
      after = last.sortKey;
    }
    return { products, categories: [...categories].sort((a, b) => a.localeCompare(b, 'en')) };
  }
}

function fieldsOf({ id: _id, tenantId: _tenantId, updatedAt: _updatedAt, ...fields }: ProductDocument): ProductFields {
  return fields;
}
