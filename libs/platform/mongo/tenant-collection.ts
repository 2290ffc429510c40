import { isDuplicateKey, type Change, type Filter, type FindOptions } from './change.js';
import { pageEnd, pageLimit, pageOf, type Page, type PageEnd, type PageRange, type PageRequest } from './page.js';
import type { StoredDocument, StoredModel } from './stored-document.js';

/** Whose documents. A TenantContext is one. */
export interface TenantRef {
  readonly tenantId: string;
}

interface UpdateOptions {
  readonly upsert?: boolean;
  readonly arrayFilters?: Filter[];
}

/**
 * Documents of tenants. `_id` is `<tenantId>/<id>`, built and taken apart here alone; callers see `id`. No method works
 * without a tenant, and every query names it first, so another tenant's document cannot be reached by mistake.
 */
export class TenantCollection<T extends { id: string }> {
  constructor(private readonly model: StoredModel) {}

  async get(tenant: TenantRef, id: string, projection?: Record<string, 0 | 1>): Promise<T | null> {
    return this.shown(tenant, await this.model.findById(key(tenant, id), projection).lean());
  }

  async getMany(tenant: TenantRef, ids: readonly string[], projection?: Record<string, 0 | 1>): Promise<T[]> {
    if (ids.length === 0) return [];
    const _id = { $in: ids.map((id) => key(tenant, id)) };
    const found = await this.model.find({ _id }, projection, { lean: true });
    return found.map((document) => this.read(tenant, document));
  }

  async find(tenant: TenantRef, filter: Filter, options: FindOptions): Promise<T[]> {
    const { projection, ...rest } = options;
    const found = await this.model.find({ tenantId: tenant.tenantId, ...filter }, projection, { ...rest, lean: true });
    return found.map((document) => this.read(tenant, document));
  }

  /** Newest first, by `createdAt` and then by id, so that equal instants lose nobody at a page's edge. */
  async newest(
    this: TenantCollection<T & PageEnd>,
    tenant: TenantRef,
    filter: Filter,
    request: PageRequest,
  ): Promise<Page<T & PageEnd>> {
    const rows = await this.range(tenant, filter, { end: pageEnd(request), side: 'after', limit: pageLimit(request) });
    return pageOf(rows, request);
  }

  /** In the order of {@link newest}: the first ones after an end, or the last ones before it. Without an end, of all. */
  async range(
    this: TenantCollection<T & PageEnd>,
    tenant: TenantRef,
    filter: Filter,
    { end, side, limit }: PageRange,
  ): Promise<(T & PageEnd)[]> {
    const [order, than] = side === 'after' ? ([-1, '$lt'] as const) : ([1, '$gt'] as const);
    const beyond = end && [
      { createdAt: { [than]: end.createdAt } },
      { createdAt: end.createdAt, _id: { [than]: key(tenant, end.id) } },
    ];
    const query = beyond ? { ...filter, $or: beyond } : filter;
    const rows = await this.find(tenant, query, { sort: { createdAt: order, _id: order }, limit });
    return side === 'after' ? rows : rows.toReversed();
  }

  /** By id, so many after one: for whoever goes through all of them, whatever is written meanwhile. */
  async byId(tenant: TenantRef, after: string | null, limit: number): Promise<T[]> {
    // In `_id`, `/` is followed by `0`: another tenant's are not even looked at.
    const _id = { $gt: key(tenant, after ?? ''), $lt: `${tenant.tenantId}0` };
    return this.find(tenant, { _id }, { sort: { _id: 1 }, limit });
  }

  async count(tenant: TenantRef, filter: Filter): Promise<number> {
    return this.model.countDocuments({ tenantId: tenant.tenantId, ...filter });
  }

  /** False when a document with this id exists already; it is left as it is. */
  async insert(tenant: TenantRef, document: T | (Omit<T, 'tenantId'> & { id: string })): Promise<boolean> {
    const { id, ...fields } = document;
    try {
      await this.model.create({ ...fields, _id: key(tenant, id), tenantId: tenant.tenantId });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Changes one document that meets `guard` and returns it as changed, or null when none does. */
  async update(
    tenant: TenantRef,
    id: string,
    guard: Filter,
    change: Change,
    options: UpdateOptions = {},
  ): Promise<T | null> {
    const filter = { ...guard, _id: key(tenant, id) };
    const changed = withTenant(tenant, change, options);
    return this.shown(
      tenant,
      await this.model.findOneAndUpdate(filter, changed, { returnDocument: 'after', lean: true, ...options }),
    );
  }

  /** The same where the document is not read afterwards, which costs less: whether one met `guard`, or was made. */
  async change(
    tenant: TenantRef,
    id: string,
    guard: Filter,
    change: Change,
    options: UpdateOptions = {},
  ): Promise<boolean> {
    const filter = { ...guard, _id: key(tenant, id) };
    const { matchedCount, upsertedCount } = await this.model.updateOne(
      filter,
      withTenant(tenant, change, options),
      options,
    );
    return matchedCount + upsertedCount === 1;
  }

  async remove(tenant: TenantRef, id: string, guard: Filter = {}): Promise<boolean> {
    return (await this.model.deleteOne({ ...guard, _id: key(tenant, id) })).deletedCount === 1;
  }

  private shown(tenant: TenantRef, document: StoredDocument | null): T | null {
    return document ? this.read(tenant, document) : null;
  }

  private read(tenant: TenantRef, { _id, ...fields }: StoredDocument): T {
    return { ...fields, id: _id.slice(tenant.tenantId.length + 1) } as unknown as T;
  }
}

function withTenant({ tenantId }: TenantRef, change: Change, { upsert }: UpdateOptions): Change {
  return upsert ? { ...change, $setOnInsert: { ...change.$setOnInsert, tenantId } } : change;
}

function key(tenant: TenantRef, id: string): string {
  return `${tenant.tenantId}/${id}`;
}
