import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, type Clock } from '@comptoir/kernel';
import { CheckoutStatus, type Checkout, type Principal, type TenantContext } from '@comptoir/tenant-kit';
import { PaymentsService } from '#payments';
import type { Page, PageRequest } from '#platform';
import { CheckoutEngine } from './checkout-engine.js';
import type { CallResult } from './checkout.service.js';
import { CheckoutPresenter } from './api/checkout.presenter.js';
import type { CheckoutDocument, SessionRecord } from './engine/checkout-document.js';
import { OrdersService } from './orders/orders.service.js';
import { PaymentObserver } from './payment/payment-observer.js';
import { moneyOf } from './payment/payment-record.js';

/**
 * The provider is asked about one session at most this often by the status reads of one gateway, milliseconds. It limits the
 * rate and nothing else: two gateways ask twice as often, and whatever both find is applied once.
 */
export const ASK_EVERY_MS = 5000;

/** Sessions remembered for that; the oldest is forgotten first. */
const REMEMBERED = 10_000;

/** Reads checkouts. Reading heals: a payment whose webhook never came is found here. */
@Injectable()
export class CheckoutReader {
  private readonly logger = new Logger('checkout');
  private readonly askedAt = new Map<string, number>();

  constructor(
    private readonly engine: CheckoutEngine,
    private readonly orders: OrdersService,
    private readonly payments: PaymentsService,
    private readonly observer: PaymentObserver,
    private readonly presenter: CheckoutPresenter,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The checkout as its owner sees it. */
  async show(tenant: TenantContext, owner: Principal, id: string): Promise<Checkout> {
    const { checkout, stale } = await this.fresh(await this.engine.store.owned(tenant, owner.id, id), ASK_EVERY_MS);
    return this.present(tenant, checkout, stale);
  }

  /** The checkout as a call left it, without asking the provider; read where the call does not have it. */
  async shown(
    tenant: TenantContext,
    owner: Principal,
    { id, checkout }: Omit<CallResult, 'replayed'>,
  ): Promise<Checkout> {
    const left = checkout?.ownerId === owner.id ? checkout : await this.engine.store.owned(tenant, owner.id, id);
    return this.present(tenant, left, false);
  }

  /** By id alone, for pages whose link proves who may see them. */
  async linked(tenantId: string, id: string, askEveryMs: number): Promise<CheckoutDocument | null> {
    const checkout = await this.engine.store.load(tenantId, id);
    return checkout && (await this.fresh(checkout, askEveryMs)).checkout;
  }

  async list(
    tenant: TenantContext,
    owner: Principal,
    status: CheckoutStatus | null,
    page: PageRequest,
  ): Promise<Page<Checkout>> {
    const filter = { ownerId: owner.id, ...(status ? { status } : {}) };
    const { nodes, endCursor } = await this.engine.store.list(tenant, filter, page);
    return { nodes: nodes.map((checkout) => this.presenter.checkout(checkout, null, false)), endCursor };
  }

  private async present(tenant: TenantContext, checkout: CheckoutDocument, stale: boolean): Promise<Checkout> {
    const completed = checkout.status === CheckoutStatus.completed;
    const order = completed ? await this.orders.get(tenant, checkout.id, checkout.ownerId) : null;
    return this.presenter.checkout(checkout, order, stale);
  }

  /** Asks the provider about an open session, not more often than `askEveryMs`, and applies the answer. */
  private async fresh(
    checkout: CheckoutDocument,
    askEveryMs: number,
  ): Promise<{ checkout: CheckoutDocument; stale: boolean }> {
    const session = checkout.payment.sessions.at(-1);
    if (checkout.status !== CheckoutStatus.payment_pending || !session?.providerId) return { checkout, stale: false };
    if (!this.mayAsk(session, askEveryMs)) return { checkout, stale: false };
    try {
      const opened = { providerId: session.providerId, account: moneyOf(session).account };
      const facts = await this.payments.get(session.provider).read(opened);
      await this.observer.observe(session.provider, facts);
    } catch (error) {
      this.logger.warn({ msg: 'provider not readable', checkout: checkout.id, err: error });
      return { checkout, stale: true };
    }
    return { checkout: (await this.engine.store.load(checkout.tenantId, checkout.id)) ?? checkout, stale: false };
  }

  private mayAsk(session: SessionRecord, askEveryMs: number): boolean {
    const now = this.clock.now().getTime();
    const asked = this.askedAt.get(session.id);
    // A clock that was set back must not keep us from asking.
    if (asked !== undefined && asked <= now && now - asked < askEveryMs) return false;
    this.askedAt.delete(session.id);
    this.askedAt.set(session.id, now);
    const oldest = this.askedAt.size > REMEMBERED ? this.askedAt.keys().next() : null;
    if (oldest && !oldest.done) this.askedAt.delete(oldest.value);
    return true;
  }
}
