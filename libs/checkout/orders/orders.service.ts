import { Injectable } from '@nestjs/common';
import { Database, type Page, type PageRequest, type TenantCollection, type TenantRef } from '#platform';
import { ORDERS, type OrderDocument } from './order.collection.js';

/** Orders and bookings. Every write may be repeated. */
@Injectable()
export class OrdersService {
  private readonly orders: TenantCollection<OrderDocument>;

  constructor(database: Database) {
    this.orders = database.tenantCollection(ORDERS);
  }

  /** Writes the order as a draft; a draft that is there already is brought up to date. */
  async draft(tenant: TenantRef, order: OrderDocument): Promise<void> {
    if (await this.orders.insert(tenant, order)) return;
    const { id, tenantId: _tenantId, createdAt: _createdAt, ...$set } = order;
    await this.orders.change(tenant, id, { status: 'created' }, { $set });
  }

  /** Removes a draft; an order that is paid stays. */
  async discard(tenant: TenantRef, id: string): Promise<void> {
    await this.orders.remove(tenant, id, { status: 'created' });
  }

  /** Whether there is such an order: paid from now on, or from earlier. */
  async markPaid(tenant: TenantRef, id: string, paidAt: Date): Promise<boolean> {
    if (await this.orders.change(tenant, id, { status: 'created' }, { $set: { status: 'paid', paidAt } })) return true;
    return (await this.orders.get(tenant, id)) !== null;
  }

  async cancel(tenant: TenantRef, id: string): Promise<void> {
    await this.orders.change(tenant, id, { status: { $in: ['created', 'paid'] } }, { $set: { status: 'cancelled' } });
  }

  /** A paid order of `ownerId`, else null. */
  async get(tenant: TenantRef, id: string, ownerId: string): Promise<OrderDocument | null> {
    const order = await this.visible(tenant, id);
    return order?.ownerId === ownerId ? order : null;
  }

  /** A paid order, whoever owns it. */
  async visible(tenant: TenantRef, id: string): Promise<OrderDocument | null> {
    const order = await this.orders.get(tenant, id);
    return order?.status === 'created' ? null : order;
  }

  /** Newest first: orders of one owner, or of the whole tenant. */
  list(tenant: TenantRef, whose: { ownerId?: string }, page: PageRequest): Promise<Page<OrderDocument>> {
    return this.orders.newest(tenant, { ...whose, status: { $ne: 'created' } }, page);
  }
}
