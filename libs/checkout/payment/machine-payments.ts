import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PaymentRail, type TenantContext } from '@comptoir/tenant-kit';
import {
  challengeHeader,
  credentialIn,
  PaymentChallenges,
  PaymentDeclined,
  PaymentRefused,
  PaymentRequired,
  PaymentsService,
  type PaymentChallenge,
  type PaymentFacts,
  type PaymentProvider,
} from '#payments';
import { CheckoutNotOpen } from '../checkout.problems.js';
import { CheckoutService } from '../checkout.service.js';
import { CheckoutEngine } from '../checkout-engine.js';
import type { CheckoutDocument, SessionRecord } from '../engine/checkout-document.js';
import { waitsForBuyer } from '../engine/due-at.js';
import { moneyOf } from './payment-record.js';
import { PaymentObserver } from './payment-observer.js';

/** What a machine is told: that it is paid, or what is to be paid and why it is not. */
export type MachineAnswer =
  { paid: true; paymentId: string } | { paid: false; challenge: string; problem: PaymentRequired | PaymentDeclined };

/** The session as its provider knows it. */
type Opened = Parameters<PaymentProvider['redeem']>[0];

/** Lets a machine pay without a page: HTTP 402, a shared payment token, a receipt. */
@Injectable()
export class MachinePayments {
  constructor(
    private readonly checkouts: CheckoutService,
    private readonly engine: CheckoutEngine,
    private readonly payments: PaymentsService,
    private readonly challenges: PaymentChallenges,
    private readonly observer: PaymentObserver,
  ) {}

  /** A session on this rail is opened when there is none; a page that was open is closed first. */
  async answer(
    tenant: TenantContext,
    found: CheckoutDocument,
    authorization: string | undefined,
  ): Promise<MachineAnswer> {
    const { checkout, session, opened } = await this.open(tenant, found);
    const { id: sessionId, amount, currency, expiresAt } = session;
    const challenge = this.challenges.of(tenant, { checkoutId: checkout.id, sessionId, amount, currency, expiresAt });
    const credential = credentialIn(authorization, challenge);
    if (credential.type === 'none') return owed(challenge, new PaymentRequired('Payment is required.'));
    if (credential.type === 'refused') return owed(challenge, new PaymentRequired(`${credential.reason}.`));
    try {
      return await this.redeem(session, opened, credential.token, challenge);
    } catch (error) {
      if (error instanceof PaymentDeclined) return owed(challenge, error);
      if (!(error instanceof PaymentRefused)) throw error;
      // A token that cannot pay this; or somebody was faster, and then there is nothing to pay any more.
      await this.observer.observe(session.provider, await this.payments.get(session.provider).read(opened));
      const now = await this.engine.store.load(tenant.tenantId, checkout.id);
      if (now && !waitsForBuyer(now)) throw new CheckoutNotOpen(now.status);
      return owed(challenge, new PaymentRequired(error.message));
    }
  }

  private async redeem(
    session: SessionRecord,
    opened: Opened,
    token: string,
    challenge: PaymentChallenge,
  ): Promise<MachineAnswer> {
    const provider = this.payments.get(session.provider);
    // The same token at the same session is the same payment, also after a kill in between.
    const key = `${session.key}:${createHash('sha256').update(token).digest('base64url')}`;
    const facts = await provider.redeem(opened, { token, key });
    // Where somebody else is at work on it already, they have seen the money or will: the event comes as well.
    await this.observer.observe(session.provider, facts);
    if (!isPaid(facts))
      return owed(challenge, new PaymentRequired('The payment asks for something only a person can do.'));
    return { paid: true, paymentId: facts.paymentId };
  }

  private async open(
    tenant: TenantContext,
    checkout: CheckoutDocument,
  ): Promise<{ checkout: CheckoutDocument; session: SessionRecord; opened: Opened }> {
    const ready = machineSession(checkout);
    if (ready) return { checkout, ...ready };
    if (!waitsForBuyer(checkout)) throw new CheckoutNotOpen(checkout.status);
    await this.checkouts.openSession(tenant, checkout, { rail: PaymentRail.STRIPE_MPP });
    const opened = await this.engine.store.load(tenant.tenantId, checkout.id);
    const fresh = opened && machineSession(opened);
    if (!fresh) throw new CheckoutNotOpen((opened ?? checkout).status);
    return { checkout: opened, ...fresh };
  }
}

function machineSession(checkout: CheckoutDocument): { session: SessionRecord; opened: Opened } | null {
  const session = checkout.payment.sessions.at(-1);
  if (!waitsForBuyer(checkout) || session?.rail !== PaymentRail.STRIPE_MPP || session.state !== 'open') return null;
  if (!session.providerId) return null;
  return { session, opened: { providerId: session.providerId, account: moneyOf(session).account } };
}

function owed(challenge: PaymentChallenge, problem: PaymentRequired | PaymentDeclined): MachineAnswer {
  return { paid: false, challenge: challengeHeader(challenge), problem };
}

function isPaid(facts: PaymentFacts): facts is PaymentFacts & { paymentId: string } {
  return facts.state === 'paid' && facts.paymentId !== null;
}
