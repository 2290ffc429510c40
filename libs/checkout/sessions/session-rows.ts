import { Injectable } from '@nestjs/common';
import {
  Database,
  isDuplicateKey,
  type Filter,
  type PageRange,
  type TenantCollection,
  type TenantRef,
} from '#platform';
import type { CheckoutDocument } from '../engine/checkout-document.js';
import { PAYMENT_SESSIONS, type PaymentSessionRow } from './payment-session.collection.js';
import { rowParts } from './session-row.js';

/** The rows of payment sessions: written after the checkouts that they are read off, and rewritten whenever asked. */
@Injectable()
export class SessionRows {
  private readonly rows: TenantCollection<PaymentSessionRow>;

  constructor(database: Database) {
    this.rows = database.tenantCollection(PAYMENT_SESSIONS);
  }

  /** Writes what is to be told of these sessions, or of all of them. A row that is newer already is left as it is. */
  async write(checkout: CheckoutDocument, ids: readonly string[] | null = null): Promise<void> {
    const sessions = checkout.payment.sessions.filter(({ id }) => ids === null || ids.includes(id));
    for (const session of sessions) {
      const { current, frozen } = rowParts(checkout, session);
      const guard = { version: { $lte: checkout.version } };
      try {
        await this.rows.change(checkout, session.id, guard, { $set: { ...current }, $setOnInsert: frozen }, UPSERT);
      } catch (error) {
        // There is one that does not meet the guard: somebody told a later state.
        if (!isDuplicateKey(error)) throw error;
      }
    }
  }

  get(tenant: TenantRef, id: string): Promise<PaymentSessionRow | null> {
    return this.rows.get(tenant, id);
  }

  /** Newest first. */
  list(tenant: TenantRef, filter: Filter, range: PageRange): Promise<PaymentSessionRow[]> {
    return this.rows.range(tenant, filter, range);
  }

  /** Removes a row that no checkout accounts for, unless it was written anew meanwhile. */
  async forget(row: PaymentSessionRow): Promise<void> {
    await this.rows.remove(row, row.id, { version: row.version });
  }
}

const UPSERT = { upsert: true } as const;
