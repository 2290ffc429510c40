import { Injectable } from '@nestjs/common';
import { PaymentRail, type Caller } from '@comptoir/tenant-kit';
import { PaymentsService } from '#payments';
import { TestModeOnly } from '../checkout.problems.js';
import { CheckoutService, type StartInput } from '../checkout.service.js';
import { waitsForBuyer } from '../engine/due-at.js';
import { PayLinks } from './pay-links.js';
import { moneyOf } from './payment-record.js';
import { PaymentObserver } from './payment-observer.js';

/** Lets a caller without a browser finish a purchase where no real money is paid: a test method in place of a buyer. */
@Injectable()
export class TestPayments {
  constructor(
    private readonly checkouts: CheckoutService,
    private readonly payments: PaymentsService,
    private readonly observer: PaymentObserver,
    private readonly links: PayLinks,
  ) {}

  /**
   * Starts a checkout, opens an intent and confirms it: three calls that a buyer's program would make. Each can be
   * repeated, so a repeat goes on from whichever was reached.
   */
  async startPaid(caller: Caller, input: StartInput, method: string): Promise<{ id: string; replayed: boolean }> {
    if (!this.payments.isTestMode(PaymentRail.STRIPE_INTENT)) throw new TestModeOnly();
    // Without the checkout as it was started: it goes on here.
    const { id, replayed } = await this.checkouts.start(caller, { ...input, paymentMethodId: method });
    if (!waitsForBuyer(await this.checkouts.own(caller, id))) return { id, replayed };
    const key = caller.key && `${caller.key}/pay`;
    await this.checkouts.pay({ ...caller, key }, { checkoutId: id, rail: PaymentRail.STRIPE_INTENT });
    await this.confirm(caller, id, method);
    return { id, replayed };
  }

  private async confirm(caller: Caller, id: string, method: string): Promise<void> {
    const checkout = await this.checkouts.own(caller, id);
    const session = checkout.payment.sessions.at(-1);
    if (session?.rail !== PaymentRail.STRIPE_INTENT || session.state !== 'open' || !session.providerId) return;
    const payment = { method, returnUrl: this.links.back(checkout) };
    const opened = { providerId: session.providerId, account: moneyOf(session).account };
    const facts = await this.payments.get(session.provider).confirm(opened, payment);
    // Where somebody else is at work on it already, they have seen the money or will: the event comes as well.
    await this.observer.observe(session.provider, facts);
  }
}
