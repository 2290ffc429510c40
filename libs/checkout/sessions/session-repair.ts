import { Injectable } from '@nestjs/common';
import type { TenantContext } from '@comptoir/tenant-kit';
import { MongoCheckoutStore } from '../checkout.store.js';
import type { CheckoutDocument } from '../engine/checkout-document.js';
import { SessionRows } from './session-rows.js';

/** Checkouts that one call looks at. */
const BATCH = 100;

/** Writes the rows of payment sessions anew, whatever became of them: the checkouts are the truth. */
@Injectable()
export class SessionRepair {
  constructor(
    private readonly store: MongoCheckoutStore,
    private readonly rows: SessionRows,
  ) {}

  /** One batch of checkouts by id, those after `after`; `endCursor` is null once all were looked at. */
  async repair(tenant: TenantContext, after: string | null): Promise<{ checked: number; endCursor: string | null }> {
    const checkouts = await this.store.byId(tenant, after, BATCH);
    for (const checkout of checkouts) await this.rewrite(checkout);
    const isLast = checkouts.length < BATCH;
    return { checked: checkouts.length, endCursor: isLast ? null : (checkouts.at(-1)?.id ?? null) };
  }

  private async rewrite(found: CheckoutDocument): Promise<void> {
    for (const { id } of found.payment.sessions) {
      const row = await this.rows.get(found, id);
      // A checkout that has caught up with the row was changed meanwhile; one that has not lost what the row was read off.
      const checkout = row && row.version > found.version ? await this.store.load(found.tenantId, found.id) : found;
      if (!checkout) continue;
      if (row && row.version > checkout.version) await this.rows.forget(row);
      await this.rows.write(checkout, [id]);
    }
  }
}
