import { Injectable } from '@nestjs/common';
import { InvalidInput, NotFound } from '@comptoir/kernel';
import { PaymentRail, type Principal, type TenantContext } from '@comptoir/tenant-kit';
import { PaymentsService } from '#payments';
import type { Filter, PageRange } from '#platform';
import { ASK_EVERY_MS, CheckoutReader } from '../checkout-reader.js';
import { MongoCheckoutStore } from '../checkout.store.js';
import type { CheckoutDocument } from '../engine/checkout-document.js';
import { sessionFacts } from '../engine/session-facts.js';
import { visibleTo } from '../orders/visible-to.js';
import type { PaymentSessionRow } from './payment-session.collection.js';
import { SessionRows } from './session-rows.js';

/** Which sessions of a list. Instants: the first one inclusive, the second one not. */
export interface SessionQuery {
  status?: PaymentSessionRow['status'] | null | undefined;
  paymentId?: string | null | undefined;
  email?: string | null | undefined;
  createdFrom?: Date | null | undefined;
  createdBefore?: Date | null | undefined;
  /** 1 to {@link MAX_PAGE}. */
  limit: number;
  /** Ids of sessions: what comes after the one in the list, or before the other. Not both. */
  after?: string | null | undefined;
  before?: string | null | undefined;
}

/** Who asks at which tenant. */
export interface Asker {
  tenant: TenantContext;
  principal: Principal;
}

const MAX_PAGE = 100;

/** Payment sessions on hosted pages, as the tenant they collect for sees them. */
@Injectable()
export class PaymentSessionsService {
  constructor(
    private readonly rows: SessionRows,
    private readonly reader: CheckoutReader,
    private readonly store: MongoCheckoutStore,
    private readonly payments: PaymentsService,
  ) {}

  /** Newest first, from rows of ours: no provider is asked. */
  async list(asker: Asker, query: SessionQuery): Promise<{ rows: PaymentSessionRow[]; hasMore: boolean }> {
    const { limit } = query;
    if (limit < 1 || limit > MAX_PAGE) throw InvalidInput.at('limit', 'range', `must be 1 to ${MAX_PAGE}`);
    const range = { ...(await this.side(asker, query)), limit: limit + 1 };
    const found = await this.rows.list(asker.tenant, { ...visibleTo(asker.principal), ...filterOf(query) }, range);
    const hasMore = found.length > limit;
    // Read backwards, the one too many is the first.
    const rows = range.side === 'before' && hasMore ? found.slice(1) : found.slice(0, limit);
    return { rows, hasMore };
  }

  /** One session as it is now. Reading heals, as for checkouts: a payment whose notification was lost is found here. */
  async get(asker: Asker, id: string): Promise<PaymentSessionRow> {
    const row = await this.visible(asker, id);
    const checkout = await this.reader.linked(asker.tenant.tenantId, row.checkoutId, ASK_EVERY_MS);
    return checkout ? upToDate(row, checkout) : row;
  }

  /** One session with its checkout, both as just written. */
  async withCheckout(asker: Asker, id: string): Promise<{ row: PaymentSessionRow; checkout: CheckoutDocument }> {
    const row = await this.visible(asker, id);
    const checkout = await this.store.load(asker.tenant.tenantId, row.checkoutId);
    if (!checkout) throw new NotFound('checkout');
    return { row: upToDate(row, checkout), checkout };
  }

  /** The row alone, without asking anybody. */
  async visible({ tenant, principal }: Asker, id: string): Promise<PaymentSessionRow> {
    const row = await this.rows.get(tenant, id);
    const { ownerId = row?.ownerId } = visibleTo(principal);
    const isShown = row?.ownerId === ownerId && row?.rail === PaymentRail.STRIPE_CHECKOUT;
    if (!row || !isShown) throw new NotFound('payment session');
    return row;
  }

  /** Whether real money is collected by it. */
  isLive({ provider }: Pick<PaymentSessionRow, 'provider'>): boolean {
    return this.payments.find(provider)?.testMode === false;
  }

  private async side(asker: Asker, { after, before }: SessionQuery): Promise<Pick<PageRange, 'end' | 'side'>> {
    if (after && before) throw InvalidInput.at('before', 'contradiction', 'excludes `after`');
    const id = after ?? before;
    const side = before ? 'before' : 'after';
    return id ? { side, end: await this.visible(asker, id) } : { side, end: null };
  }
}

/** What a row says, with what its checkout says of it now. */
function upToDate(row: PaymentSessionRow, checkout: CheckoutDocument): PaymentSessionRow {
  const session = checkout.payment.sessions.find(({ id }) => id === row.id);
  return session ? { ...row, ...sessionFacts(checkout, session) } : row;
}

function filterOf({ status, paymentId, email, createdFrom, createdBefore }: SessionQuery): Filter {
  const created = {
    ...(createdFrom ? { $gte: createdFrom } : {}),
    ...(createdBefore ? { $lt: createdBefore } : {}),
  };
  return {
    rail: PaymentRail.STRIPE_CHECKOUT,
    ...(status ? { status } : {}),
    ...(paymentId ? { paymentId } : {}),
    ...(email ? { email } : {}),
    ...(Object.keys(created).length ? { createdAt: created } : {}),
  };
}
