import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { NotFound } from '@comptoir/kernel';
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
import { busyIfLost, CheckoutEngine } from '../checkout-engine.js';
import type { CheckoutDocument, SessionRecord } from '../engine/checkout-document.js';
import { waitsForBuyer } from '../engine/due-at.js';
import { moneyOf } from './payment-record.js';
import { PaymentObserver } from './payment-observer.js';
import { SessionClosing } from './session-closing.js';
import { SessionOpening } from './session-opening.js';

/** What a machine is told: that it is paid, or what is to be paid and why it is not. */
export type MachineAnswer =
  { paid: true; paymentId: string } | { paid: false; challenge: string; problem: PaymentRequired | PaymentDeclined };

/** The session as its provider knows it. */
type Opened = Parameters<PaymentProvider['redeem']>[0];

/** What can be paid by a token now, and how that is asked for. */
interface OpenSession {
  checkout: CheckoutDocument;
  session: SessionRecord;
  opened: Opened;
  challenge: PaymentChallenge;
}

/** Lets a machine pay without a page: HTTP 402, a shared payment token, a receipt. */
@Injectable()
export class MachinePayments {
  constructor(
    private readonly opening: SessionOpening,
    private readonly engine: CheckoutEngine,
    private readonly payments: PaymentsService,
    private readonly challenges: PaymentChallenges,
    private readonly observer: PaymentObserver,
    private readonly closing: SessionClosing,
  ) {}

  /** A session on this rail is opened when there is none; a page that was open is closed first. */
  async answer(
    tenant: TenantContext,
    found: CheckoutDocument,
    authorization: string | undefined,
  ): Promise<MachineAnswer> {
    const { checkout, session, opened, challenge } = await this.open(tenant, found);
    const credential = credentialIn(authorization, challenge);
    if (credential.type === 'none') return owed(challenge, new PaymentRequired('Payment is required.'));
    if (credential.type === 'refused') return owed(challenge, new PaymentRequired(`${credential.reason}.`));
    try {
      const facts = await this.redeem(session, opened, credential.token);
      if (isPaid(facts)) return { paid: true, paymentId: facts.paymentId };
      if (facts.state !== 'open') throw new CheckoutNotOpen(checkout.status);
      return await this.owedAnew(tenant, checkout.id, 'The payment asks for something only a person can do.');
    } catch (error) {
      if (error instanceof PaymentDeclined) return owed(challenge, error);
      if (error instanceof PaymentRefused) return this.owedAnew(tenant, checkout.id, error.message);
      throw error;
    }
  }

  private async redeem(session: SessionRecord, opened: Opened, token: string): Promise<PaymentFacts> {
    // The same token at the same session is the same payment, also after a kill in between.
    const key = `${session.key}:${createHash('sha256').update(token).digest('base64url')}`;
    const facts = await this.payments.get(session.provider).redeem(opened, { token, key });
    // Where somebody else is at work on it already, they have seen the money or will: the event comes as well.
    await this.observer.observe(session.provider, facts);
    return facts;
  }

  /**
   * A token cannot pay this, or somebody was faster, or the bank asks for a person, and what waits for one takes no other
   * token. Closing tells which: what is paid completes, and otherwise the next token pays at a session of its own.
   */
  private async owedAnew(tenant: TenantContext, id: string, reason: string): Promise<MachineAnswer> {
    const closed = await busyIfLost(this.closing.close(tenant, await this.load(tenant, id)));
    const { challenge } = await this.open(tenant, closed);
    return owed(challenge, new PaymentRequired(reason));
  }

  private async open(tenant: TenantContext, found: CheckoutDocument): Promise<OpenSession> {
    const ready = machineSession(found);
    if (ready) return this.challenged(tenant, found, ready);
    if (!waitsForBuyer(found)) throw new CheckoutNotOpen(found.status);
    await this.opening.open(tenant, found, { rail: PaymentRail.STRIPE_MPP });
    const checkout = await this.load(tenant, found.id);
    const fresh = machineSession(checkout);
    if (!fresh) throw new CheckoutNotOpen(checkout.status);
    return this.challenged(tenant, checkout, fresh);
  }

  private challenged(
    tenant: TenantContext,
    checkout: CheckoutDocument,
    { session, opened }: { session: SessionRecord; opened: Opened },
  ): OpenSession {
    const { id: sessionId, amount, currency, expiresAt } = session;
    const challenge = this.challenges.of(tenant, { checkoutId: checkout.id, sessionId, amount, currency, expiresAt });
    return { checkout, session, opened, challenge };
  }

  private async load({ tenantId }: TenantContext, id: string): Promise<CheckoutDocument> {
    const checkout = await this.engine.store.load(tenantId, id);
    if (!checkout) throw new NotFound('checkout');
    return checkout;
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
