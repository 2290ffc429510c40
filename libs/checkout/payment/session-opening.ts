import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, type Problem } from '@comptoir/kernel';
import { CheckoutStatus, type TenantContext } from '@comptoir/tenant-kit';
import { PaymentsService } from '#payments';
import { TenantNotFound } from '#tenants';
import { failureProblem, unlessFailed } from '../api/failure-problem.js';
import { busyIfLost, CheckoutEngine } from '../checkout-engine.js';
import { CheckoutBusy, CheckoutNotOpen, ShippingAddressRequired } from '../checkout.problems.js';
import type { CheckoutDocument } from '../engine/checkout-document.js';
import { waitsForBuyer } from '../engine/due-at.js';
import { resume } from '../engine/engine.js';
import { isTurnedBack } from '../engine/run.js';
import { awaitedSession } from '../engine/session-facts.js';
import { paymentOf, withSession, type WantedSession } from './new-session.js';
import { isStale } from './payment-record.js';
import { SessionClosing } from './session-closing.js';

/** Opens a payment session for a checkout that waits for its buyer: asked for by whatever caller, or behind the landing page. */
@Injectable()
export class SessionOpening {
  constructor(
    private readonly engine: CheckoutEngine,
    private readonly payments: PaymentsService,
    private readonly closing: SessionClosing,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async open(tenant: TenantContext, checkout: CheckoutDocument, wanted: WantedSession): Promise<CheckoutDocument> {
    // By a link a buyer comes here whatever has become of the seller.
    if (tenant.tenant.status !== 'active') throw new TenantNotFound();
    // Before anything is closed for it: a page that is open stays open where this cannot be had.
    const chosen = this.payments.choose(tenant, paymentOf(checkout, wanted.rail ?? null));
    if (isOnOtherRail(checkout, wanted)) return this.replace(tenant, checkout, wanted);
    if (checkout.status !== CheckoutStatus.pending) throw notPayable(checkout);
    if (isTurnedBack(checkout)) throw new CheckoutBusy();
    const session = awaitedSession(checkout);
    if (session && isStale(session, this.clock.now())) return this.replace(tenant, checkout, wanted);
    if (checkout.pricing?.requiresAddress && !checkout.shippingAddress) throw new ShippingAddressRequired();
    const request = { ...wanted, chosen, tenant: tenant.tenant };
    const resumed = withSession(resume(checkout, 'pay'), request, this.clock.now());
    return unlessFailed(await busyIfLost(this.engine.run(checkout, resumed)));
  }

  /** Never two that can be paid: the one that is in the way is closed first, and may turn out to be paid. */
  private async replace(
    tenant: TenantContext,
    checkout: CheckoutDocument,
    wanted: WantedSession,
  ): Promise<CheckoutDocument> {
    const closed = await busyIfLost(this.closing.close(tenant, checkout));
    if (closed.status !== CheckoutStatus.pending) return closed;
    if (awaitedSession(closed)) throw new CheckoutBusy();
    return this.open(tenant, closed, wanted);
  }
}

/** Whether what can be paid now is not what is wanted. */
export function isOnOtherRail(checkout: CheckoutDocument, { rail }: WantedSession): boolean {
  const session = awaitedSession(checkout);
  if (!waitsForBuyer(checkout) || isTurnedBack(checkout) || !session || !rail) return false;
  return session.rail !== rail && (session.state === 'opening' || session.state === 'open');
}

/** Why it cannot be paid: what it failed with, where it did. */
function notPayable({ id, status, failure }: CheckoutDocument): Problem {
  return failure ? failureProblem(failure, id) : new CheckoutNotOpen(status);
}
