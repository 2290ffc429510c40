import { Injectable } from '@nestjs/common';
import { formatMoney } from '@comptoir/kernel';
import { Mailer } from '#platform';
import { TenantsService } from '#tenants';
import type { EventType, OutboxEvent } from '../engine/checkout-document.js';
import { totals } from '../pricing/pricing.js';
import { OrderSecrets } from '../orders/order-secrets.js';
import type { EventConsumer } from './event-consumer.js';

/** Sends the receipt. The delivery names the message, so one that comes twice is one message. */
@Injectable()
export class ConfirmationMail implements EventConsumer {
  readonly endpoint = 'confirmation-mail';

  constructor(
    private readonly mailer: Mailer,
    private readonly tenants: TenantsService,
    private readonly secrets: OrderSecrets,
  ) {}

  wants(type: EventType): boolean {
    return type === 'checkout.confirmed';
  }

  async deliver({ snapshot }: OutboxEvent, deliveryId: string): Promise<void> {
    const { id, tenantId, currency, email, pricing } = snapshot;
    if (!email || !pricing) return;
    const { tenant } = await this.tenants.resolveForWork(tenantId);
    const lines = pricing.lines.map(
      ({ quantity, title, total }) => `${quantity} x ${title}   ${formatMoney(total, currency)}`,
    );
    const total = formatMoney(totals(pricing, currency).total, currency);
    const lookUp = [
      `Order ${id}`,
      `Secret ${this.secrets.of(snapshot)}`,
      'With both, the order can be looked up later.',
    ];
    await this.mailer.send({
      key: `${tenantId}:${deliveryId.replaceAll('/', ':')}`,
      to: email,
      subject: `Your order ${id} at ${tenant.name}`,
      text: [...lines, '', `Total ${total}, paid. Thank you.`, '', ...lookUp].join('\n'),
    });
  }
}
