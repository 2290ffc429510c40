import { InvalidInput } from '@comptoir/kernel';
import type { Filter, TenantCollection, TenantRef } from '#platform';
import { fold } from '../../fold.js';
import type { ProductDocument } from '../catalog.collections.js';
import { decodeCursor, encodeCursor } from './page-cursor.js';
import { byRank, scoreOf } from './ranking.js';
import { prefixes, queryWords } from './search-tokens.js';

/** Matches that are ranked; a search that finds more is too wide for its order to matter. */
const MAX_RANKED = 1000;
/** Letters that a suggestion shares with the word it stands in for. */
const LIKENESS = 3;

const SHOWN = { searchTokens: 0 } as const;
const RANKED = { tenantId: 1, sortKey: 1, title: 1, tags: 1, category: 1 } as const;

/** What a buyer looks for. */
export interface ProductQuery {
  query?: string | null;
  category?: string | null;
  minPrice?: number | null;
  maxPrice?: number | null;
  limit: number;
  after?: string | null;
}

/** One page of what was found. */
interface FoundProducts {
  products: ProductDocument[];
  endCursor: string | null;
  hasNextPage: boolean;
  /** Null where counting would cost a query of its own. */
  total: number | null;
}

/** Search on indexes that every supported database has; what they cannot do (ranking) is done here. */
export class ProductSearch {
  constructor(private readonly products: TenantCollection<ProductDocument>) {}

  /** Products with all the words, best match first; without words, all of them in alphabetical order. */
  async page(tenant: TenantRef, query: ProductQuery): Promise<FoundProducts> {
    const words = queryWords(query.query ?? '');
    const filter = filterOf(query);
    return words.length > 0 ? this.ranked(tenant, words, filter, query) : this.browse(tenant, filter, query);
  }

  /** A few products that come near a text nothing answers to: they share the beginning of a word, or just exist. */
  async nearest(tenant: TenantRef, text: string, limit: number): Promise<ProductDocument[]> {
    const beginnings = queryWords(text).flatMap((word) => prefixes(word, LIKENESS));
    const options = { limit, sort: { sortKey: 1 as const }, projection: SHOWN };
    const near = await this.products.find(tenant, { searchTokens: { $in: beginnings } }, options);
    return near.length > 0 ? near : this.products.find(tenant, {}, options);
  }

  private async browse(tenant: TenantRef, filter: Filter, { limit, after }: ProductQuery): Promise<FoundProducts> {
    const from = after ? { sortKey: { $gt: decodeCursor(after).sortKey } } : {};
    const options = { limit: limit + 1, sort: { sortKey: 1 as const }, projection: SHOWN };
    const found = await this.products.find(tenant, { ...filter, ...from }, options);
    const products = found.slice(0, limit);
    const last = products.at(-1);
    return {
      products,
      endCursor: last ? encodeCursor({ score: 0, sortKey: last.sortKey }) : null,
      hasNextPage: found.length > limit,
      total: null,
    };
  }

  private async ranked(
    tenant: TenantRef,
    words: readonly string[],
    filter: Filter,
    { limit, after }: ProductQuery,
  ): Promise<FoundProducts> {
    const options = { limit: MAX_RANKED, sort: { sortKey: 1 as const }, projection: RANKED };
    const matches = await this.products.find(tenant, { ...filter, searchTokens: { $all: words } }, options);
    const all = matches
      .map((product) => ({ id: product.id, sortKey: product.sortKey, score: scoreOf(words, product) }))
      .sort(byRank);
    const last = after ? decodeCursor(after) : null;
    const rest = last ? all.filter((row) => byRank(last, row) < 0) : all;
    const rows = rest.slice(0, limit);
    const end = rows.at(-1);
    return {
      products: await this.inOrder(tenant, rows),
      endCursor: end ? encodeCursor(end) : null,
      hasNextPage: rest.length > limit,
      total: matches.length < MAX_RANKED ? matches.length : null,
    };
  }

  private async inOrder(tenant: TenantRef, rows: readonly { id: string }[]): Promise<ProductDocument[]> {
    const found = await this.products.getMany(
      tenant,
      rows.map(({ id }) => id),
      { searchTokens: 0 },
    );
    const byId = new Map(found.map((product) => [product.id, product]));
    return rows.flatMap(({ id }) => byId.get(id) ?? []);
  }
}

function filterOf({ category, minPrice, maxPrice }: ProductQuery): Filter {
  const from = minPrice ?? 0;
  const to = maxPrice ?? Number.MAX_SAFE_INTEGER;
  if (from > to) throw InvalidInput.at('minPrice', 'range', 'must not be above maxPrice');
  const isBounded = from > 0 || to < Number.MAX_SAFE_INTEGER;
  return {
    ...(category ? { categoryKey: fold(category) } : {}),
    ...(isBounded ? { variants: { $elemMatch: { price: { $gte: from, $lte: to } } } } : {}),
  };
}
