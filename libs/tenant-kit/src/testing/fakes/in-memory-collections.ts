import type { CollectionsPort, Guard, KindChange, KindCollection } from '../../ports/collections.port.js';
import type { TenantContext } from '../../tenant.js';
import { copy } from '../plain.js';
import { ByTenant } from './by-tenant.js';
import { changed, type Document } from './change-document.js';
import { compare, meets } from './match-document.js';

/** Collections of kinds in memory. They speak the operators that a kind may use, and refuse every other one. */
export class InMemoryCollections implements CollectionsPort {
  private readonly collections = new Map<string, InMemoryCollection>();

  collection<T extends { id: string }>(name: string): KindCollection<T> {
    const known = this.collections.get(name) ?? new InMemoryCollection();
    this.collections.set(name, known);
    return known as unknown as KindCollection<T>;
  }

  /** Every document of one tenant, by collection. */
  dump(tenant: TenantContext): unknown {
    return [...this.collections].map(([name, collection]) => ({ name, documents: collection.all(tenant) }));
  }
}

class InMemoryCollection implements KindCollection<Document> {
  private readonly documents = new ByTenant<Map<string, Document>>(() => new Map());

  get(tenant: TenantContext, id: string): Promise<Document | null> {
    return Promise.resolve(copy(this.documents.of(tenant).get(id) ?? null));
  }

  find(
    tenant: TenantContext,
    filter: Guard,
    { limit, sort = {} }: { limit: number; sort?: Record<string, 1 | -1> },
  ): Promise<Document[]> {
    const found = this.all(tenant).filter((document) => meets(document, filter));
    for (const [field, direction] of Object.entries(sort).reverse()) {
      found.sort((a, b) => direction * compare(a[field], b[field]));
    }
    return Promise.resolve(found.slice(0, limit));
  }

  insert(tenant: TenantContext, document: Document): Promise<boolean> {
    const documents = this.documents.of(tenant);
    if (documents.has(document.id)) return Promise.resolve(false);
    documents.set(document.id, copy(document));
    return Promise.resolve(true);
  }

  update(tenant: TenantContext, id: string, guard: Guard, change: KindChange): Promise<Document | null> {
    const documents = this.documents.of(tenant);
    const document = documents.get(id);
    if (!document || !meets(document, guard)) return Promise.resolve(null);
    const next = changed(document, change);
    documents.set(id, next);
    return Promise.resolve(copy(next));
  }

  all(tenant: TenantContext): Document[] {
    return copy([...this.documents.of(tenant).values()]);
  }
}
