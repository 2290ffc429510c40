import { Injectable } from '@nestjs/common';
import { InvalidInput, newId, NotFound } from '@comptoir/kernel';
import { PaymentRail, type Caller, type TenantContext } from '@comptoir/tenant-kit';
import { IdempotencyService } from '#platform';
import { busyIfLost, CheckoutEngine } from '../checkout-engine.js';
import { CheckoutService } from '../checkout.service.js';
import { CheckoutBusy, CheckoutNotOpen } from '../checkout.problems.js';
import type { CheckoutDocument, SessionLabel, SessionRecord } from '../engine/checkout-document.js';
import { sessionFacts } from '../engine/session-facts.js';
import { isLines, LINES, type SubjectLine } from '../lines/lines-subject.js';
import type { WantedSession } from '../payment/new-session.js';
import { RedirectUrls } from '../payment/redirect-urls.js';
import { SessionClosing } from '../payment/session-closing.js';
import { SessionOpening } from '../payment/session-opening.js';
import type { RequestPaymentInput } from './payment-request.inputs.js';
import { ApplicationOnly, PaymentSessionNotOpen } from './payment-session.problems.js';
import { PaymentSessionsService } from './payment-sessions.service.js';
import { SessionRows } from './session-rows.js';

/** What an application does to payment sessions. Nothing collects money that no checkout knows. */
@Injectable()
export class PaymentRequestsService {
  constructor(
    private readonly checkouts: CheckoutService,
    private readonly engine: CheckoutEngine,
    private readonly opening: SessionOpening,
    private readonly closing: SessionClosing,
    private readonly redirects: RedirectUrls,
    private readonly rows: SessionRows,
    private readonly sessions: PaymentSessionsService,
    private readonly idempotency: IdempotencyService,
  ) {}

  /** Opens a session on a hosted page, for lines at the caller's prices or for a checkout of its tenant. */
  request(caller: Caller, input: RequestPaymentInput): Promise<{ id: string; replayed: boolean }> {
    if (caller.principal.type !== 'application') throw new ApplicationOnly();
    refuseContradiction(input);
    return this.once(caller, 'requestPayment', input, async () => {
      const { successUrl = null, cancelUrl = null } = input;
      // Before anything is begun: a refusal leaves nothing half-done.
      this.redirects.check(caller.tenant, { successUrl, cancelUrl });
      const wanted = { rail: PaymentRail.STRIPE_CHECKOUT, successUrl, cancelUrl, label: labelOf(input) };
      const { checkoutId } = input;
      const id = checkoutId ? await this.attach(caller, checkoutId, wanted) : await this.begin(caller, input, wanted);
      return this.listed(caller, id);
    });
  }

  /** Closes the page. Lines that an application brought were for that page alone: their checkout ends with it. */
  expire(caller: Caller, sessionId: string): Promise<{ id: string; replayed: boolean }> {
    return this.once(caller, 'expirePaymentSession', { sessionId }, async (_id, begunBefore) => {
      const row = await this.sessions.visible(caller, sessionId);
      const checkout = await this.engine.idle(await this.loaded(caller.tenant, row.checkoutId));
      const session = sessionIn(checkout, sessionId);
      const { status } = sessionFacts(checkout, session);
      if (status === 'open') await this.close(caller, checkout);
      // An earlier call of this key that died right after it had closed the page did what was asked for.
      else if (!begunBefore) throw new PaymentSessionNotOpen(status);
      const ended = await this.listed(caller, checkout.id, sessionId);
      const now = await this.sessions.visible(caller, sessionId);
      // Its checkout is being taken back, which closes it, as soon as the provider answers.
      if (now.status === 'open') throw new CheckoutBusy();
      // Its buyer was faster.
      if (now.status !== 'expired') throw new PaymentSessionNotOpen(now.status);
      return ended;
    });
  }

  private async begin(caller: Caller, input: RequestPaymentInput, wanted: Wanted): Promise<string> {
    const { lines, currency, email = null } = input;
    if (!lines || !currency) throw InvalidInput.at('input.currency', 'required', 'is required');
    const start = { subject: { type: LINES, currency, lines: lines.map(plain) }, email };
    const { id } = await this.checkouts.start(keyed(caller, 'start'), start, 'requestPayment');
    const { label, ...session } = wanted;
    await this.checkouts.pay(keyed(caller, 'pay'), { checkoutId: id, ...session, label });
    return id;
  }

  private async attach({ tenant }: Caller, checkoutId: string, wanted: Wanted): Promise<string> {
    const checkout = await this.engine.idle(await this.loaded(tenant, checkoutId));
    const session = checkout.payment.sessions.at(-1);
    const isOpen = session && sessionFacts(checkout, session).status === 'open';
    // There is no page before the provider has answered: it is asked once more.
    if (isOpen && isWanted(session, wanted) && session.state === 'open') return checkout.id;
    // A page that leads elsewhere, or says something else: never two that can be paid.
    const isInTheWay = isOpen && !isWanted(session, wanted);
    const free = isInTheWay ? await busyIfLost(this.closing.close(tenant, checkout)) : checkout;
    return (await this.opening.open(tenant, free, wanted)).id;
  }

  private async close(caller: Caller, checkout: CheckoutDocument): Promise<void> {
    if (!isLines(checkout.subject)) return void (await busyIfLost(this.closing.close(caller.tenant, checkout)));
    try {
      await this.checkouts.end(checkout);
    } catch (error) {
      // Paid meanwhile, which its session tells in the words of sessions.
      if (!(error instanceof CheckoutNotOpen)) throw error;
    }
  }

  /** Who asked sees what came of it at once; lists of others follow within a moment. */
  private async listed(caller: Caller, checkoutId: string, sessionId?: string): Promise<string> {
    const checkout = await this.loaded(caller.tenant, checkoutId);
    const session = checkout.payment.sessions.findLast(({ id }) => id === (sessionId ?? id));
    if (!session) throw new NotFound('payment session');
    await this.rows.write(checkout, [session.id]);
    return session.id;
  }

  private async loaded({ tenantId }: TenantContext, id: string): Promise<CheckoutDocument> {
    const checkout = await this.engine.store.load(tenantId, id);
    if (!checkout) throw new NotFound('checkout');
    return checkout;
  }

  private once(caller: Caller, operation: string, args: unknown, execute: Parameters<IdempotencyService['once']>[1]) {
    const { tenant, principal, key } = caller;
    const call = { tenantId: tenant.tenantId, principalId: principal.id, operation, key, args };
    return this.idempotency.once({ ...call, newObjectId: () => newId('ps') }, execute);
  }
}

type Wanted = Required<Omit<WantedSession, 'locale'>> & { label: SessionLabel };

function refuseContradiction({ checkoutId, lines, currency, email }: RequestPaymentInput): void {
  if (!checkoutId === !lines) throw InvalidInput.at('input', 'oneOf', 'needs either `lines` or `checkoutId`');
  if (checkoutId && (currency || email)) {
    throw InvalidInput.at('input', 'contradiction', 'brings `currency` or `email`, which the checkout has of its own');
  }
}

function labelOf({ reference, metadata }: RequestPaymentInput): SessionLabel {
  return { reference: reference ?? null, metadata: (metadata ?? []).map(({ key, value }) => [key, value]) };
}

function isWanted(session: SessionRecord, { rail, successUrl, cancelUrl, label }: Wanted): boolean {
  const has = { reference: null, metadata: [], ...session.label };
  return (
    session.rail === rail &&
    session.successUrl === successUrl &&
    session.cancelUrl === cancelUrl &&
    JSON.stringify([has.reference, has.metadata]) === JSON.stringify([label.reference, label.metadata])
  );
}

function sessionIn(checkout: CheckoutDocument, id: string): SessionRecord {
  const session = checkout.payment.sessions.find((one) => one.id === id);
  if (!session) throw new PaymentSessionNotOpen('expired');
  return session;
}

/** Both halves have a ledger row of their own under one key: whichever was reached, a repeat goes on from there. */
function keyed(caller: Caller, half: 'start' | 'pay'): Caller {
  return { ...caller, key: caller.key && `${caller.key}/${half}` };
}

function plain({ title, quantity, unitPrice }: SubjectLine): SubjectLine {
  return { title, quantity, unitPrice };
}
