import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '@comptoir/kernel';
import { Database, type Page, type PageRequest, type PlatformCollection, type TenantCollection } from '#platform';
import type { TenantRef } from '#platform';
import { OFFLINE_PAYMENTS, type OfflinePayment, type OfflineRefund } from './offline-payment.collection.js';

/** A payment that is decided on, as the list of events names it: by tenant and id at once. */
export type DecidedPayment = Pick<OfflinePayment, 'id' | 'state'> & { dueAt: Date };

/** What stands in our own books of payments by invoice and bank transfer. Each change is one compare-and-set. */
@Injectable()
export class OfflineLedger {
  private readonly payments: TenantCollection<OfflinePayment>;
  private readonly everywhere: PlatformCollection<OfflinePayment>;

  constructor(
    database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.payments = database.tenantCollection(OFFLINE_PAYMENTS);
    this.everywhere = database.platformCollection(OFFLINE_PAYMENTS);
  }

  get(tenant: TenantRef, id: string): Promise<OfflinePayment | null> {
    return this.payments.get(tenant, id);
  }

  /** The payment of this id: written now, or by an earlier call with the same key. */
  async open(tenant: TenantRef, payment: OfflinePayment): Promise<OfflinePayment> {
    if (await this.payments.insert(tenant, payment)) return payment;
    const known = await this.payments.get(tenant, payment.id);
    if (!known) throw new Error(`Offline payment ${payment.id} is gone`);
    return known;
  }

  /** Ends one that waits for the seller's word. Null when it does not wait any more. */
  async end(
    tenant: TenantRef,
    id: string,
    state: 'paid' | 'refused' | 'closed',
    by: string | null = null,
  ): Promise<OfflinePayment | null> {
    const told = state === 'closed' ? {} : { decidedBy: by, dueAt: this.clock.now() };
    return this.payments.update(tenant, id, { state: 'open' }, { $set: { state, ...told } });
  }

  /** Promises money back, once per key and never more than is left. Null where that is so or it is not paid. */
  async promise(
    tenant: TenantRef,
    id: string,
    refund: Pick<OfflineRefund, 'id' | 'key' | 'amount' | 'reason'>,
  ): Promise<OfflinePayment | null> {
    const { key, amount } = refund;
    const guard = { state: 'paid', refundable: { $gte: amount }, 'refunds.key': { $ne: key } };
    const state = 'pending' as const;
    const row: OfflineRefund = { ...refund, state, createdAt: this.clock.now(), doneAt: null, doneBy: null };
    return this.payments.update(tenant, id, guard, { $inc: { refundable: -amount }, $push: { refunds: row } });
  }

  /** The seller paid it back. Null when there is no such refund, or it was said before. */
  async paidBack(tenant: TenantRef, id: string, refundId: string, by: string): Promise<OfflinePayment | null> {
    const guard = { refunds: { $elemMatch: { id: refundId, state: 'pending' } } };
    const done = { state: 'succeeded', doneAt: this.clock.now(), doneBy: by };
    const $set = Object.fromEntries(Object.entries(done).map(([name, value]) => [`refunds.$[one].${name}`, value]));
    return this.payments.update(tenant, id, guard, { $set }, { arrayFilters: [{ 'one.id': refundId }] });
  }

  /** Those that wait for the seller, newest first: for the money's arrival, or to pay some back. */
  list(tenant: TenantRef, waiting: 'for-money' | 'to-pay-back', page: PageRequest): Promise<Page<OfflinePayment>> {
    const filter = waiting === 'for-money' ? { state: 'open' } : { 'refunds.state': 'pending' };
    return this.payments.newest(tenant, filter, page);
  }

  /** What sellers of any tenant decided since, newest first. Their ids name the tenant as well. */
  async decidedSince(since: Date, limit: number): Promise<DecidedPayment[]> {
    const options = { sort: { dueAt: -1 }, limit, projection: { state: 1, dueAt: 1 } } as const;
    const found = await this.everywhere.find({ dueAt: { $gte: since } }, options);
    return found.flatMap(({ id, state, dueAt }) => (dueAt ? [{ id, state, dueAt }] : []));
  }
}
