import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '@comptoir/kernel';
import type { TenantContext } from '@comptoir/tenant-kit';
import { InventoryService } from '#inventory';
import { Database, type TenantCollection } from '#platform';
import { CatalogImport } from './catalog-import.js';
import { CATALOG_ID, CATALOGS, PRODUCTS, type CatalogDocument, type ProductDocument } from './catalog.collections.js';
import { CatalogEmptyReason, MAX_LIMIT, type CatalogPage, type CatalogVersion } from './catalog.types.js';
import type { ImportedFamily } from './import/imported-family.js';
import { offersOf, type Offer } from './offer.js';
import { ProductSearch, type ProductQuery } from './search/product-search.js';
import { queryWords } from './search/search-tokens.js';
import { productFields } from './product-content.js';
import { productView, type StockBySku } from './product-view.js';
import type { Product } from './product.types.js';

/** Suggestions and alternatives in one answer. */
const FEW = 5;
/** Products read for the SKUs of one cart; there are fewer SKUs in it, and each is in one product or two. */
const MAX_OFFERING = 1000;

/** A tenant's products: search, prices, import. Stock comes from the inventory, one query for a whole page. */
@Injectable()
export class CatalogService {
  private readonly products: TenantCollection<ProductDocument>;
  private readonly catalogs: TenantCollection<CatalogDocument>;
  private readonly searcher: ProductSearch;

  constructor(
    database: Database,
    private readonly inventory: InventoryService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.products = database.tenantCollection(PRODUCTS);
    this.catalogs = database.tenantCollection(CATALOGS);
    this.searcher = new ProductSearch(this.products);
  }

  /** One page of products with prices and stock of this moment. */
  async search(tenant: TenantContext, query: ProductQuery): Promise<CatalogPage> {
    const limit = Math.min(Math.max(query.limit, 1), MAX_LIMIT);
    const [catalog, found] = await Promise.all([
      this.catalogs.get(tenant, CATALOG_ID),
      this.searcher.page(tenant, { ...query, limit }),
    ]);
    const nothing = found.products.length === 0 && !query.after;
    const empty = !catalog?.products;
    return {
      nodes: await this.views(tenant, found.products),
      endCursor: found.endCursor,
      hasNextPage: found.hasNextPage,
      totalMatches: found.total ?? (isWholeCatalog(query) ? (catalog?.products ?? 0) : null),
      catalogVersion: catalog?.version ?? 0,
      fetchedAt: this.clock.now(),
      categories: catalog?.categories ?? [],
      emptyReason: nothing ? (empty ? CatalogEmptyReason.EMPTY_CATALOG : CatalogEmptyReason.NO_MATCHES) : null,
      suggestions: nothing && !empty ? await this.suggestions(tenant, query.query ?? '') : [],
    };
  }

  /** One product, or null when the tenant has none with this id. */
  async product(tenant: TenantContext, id: string): Promise<Product | null> {
    const product = await this.products.get(tenant, id, { searchTokens: 0 });
    return product ? productView(tenant, product, await this.stockOf(tenant, [product])) : null;
  }

  /** The version alone: what a client compares before it relies on what it read. */
  async version(tenant: TenantContext): Promise<CatalogVersion> {
    const catalog = await this.catalogs.get(tenant, CATALOG_ID, { version: 1 });
    return { version: catalog?.version ?? 0, fetchedAt: this.clock.now() };
  }

  /** Today's offers by SKU, in one query; a SKU that is not sold is not among them. */
  async productsBySkus(tenant: TenantContext, skus: readonly string[]): Promise<Map<string, Offer>> {
    if (skus.length === 0) return new Map();
    const found = await this.products.find(
      tenant,
      { 'variants.sku': { $in: skus } },
      { limit: MAX_OFFERING, sort: { sortKey: 1 }, projection: { title: 1, variants: 1, currency: 1 } },
    );
    return offersOf(found);
  }

  /** A few products to choose from instead of one that is not sold. */
  async alternatives(tenant: TenantContext, text: string): Promise<Product[]> {
    return this.views(tenant, await this.searcher.nearest(tenant, text, FEW));
  }

  /**
   * Creates or changes the families' products, takes over their stock, and raises the version once if a product is new
   * or different. May be repeated. Returns how many products were written; products that are not in `families` stay.
   */
  async importFamilies(tenant: TenantContext, families: readonly ImportedFamily[], currency: string): Promise<number> {
    const products = families.map((family) => ({ id: family.handle, fields: productFields(family, currency) }));
    const counts = families.flatMap(({ variants }) => variants.map(({ sku, stock }) => ({ sku, onHand: stock })));
    // Stock first: a product must not be seen before it can be bought.
    await this.inventory.setStock(tenant, counts);
    return new CatalogImport(this.products, this.catalogs).run(tenant, products, this.clock.now());
  }

  private async views(tenant: TenantContext, products: readonly ProductDocument[]): Promise<Product[]> {
    const stock = await this.stockOf(tenant, products);
    return products.map((product) => productView(tenant, product, stock));
  }

  private async stockOf(tenant: TenantContext, products: readonly ProductDocument[]): Promise<StockBySku> {
    const tracked = products.flatMap(({ variants }) => variants.filter((variant) => variant.tracked));
    return this.inventory.available(
      tenant,
      tracked.map(({ sku }) => sku),
    );
  }

  private async suggestions(tenant: TenantContext, text: string): Promise<string[]> {
    const near = await this.searcher.nearest(tenant, text, FEW);
    return [...new Set(near.map(({ title }) => title))];
  }
}

function isWholeCatalog({ query, category, minPrice, maxPrice }: ProductQuery): boolean {
  return queryWords(query ?? '').length === 0 && !category && (minPrice ?? maxPrice ?? null) === null;
}
