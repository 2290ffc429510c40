import { Injectable } from '@nestjs/common';
import { NotFound } from '@comptoir/kernel';
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
import type { CheckoutDocument, OutboxEvent } from './engine/checkout-document.js';
import { committed } from './engine/commit.js';
import { dueAt } from './engine/due-at.js';
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

  /** The checkout of this owner: not there and somebody else's are the same. */
  async owned({ tenantId }: TenantRef, ownerId: string, id: string): Promise<CheckoutDocument> {
    const checkout = await this.load(tenantId, id);
    if (!checkout || checkout.ownerId !== ownerId) throw new NotFound('checkout');
    return checkout;
  }

  /** As written; null when it exists already. */
  async insert(checkout: CheckoutDocument): Promise<CheckoutDocument | null> {
    const written = committed(null, checkout);
    return (await this.checkouts.insert(checkout, written)) ? written : null;
  }

  async save(previous: CheckoutDocument, next: CheckoutDocument): Promise<CheckoutDocument | null> {
    const { outbox, ...fields } = committed(previous, next);
    const changed = Object.entries(fields).filter(
      ([name, value]) => value !== previous[name as keyof CheckoutDocument],
    );
    const $set = { ...Object.fromEntries(changed), version: previous.version + 1 };
    // Added, never set: what was told meanwhile must not come back.
    const added = outbox.filter(({ seq }) => seq > previous.eventSeq);
    const change = added.length > 0 ? { $set, $push: { outbox: { $each: added } } } : { $set };
    return this.checkouts.update(previous, previous.id, { version: previous.version }, change);
  }

  /**
   * Takes events that were told out of the outbox and notes that the rows of sessions are written; sets the timer anew. It leaves `version` alone: nobody who works
   * on the checkout is disturbed. Null when somebody changed it meanwhile.
   */
  async told(checkout: CheckoutDocument, events: readonly OutboxEvent[]): Promise<CheckoutDocument | null> {
    const seqs = new Set(events.map(({ seq }) => seq));
    const rest = { ...checkout, untoldSessions: [], outbox: checkout.outbox.filter(({ seq }) => !seqs.has(seq)) };
    const change = { $set: { dueAt: dueAt(rest), untoldSessions: [] }, $pull: { outbox: { seq: { $in: [...seqs] } } } };
    return this.checkouts.update(checkout, checkout.id, { version: checkout.version }, change);
  }

  /** Checkouts of one owner, newest first. */
  async list(
    tenant: TenantRef,
    filter: { ownerId: string; status?: string },
    page: PageRequest,
  ): Promise<Page<CheckoutDocument>> {
    return this.checkouts.newest(tenant, filter, page);
  }

  /** Every checkout of a tenant by id, so many after one: for whoever goes through all of them. */
  byId(tenant: TenantRef, after: string | null, limit: number): Promise<CheckoutDocument[]> {
    return this.checkouts.byId(tenant, after, limit);
  }

  /** Checkouts that wait for a person, newest first. */
  async needingAttention(tenant: TenantRef, page: PageRequest): Promise<Page<CheckoutDocument>> {
    return this.checkouts.newest(tenant, { needsAttention: { $type: 'string' } }, page);
  }

  async due(now: Date, limit: number): Promise<DueDocument[]> {
    return this.timers.due(now, limit);
  }
}
