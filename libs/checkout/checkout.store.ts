import { Injectable } from '@nestjs/common';
import {
  Database,
  type DueCollection,
  type DueDocument,
  type Page,
  type PageRequest,
  type TenantCollection,
  type TenantRef,
} from '#platform';
import { CHECKOUTS } from './checkout.collection.js';
import type { CheckoutDocument } from './engine/checkout-document.js';
import type { CheckoutStore } from './engine/runner.js';

/** Loads and saves checkouts; a save is one compare-and-set on the version that was read. */
@Injectable()
export class MongoCheckoutStore implements CheckoutStore {
  private readonly checkouts: TenantCollection<CheckoutDocument>;
  private readonly timers: DueCollection;

  constructor(database: Database) {
    this.checkouts = database.tenantCollection(CHECKOUTS);
    this.timers = database.dueCollection(CHECKOUTS);
  }

  async load(tenantId: string, id: string): Promise<CheckoutDocument | null> {
    return this.checkouts.get({ tenantId }, id);
  }

  /** False when it exists already. */
  async insert(checkout: CheckoutDocument): Promise<boolean> {
    return this.checkouts.insert(checkout, checkout);
  }

  async save(previous: CheckoutDocument, next: CheckoutDocument): Promise<CheckoutDocument | null> {
    const changed = Object.entries(next).filter(([name, value]) => value !== previous[name as keyof CheckoutDocument]);
    const version = previous.version + 1;
    const $set = { ...Object.fromEntries(changed), version };
    return this.checkouts.update(previous, previous.id, { version: previous.version }, { $set });
  }

  /** Checkouts of one owner, newest first. */
  async list(
    tenant: TenantRef,
    filter: { ownerId: string; status?: string },
    page: PageRequest,
  ): Promise<Page<CheckoutDocument>> {
    return this.checkouts.newest(tenant, filter, page);
  }

  async due(now: Date, limit: number): Promise<DueDocument[]> {
    return this.timers.due(now, limit);
  }
}
