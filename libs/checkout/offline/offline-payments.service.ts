import { Injectable } from '@nestjs/common';
import { NotFound } from '@comptoir/kernel';
import type { Caller, TenantContext } from '@comptoir/tenant-kit';
import { OfflineLedger, OfflineProvider, type OfflinePayment } from '#payments';
import { IdempotencyService, type Page, type PageRequest } from '#platform';
import { CheckoutEngine } from '../checkout-engine.js';
import { CheckoutBusy } from '../checkout.problems.js';
import { isAtWork } from '../engine/due-at.js';
import { dueAtOnce } from '../engine/run.js';
import { ClaimLost } from '../engine/runner.js';
import { PaymentObserver } from '../payment/payment-observer.js';
import { OfflinePaymentOver } from './offline.problems.js';

/** What was done, and whether it was done before under the same key. */
interface Settled {
  payment: OfflinePayment;
  replayed: boolean;
}

/** What a seller says of payments by invoice and bank transfer. */
@Injectable()
export class OfflinePayments {
  constructor(
    private readonly ledger: OfflineLedger,
    private readonly provider: OfflineProvider,
    private readonly observer: PaymentObserver,
    private readonly engine: CheckoutEngine,
    private readonly idempotency: IdempotencyService,
  ) {}

  list(tenant: TenantContext, waiting: 'for-money' | 'to-pay-back', page: PageRequest): Promise<Page<OfflinePayment>> {
    return this.ledger.list(tenant, waiting, page);
  }

  /**
   * The word is written down first, and then brought to the checkout as what any other provider says. Killed in between,
   * a repeat brings it there, and so do the list of events, a status read and the checkout's own end.
   */
  decide(caller: Caller, paymentId: string, outcome: 'paid' | 'refused'): Promise<Settled> {
    return this.once(caller, 'decideOfflinePayment', paymentId, { outcome }, async (payment) => {
      const decided = await this.ledger.end(caller.tenant, payment.id, outcome, caller.principal.id);
      const { state } = decided ?? (await this.payment(caller.tenant, payment.id));
      if (state !== outcome) throw new OfflinePaymentOver(state);
      const facts = await this.provider.read({ providerId: `${payment.tenantId}/${payment.id}`, account: '' });
      if ((await this.observer.observe(this.provider.name, facts)) !== 'applied') throw new CheckoutBusy();
    });
  }

  /** The seller has paid it back. */
  confirmRefund(caller: Caller, paymentId: string, refundId: string): Promise<Settled> {
    return this.once(caller, 'confirmOfflineRefund', paymentId, { refundId }, async (payment) => {
      if (!payment.refunds.some(({ id }) => id === refundId)) throw new NotFound('refund');
      await this.ledger.paidBack(caller.tenant, payment.id, refundId, caller.principal.id);
      await this.lookAgain(payment, refundId);
    });
  }

  /** Its checkout waits for the refund and asks once an hour by itself; where somebody is at work on it, it does so then. */
  private async lookAgain({ tenantId, checkoutId, refunds }: OfflinePayment, refundId: string): Promise<void> {
    const checkout = await this.engine.store.load(tenantId, checkoutId);
    if (!checkout || this.engine.isLeased(checkout) || !isAtWork(checkout)) return;
    const asked = refunds.find(({ id }) => id === refundId)?.key;
    const record = checkout.payment.refunds.find(({ key, attempt }) => `${key}:${attempt}` === asked);
    try {
      if (record) await this.engine.run(checkout, dueAtOnce(checkout, record.key));
    } catch (error) {
      if (!(error instanceof ClaimLost)) throw error;
    }
  }

  private async once(
    { tenant, principal, key }: Caller,
    operation: string,
    paymentId: string,
    args: object,
    work: (payment: OfflinePayment) => Promise<void>,
  ): Promise<Settled> {
    const call = { tenantId: tenant.tenantId, principalId: principal.id, operation, key };
    const { replayed } = await this.idempotency.once(
      { ...call, args: { paymentId, ...args }, newObjectId: () => paymentId },
      async () => {
        await work(await this.payment(tenant, paymentId));
        return paymentId;
      },
    );
    return { payment: await this.payment(tenant, paymentId), replayed };
  }

  private async payment(tenant: TenantContext, id: string): Promise<OfflinePayment> {
    const payment = await this.ledger.get(tenant, id);
    if (!payment) throw new NotFound('offline payment');
    return payment;
  }
}
