import type { StoredDocument, StoredModel } from './stored-document.js';

/** What the sweeper knows of a document that is due. */
export interface DueDocument {
  tenantId: string;
  id: string;
  dueAt: Date;
}

/** The sweeper's one query, across tenants: `dueAt <= now`, oldest first. Reading content needs a tenant collection. */
export class DueCollection {
  constructor(private readonly model: StoredModel) {}

  async due(now: Date, limit: number): Promise<DueDocument[]> {
    const found = await this.model.find(
      { dueAt: { $lte: now } },
      { tenantId: 1, dueAt: 1 },
      { sort: { dueAt: 1 }, limit, lean: true },
    );
    return found.map((document) => {
      const { _id, tenantId, dueAt } = document as StoredDocument & { tenantId: string; dueAt: Date };
      return { tenantId, dueAt, id: _id.slice(tenantId.length + 1) };
    });
  }
}
