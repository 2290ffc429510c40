import { Injectable } from '@nestjs/common';
import {
  AnswerChallenge,
  CheckoutStatus,
  ChooseShipping,
  ConfirmPayment,
  Done,
  OpenPaymentSession,
  PayAtUrl,
  PaymentRail,
  PayOffline,
  ProvideAddress,
  RetryCheckout,
  StartOver,
  Wait,
  type NextAction,
} from '@comptoir/tenant-kit';
import { connectedAccount, PaymentsService, type PaymentInstructions } from '#payments';
import { Secrets } from '#platform';
import type { CheckoutDocument, SessionRecord } from '../engine/checkout-document.js';
import { isAtWork, waitsForBuyer } from '../engine/due-at.js';
import { PayLinks } from '../payment/pay-links.js';
import { moneyOf } from '../payment/payment-record.js';

/** From where a checkout stands to what its buyer does next. For the owner's eyes: it may hold a client secret. */
@Injectable()
export class NextActions {
  constructor(
    private readonly links: PayLinks,
    private readonly payments: PaymentsService,
    private readonly secrets: Secrets,
  ) {}

  of(checkout: CheckoutDocument): NextAction {
    // Being taken back already, whatever the status says until then.
    if (isAtWork(checkout) && waitsForBuyer(checkout)) return new Wait('The platform is at work.', 500);
    switch (checkout.status) {
      case CheckoutStatus.pending:
        return this.pending(checkout);
      case CheckoutStatus.payment_pending:
        return this.paymentPending(checkout);
      case CheckoutStatus.completed:
      case CheckoutStatus.handed_off:
        return new Done('Everything is settled.');
      case CheckoutStatus.compensated:
        return checkout.failure?.retryable
          ? new RetryCheckout('What was done is undone. Try the same checkout again.')
          : new StartOver('What was done is undone. Change the cart and start a new checkout.');
      case CheckoutStatus.cancelled:
      case CheckoutStatus.expired:
        return new StartOver('This checkout is over. Start a new one.');
      case CheckoutStatus.in_progress:
      case CheckoutStatus.failed:
      case CheckoutStatus.compensating:
        return new Wait('The platform is at work.', 500);
    }
  }

  private pending({ pricing, shippingAddress, shippingChoice }: CheckoutDocument): NextAction {
    if (!pricing) return new Wait('The platform is at work.', 500);
    if (pricing.requiresAddress && !shippingAddress) return new ProvideAddress('Give a delivery address.');
    if (pricing.requiresAddress && !shippingChoice)
      return new ChooseShipping('Choose a shipping option, or pay with the default.');
    return new OpenPaymentSession('Open a payment session.');
  }

  private paymentPending(checkout: CheckoutDocument): NextAction {
    const session = checkout.payment.sessions.at(-1);
    if (session?.state !== 'open') return new Wait('The payment is in flight.', 3000);
    const { url, clientSecret, expiresAt, rail } = session;
    if (rail === PaymentRail.STRIPE_MPP) {
      const url402 = this.links.challenge(checkout);
      return new AnswerChallenge('Pay with a shared payment token at the address.', { url: url402, expiresAt });
    }
    if (clientSecret) return this.confirm(checkout, session, clientSecret);
    if (session.instructions) return this.offline(checkout, session, session.instructions);
    if (!url) return new Wait('The payment is in flight.', 3000);
    return new PayAtUrl('Pay on the page of the payment provider.', {
      url,
      expiresAt,
      landingUrl: this.links.landing(checkout),
    });
  }

  private offline(
    checkout: CheckoutDocument,
    { amount, currency, expiresAt }: SessionRecord,
    { text, reference }: PaymentInstructions,
  ): NextAction {
    return new PayOffline('Pay as the seller says, and name the reference. The seller confirms the money by hand.', {
      instructions: text,
      landingUrl: this.links.landing(checkout),
      ...{ reference, amount, currency, expiresAt },
    });
  }

  private confirm(checkout: CheckoutDocument, session: SessionRecord, sealed: string): NextAction {
    const { provider, expiresAt } = session;
    return new ConfirmPayment('Confirm the payment on your own page with the client secret.', {
      clientSecret: this.secrets.open('client-secret', sealed),
      publishableKey:
        session.publishableKey === undefined
          ? (this.payments.find(provider)?.publishableKey ?? null)
          : session.publishableKey,
      account: connectedAccount(moneyOf(session)),
      returnUrl: this.links.back(checkout),
      expiresAt,
    });
  }
}
