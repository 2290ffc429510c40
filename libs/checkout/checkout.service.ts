import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, newId, NotFound, type Clock, type Problem } from '@comptoir/kernel';
import {
  CheckoutStatus,
  type PaymentRail,
  type Address,
  type Caller,
  type Opening,
  type Subject,
  type TenantContext,
} from '@comptoir/tenant-kit';
import { PaymentServiceError, PaymentsService } from '#payments';
import { IdempotencyService } from '#platform';
import { DeliveryUnavailable, ShippingService } from '#shop';
import { KindRegistry, TenantNotFound } from '#tenants';
import { CheckoutEngine } from './checkout-engine.js';
import {
  CheckoutBusy,
  CheckoutNotOpen,
  CheckoutNotRetryable,
  ShippingAddressRequired,
  ShippingOptionUnknown,
} from './checkout.problems.js';
import type { CheckoutDocument, SessionLabel } from './engine/checkout-document.js';
import { isAtWork, waitsForBuyer } from './engine/due-at.js';
import { restart, resume, stamped, turnBack } from './engine/engine.js';
import { checkoutRun, currentRun, redrafted } from './engine/run.js';
import { ClaimLost } from './engine/runner.js';
import { awaitedSession } from './engine/session-facts.js';
import { freshWindows } from './engine/windows.js';
import { failureProblem } from './api/failure-problem.js';
import { newCheckout, paymentOf, withSession } from './new-checkout.js';
import { isStale } from './payment/payment-record.js';
import { SessionClosing } from './payment/session-closing.js';
import { PricingService } from './pricing/pricing.service.js';
import { RedirectUrls } from './payment/redirect-urls.js';
import { KindPorts } from './kind-ports.js';
import { kindOf } from './lines/lines-subject.js';

export interface StartInput {
  subject: Subject;
  email?: string | null;
  shippingAddress?: Address | null;
  /** Part of what a repeat must have in common; paying with it is left to the caller. */
  paymentMethodId?: string;
}

export interface SessionInput {
  checkoutId: string;
  /** What the tenant prefers when absent; one that is open on whatever rail is returned then. */
  rail?: PaymentRail | null;
  successUrl?: string | null;
  cancelUrl?: string | null;
  /** Language of the page; one that is open stays as it is. */
  locale?: string | null;
  /** The caller's own words on it. */
  label?: SessionLabel;
}

export interface CheckoutChange {
  email?: string | null;
  shippingAddress?: Address | null;
  shippingChoice?: { carrierId: string; serviceId: string };
}

/** Everything a buyer can do to a checkout, one method per operation. */
@Injectable()
export class CheckoutService {
  constructor(
    private readonly engine: CheckoutEngine,
    private readonly kinds: KindRegistry,
    private readonly ports: KindPorts,
    private readonly pricing: PricingService,
    private readonly payments: PaymentsService,
    private readonly closing: SessionClosing,
    private readonly redirects: RedirectUrls,
    private readonly shipping: ShippingService,
    private readonly idempotency: IdempotencyService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Holds the goods and waits for the buyer. A subject that has a live checkout gets that one back. */
  start(caller: Caller, input: StartInput, operation = 'startCheckout'): Promise<{ id: string; replayed: boolean }> {
    return this.once(caller, operation, input, async (id) => {
      const { tenant, principal } = caller;
      const opening = await this.ports.of(kindOf(tenant, input.subject)).open({
        tenant,
        ownerId: principal.id,
        subject: input.subject,
        now: this.clock.now(),
      });
      const live = opening.checkoutId ? await this.live(tenant, opening.checkoutId) : null;
      if (live && live.id !== id) return live.id;
      const fresh = this.fresh(caller, id, input, opening);
      return this.ended(await this.beginOrFind(caller, resume(fresh, 'start')));
    });
  }

  /**
   * Both in one call, where the kind takes payments. Two ledger rows of one key: whichever half was reached, a repeat
   * goes on from there.
   */
  async startAndPay(
    caller: Caller,
    input: StartInput,
    urls: Pick<SessionInput, 'successUrl' | 'cancelUrl'>,
  ): Promise<{ id: string; replayed: boolean }> {
    // Before anything is held: a refusal leaves nothing half-done.
    this.redirects.check(caller.tenant, [urls.successUrl, urls.cancelUrl]);
    const started = await this.start(caller, input, 'quickCheckout');
    const checkout = await this.own(caller, started.id);
    if (checkout.status !== CheckoutStatus.pending) return started;
    const key = caller.key && `${caller.key}/pay`;
    return this.pay({ ...caller, key }, { checkoutId: started.id, ...urls });
  }

  /** Writes the order as a draft and opens a payment session. A session that is open for this total is returned. */
  async pay(caller: Caller, input: SessionInput): Promise<{ id: string; replayed: boolean }> {
    return this.once(caller, 'createPaymentSession', input, async () => {
      this.redirects.check(caller.tenant, [input.successUrl, input.cancelUrl]);
      const checkout = await this.own(caller, input.checkoutId);
      if (checkout.status === CheckoutStatus.completed) return checkout.id;
      if (checkout.status === CheckoutStatus.payment_pending && !isOnOtherRail(checkout, input)) return checkout.id;
      return this.openSession(caller.tenant, checkout, input);
    });
  }

  /** Opens a session for a checkout that waits for its buyer; also behind the landing page. */
  async openSession(tenant: TenantContext, checkout: CheckoutDocument, input: Partial<SessionInput>): Promise<string> {
    // By a link a buyer comes here whatever has become of the seller.
    if (tenant.tenant.status !== 'active') throw new TenantNotFound();
    // Before anything is closed for it: a page that is open stays open where this cannot be had.
    const chosen = this.payments.choose(tenant, paymentOf(checkout, input.rail ?? null));
    if (isOnOtherRail(checkout, input)) return this.replace(tenant, checkout, input);
    if (checkout.status !== CheckoutStatus.pending) throw notPayable(checkout);
    if (isTurnedBack(checkout)) throw new CheckoutBusy();
    const session = awaitedSession(checkout);
    if (session && isStale(session, this.clock.now())) return this.replace(tenant, checkout, input);
    if (checkout.pricing?.requiresAddress && !checkout.shippingAddress) throw new ShippingAddressRequired();
    const resumed = withSession(
      resume(checkout, 'pay'),
      {
        chosen,
        tenant: tenant.tenant,
        successUrl: input.successUrl ?? null,
        cancelUrl: input.cancelUrl ?? null,
        ...(input.locale ? { locale: input.locale } : {}),
        ...(input.label ? { label: input.label } : {}),
      },
      this.clock.now(),
    );
    return this.ended(await this.busyIfLost(this.engine.run(checkout, resumed)));
  }

  /** Never two that can be paid: the one that is in the way is closed first, and may turn out to be paid. */
  private async replace(
    tenant: TenantContext,
    checkout: CheckoutDocument,
    input: Partial<SessionInput>,
  ): Promise<string> {
    const closed = await this.busyIfLost(this.closing.close(tenant, checkout));
    if (closed.status !== CheckoutStatus.pending) return closed.id;
    if (awaitedSession(closed)) throw new CheckoutBusy();
    return this.openSession(tenant, closed, input);
  }

  /** Replaces e-mail, address or shipping choice. An open session is closed first, since its total may change. */
  async update(caller: Caller, checkoutId: string, change: CheckoutChange): Promise<string> {
    const checkout = await this.busyIfLost(this.closing.close(caller.tenant, await this.own(caller, checkoutId)));
    if (checkout.status !== CheckoutStatus.pending) throw new CheckoutNotOpen(checkout.status);
    if (isTurnedBack(checkout)) throw new CheckoutBusy();
    const changed = { ...checkout, ...change };
    const pricing = await this.pricing.price(changed);
    if (change.shippingAddress && pricing.requiresAddress) this.refuseUncovered(caller.tenant, change.shippingAddress);
    if (change.shippingChoice && !isChosen(pricing.shippingOption, change.shippingChoice)) {
      throw new ShippingOptionUnknown();
    }
    await this.busyIfLost(this.engine.write(checkout, stamped({ ...redrafted(changed), pricing }, this.clock.now())));
    return checkout.id;
  }

  /** A new run from the first step, after a retryable problem was undone. */
  retry(caller: Caller, checkoutId: string): Promise<{ id: string; replayed: boolean }> {
    return this.once(caller, 'retryCheckout', { checkoutId }, async () => {
      const checkout = await this.own(caller, checkoutId);
      if (waitsForBuyer(checkout)) return checkout.id;
      if (checkout.status === CheckoutStatus.failed || checkout.status === CheckoutStatus.compensating)
        throw new CheckoutBusy();
      if (checkout.status !== CheckoutStatus.compensated || !checkout.failure?.retryable)
        throw new CheckoutNotRetryable();
      const { definition } = this.kinds.get(checkout.kind);
      const again = { ...restart(checkout, definition.plan), ...freshWindows(caller.tenant.tenant, this.clock.now()) };
      return this.ended(await this.busyIfLost(this.engine.run(checkout, again)));
    });
  }

  /** Ends an unpaid checkout: the till is closed first, then the goods are freed. */
  cancel(caller: Caller, checkoutId: string): Promise<{ id: string; replayed: boolean }> {
    return this.once(caller, 'cancelCheckout', { checkoutId }, async () => {
      return this.end(await this.own(caller, checkoutId));
    });
  }

  /** The same for whoever may end a checkout that is somebody else's. */
  async end(checkout: CheckoutDocument): Promise<string> {
    if (checkout.status === CheckoutStatus.cancelled) return checkout.id;
    if (!waitsForBuyer(checkout)) throw new CheckoutNotOpen(checkout.status);
    const ended = await this.busyIfLost(this.engine.run(checkout, turnBack(checkout, 'cancelled')));
    // The provider could not say that the till is closed: goods stay held, and the sweeper goes on.
    if (isTurnedBack(ended) && ended.status !== CheckoutStatus.cancelled) throw new PaymentServiceError();
    if (ended.status !== CheckoutStatus.cancelled) throw new CheckoutNotOpen(ended.status);
    return ended.id;
  }

  /** The checkout if the caller owns it and nobody is at work on it. Work that was interrupted is finished first. */
  async own(caller: Pick<Caller, 'tenant' | 'principal'>, id: string): Promise<CheckoutDocument> {
    const checkout = await this.engine.store.load(caller.tenant.tenantId, id);
    if (!checkout || checkout.ownerId !== caller.principal.id) throw new NotFound('checkout');
    return this.idle(checkout);
  }

  /** The checkout once nobody is at work on it, whoever owns it. */
  async idle(checkout: CheckoutDocument): Promise<CheckoutDocument> {
    if (this.engine.isLeased(checkout)) throw new CheckoutBusy();
    if (!isAtWork(checkout)) return checkout;
    const finished = await this.busyIfLost(this.engine.wake(checkout));
    if (finished.status === CheckoutStatus.in_progress) throw new CheckoutBusy();
    return finished;
  }

  private fresh({ tenant, principal }: Caller, id: string, input: StartInput, opening: Opening): CheckoutDocument {
    const kind = kindOf(tenant, input.subject);
    const { definition } = this.kinds.get(kind);
    const { subject, currency } = opening;
    const email = input.email ?? null;
    const shippingAddress = input.shippingAddress ?? opening.shippingAddress;
    const start = { id, tenant: tenant.tenant, kind, ownerId: principal.id, subject, currency, email, shippingAddress };
    return newCheckout(start, definition.plan, this.clock.now());
  }

  private once(caller: Caller, operation: string, args: unknown, execute: (objectId: string) => Promise<string>) {
    const { tenant, principal, key } = caller;
    return this.idempotency.once(
      { tenantId: tenant.tenantId, principalId: principal.id, operation, key, args, newObjectId: () => newId('chk') },
      execute,
    );
  }

  private async beginOrFind(caller: Caller, fresh: CheckoutDocument): Promise<CheckoutDocument> {
    const begun = await this.busyIfLost(this.engine.begin(fresh));
    return begun ?? this.own(caller, fresh.id);
  }

  /** A call that ends in a failed checkout answers with the problem; the checkout stays readable. */
  private ended(checkout: CheckoutDocument): string {
    if (checkout.failure) throw failureProblem(checkout.failure, checkout.id);
    return checkout.id;
  }

  private async live(tenant: TenantContext, id: string): Promise<CheckoutDocument | null> {
    const checkout = await this.engine.store.load(tenant.tenantId, id);
    return checkout && checkoutRun(checkout).endedAt === null ? checkout : null;
  }

  private refuseUncovered(tenant: TenantContext, address: Address): void {
    if (!this.shipping.covers(tenant, address)) throw new DeliveryUnavailable(this.shipping.coverage(tenant));
  }

  private async busyIfLost<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof ClaimLost) throw new CheckoutBusy();
      throw error;
    }
  }
}

/** Why it cannot be paid: what it failed with, where it did. */
function notPayable({ id, status, failure }: CheckoutDocument): Problem {
  return failure ? failureProblem(failure, id) : new CheckoutNotOpen(status);
}

function isOnOtherRail(checkout: CheckoutDocument, { rail }: Partial<SessionInput>): boolean {
  const session = awaitedSession(checkout);
  if (!waitsForBuyer(checkout) || isTurnedBack(checkout) || !session || !rail) return false;
  return session.rail !== rail && (session.state === 'opening' || session.state === 'open');
}

function isTurnedBack(checkout: CheckoutDocument): boolean {
  return currentRun(checkout)?.direction === 'undo';
}

function isChosen(
  option: { carrierId: string; serviceId: string } | null,
  choice: { carrierId: string; serviceId: string },
): boolean {
  return option?.carrierId === choice.carrierId && option.serviceId === choice.serviceId;
}
