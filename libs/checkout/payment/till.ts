import { Injectable } from '@nestjs/common';
import type { TenantContext } from '@comptoir/tenant-kit';
import { EventPolling, PaymentRefused, PaymentsService, PaymentServiceError, type PaymentFacts } from '#payments';
import type { CheckoutDocument, SessionRecord } from '../engine/checkout-document.js';
import { moneyOf } from './payment-record.js';
import { SessionRequests } from './session-request.js';

/** Opens and closes the payment session of a checkout. */
@Injectable()
export class Till {
  constructor(
    private readonly payments: PaymentsService,
    private readonly requests: SessionRequests,
    private readonly events: EventPolling,
  ) {}

  /**
   * Opens the session, or finds it: the same key never opens a second one. That nothing was opened by this call is a
   * result here: refused, or not even asked.
   */
  async open(
    tenant: TenantContext,
    checkout: CheckoutDocument,
    session: SessionRecord,
  ): Promise<PaymentFacts | PaymentRefused | PaymentServiceError> {
    await this.events.follow(session.provider, moneyOf(session).account);
    try {
      return await this.payments.get(session.provider).open(this.requests.build(tenant, checkout, session));
    } catch (error) {
      if (error instanceof PaymentRefused || PaymentServiceError.isUnasked(error)) return error;
      throw error;
    }
  }

  /** Makes the session unpayable and says what it found; null when there never was one at the provider. */
  async close(tenant: TenantContext, checkout: CheckoutDocument, session: SessionRecord): Promise<PaymentFacts | null> {
    // An opening whose answer never came is asked for again: the same key finds the same session.
    const opened = session.providerId ? session : await this.open(tenant, checkout, session);
    // Not asked now, but perhaps before.
    if (opened instanceof PaymentServiceError) throw opened;
    if (opened instanceof PaymentRefused || !opened.providerId) return null;
    return this.payments
      .get(session.provider)
      .close({ providerId: opened.providerId, account: moneyOf(session).account });
  }
}
