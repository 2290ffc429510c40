import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, newId, NotFound, type Clock } from '@comptoir/kernel';
import { CheckoutStatus, type Caller } from '@comptoir/tenant-kit';
import { PaymentRefused } from '#payments';
import { IdempotencyService } from '#platform';
import { busyIfLost, CheckoutEngine } from '../checkout-engine.js';
import { CheckoutBusy } from '../checkout.problems.js';
import type { CheckoutDocument, RefundRecord, SessionRecord } from '../engine/checkout-document.js';
import { refundRun, withRun } from '../engine/run.js';
import { moneyOf } from '../payment/payment-record.js';
import { leftOf, withRefund } from './refund-record.js';
import { OrderNotRefundable, RefundExceedsPayment } from './refund.problems.js';
import { RefundOrderSucceeded } from './refund.types.js';

/** Refunds of one order: more than anybody needs, few enough for one document. */
const MAX_REFUNDS = 100;

/** Gives back what was paid for an order, whole or in part. Goods stay sold: a return is another thing. */
@Injectable()
export class RefundsService {
  constructor(
    private readonly engine: CheckoutEngine,
    private readonly idempotency: IdempotencyService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** `amount` in minor units; everything that is left when it is null. */
  async refund(caller: Caller, orderId: string, amount: number | null): Promise<RefundOrderSucceeded> {
    const { tenant, principal, key } = caller;
    const args = { orderId, amount };
    const call = { tenantId: tenant.tenantId, principalId: principal.id, operation: 'refundOrder', key, args };
    const { id, replayed } = await this.idempotency.once(
      { ...call, newObjectId: () => newId('ref') },
      async (refundId) => {
        const checkout = await this.order(caller, orderId);
        if (this.engine.isLeased(checkout)) throw new CheckoutBusy();
        const known = found(checkout, refundId) ? checkout : await this.run(checkout, refundId, amount);
        if (found(known, refundId)?.state === 'failed') throw new PaymentRefused('the money could not be given back');
        return refundId;
      },
    );
    const checkout = await this.order(caller, orderId);
    const refund = found(checkout, id);
    if (!refund) throw new NotFound('refund');
    return Object.assign(new RefundOrderSucceeded(), { refund, replayed, refundable: checkout.payment.refundable });
  }

  /** Registers the refund and takes it as far as it goes now; the sweeper does the rest. */
  private async run(checkout: CheckoutDocument, id: string, wanted: number | null): Promise<CheckoutDocument> {
    const { payment } = checkout;
    const session = settledSession(checkout);
    const left = session?.paymentId ? leftOf(payment, session.paymentId) : 0;
    const amount = wanted ?? left;
    if (!session?.paymentId || amount === 0) throw new OrderNotRefundable();
    if (amount > left || payment.refunds.length >= MAX_REFUNDS) {
      throw new RefundExceedsPayment(left, checkout.currency);
    }
    const { run, key } = refundRun(checkout, 'refund');
    const { provider, paymentId, currency } = session;
    const money = moneyOf(session);
    const intent = { id, provider, paymentId, money, key, amount, currency, reason: 'requested' as const };
    const registered = withRefund(payment, intent, this.clock.now());
    const refunding = { ...checkout, payment: registered, runs: withRun(checkout.runs, run) };
    return busyIfLost(this.engine.run(checkout, refunding));
  }

  private async order({ tenant }: Caller, id: string): Promise<CheckoutDocument> {
    const checkout = await this.engine.store.load(tenant.tenantId, id);
    if (checkout?.status !== CheckoutStatus.completed) throw new NotFound('order');
    return checkout;
  }
}

function found({ payment }: CheckoutDocument, id: string): RefundRecord | undefined {
  return payment.refunds.find((refund) => refund.id === id);
}

function settledSession({ payment }: CheckoutDocument): SessionRecord | undefined {
  return payment.sessions.find(({ state, paymentId }) => state === 'paid' && paymentId === payment.paymentId);
}
