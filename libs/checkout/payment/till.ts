import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, type Clock } from '@comptoir/kernel';
import type { TenantContext } from '@comptoir/tenant-kit';
import {
  EventPolling,
  PaymentRefused,
  PaymentsService,
  PaymentServiceError,
  type PaymentFacts,
  type SessionRef,
} from '#payments';
import type { CheckoutDocument, SessionRecord } from '../engine/checkout-document.js';
import { moneyOf } from './payment-record.js';
import { SessionRequests } from './session-request.js';

/** Opens and closes the payment session of a checkout. */
@Injectable()
export class Till {
  private readonly logger = new Logger('checkout');

  constructor(
    private readonly payments: PaymentsService,
    private readonly requests: SessionRequests,
    private readonly events: EventPolling,
    @Inject(CLOCK) private readonly clock: Clock,
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

  /** Takes the money of an authorised session; the same key never takes it twice. */
  capture(session: SessionRecord): Promise<PaymentFacts> {
    return this.payments.get(session.provider).capture(named(session), `${session.key}:capture`);
  }

  /** Gives the authorisation up: no money ever moves. */
  async abandon(session: Named): Promise<PaymentFacts> {
    const facts = await this.payments.get(session.provider).abandon(named(session));
    if (facts.state === 'authorised') throw new PaymentServiceError();
    return facts;
  }

  /** Makes the session unpayable and says what it found; null when there never was one at the provider. */
  async close(tenant: TenantContext, checkout: CheckoutDocument, session: SessionRecord): Promise<PaymentFacts | null> {
    const providerId = session.providerId ?? (await this.found(tenant, checkout, session));
    return providerId === null ? null : this.end({ ...session, providerId });
  }

  /** The same for a session whose id is known. */
  end(session: Named): Promise<PaymentFacts> {
    return this.payments.get(session.provider).close(named(session));
  }

  /**
   * The id of a session whose opening was never answered: asked again, the same key finds the same session. Where the
   * provider does not tell until its time is over there is none: nobody was ever shown where to pay, or with what.
   */
  private async found(
    tenant: TenantContext,
    checkout: CheckoutDocument,
    session: SessionRecord,
  ): Promise<string | null> {
    try {
      const opened = await this.open(tenant, checkout, session);
      // Not asked now, but perhaps before.
      if (opened instanceof PaymentServiceError) throw opened;
      return opened instanceof PaymentRefused ? null : opened.providerId;
    } catch (error) {
      if (session.expiresAt > this.clock.now()) throw error;
      this.logger.warn({ msg: 'opening given up', checkout: checkout.id, session: session.id, err: error });
      return null;
    }
  }
}

type Named = Pick<SessionRecord, 'provider' | 'providerId' | 'money'>;

function named(session: Named): SessionRef {
  const { providerId } = session;
  if (!providerId) throw new Error('What can be paid, or was, has a name at its provider');
  return { providerId, account: moneyOf(session).account };
}
