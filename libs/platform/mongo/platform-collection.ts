import { isDuplicateKey, type Change, type Filter, type FindOptions } from './change.js';
import { pageEnd, pageLimit, pageOf, type Page, type PageEnd, type PageRequest } from './page.js';
import type { StoredDocument, StoredModel } from './stored-document.js';

/** Documents that belong to no tenant, or to all: only for the sweeper, the inbox, tenants, identity and operators. */
export class PlatformCollection<T extends { id: string }> {
  constructor(private readonly model: StoredModel) {}

  async get(id: string): Promise<T | null> {
    return this.shown(await this.model.findById(id).lean());
  }

  async find(filter: Filter, options: FindOptions): Promise<T[]> {
    const found = await this.model.find(filter, options.projection, { ...options, lean: true });
    return found.map((document) => this.read(document));
  }

  /** Newest first, by `createdAt` and then by id, so that equal instants lose nobody at a page's edge. */
  async newest(
    this: PlatformCollection<T & PageEnd>,
    filter: Filter,
    request: PageRequest,
  ): Promise<Page<T & PageEnd>> {
    const end = pageEnd(request);
    const older = end && [{ createdAt: { $lt: end.createdAt } }, { createdAt: end.createdAt, _id: { $lt: end.id } }];
    const query = older ? { ...filter, $or: older } : filter;
    const rows = await this.find(query, { sort: { createdAt: -1, _id: -1 }, limit: pageLimit(request) });
    return pageOf(rows, request);
  }

  /** False when a document with this id exists already; it is left as it is. */
  async insert(document: T): Promise<boolean> {
    const { id, ...fields } = document;
    try {
      await this.model.create({ _id: id, ...fields });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Changes one document that meets `guard` and returns it as changed, or null when none does. */
  async update(id: string, guard: Filter, change: Change, options: { upsert?: boolean } = {}): Promise<T | null> {
    const filter = { ...guard, _id: id };
    return this.shown(
      await this.model.findOneAndUpdate(filter, change, { returnDocument: 'after', lean: true, ...options }),
    );
  }

  /** The same where the document is not read afterwards, which costs less: whether one met `guard`. */
  async change(id: string, guard: Filter, change: Change): Promise<boolean> {
    return (await this.model.updateOne({ ...guard, _id: id }, change)).matchedCount === 1;
  }

  async remove(id: string, guard: Filter = {}): Promise<boolean> {
    return (await this.model.deleteOne({ ...guard, _id: id })).deletedCount === 1;
  }

  private shown(document: StoredDocument | null): T | null {
    return document ? this.read(document) : null;
  }

  private read({ _id, ...fields }: StoredDocument): T {
    return { ...fields, id: _id } as unknown as T;
  }
}
