import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, newId, NotFound, type Clock } from '@comptoir/kernel';
import { CheckoutStatus, type Address, type Principal, type TenantContext } from '@comptoir/tenant-kit';
import { PaymentsService } from '#payments';
import { IdempotencyService } from '#platform';
import { DeliveryUnavailable, ShippingService } from '#shop';
import { KindRegistry } from '#tenants';
import { CheckoutEngine } from './checkout-engine.js';
import {
  CheckoutBusy,
  CheckoutNotOpen,
  CheckoutNotRetryable,
  ShippingAddressRequired,
  ShippingOptionUnknown,
} from './checkout.problems.js';
import type { CheckoutDocument } from './engine/checkout-document.js';
import { waitsForBuyer } from './engine/due-at.js';
import { restart, resume, stamped, turnBack } from './engine/engine.js';
import { checkoutRun } from './engine/run.js';
import { ClaimLost } from './engine/runner.js';
import { failureProblem } from './api/failure-problem.js';
import { newCheckout, withSession } from './new-checkout.js';
import { PaymentObserver } from './payment/payment-observer.js';
import { PricingService } from './pricing/pricing.service.js';
import { RedirectUrls } from './payment/redirect-urls.js';
import { Subjects } from './subjects.js';

/** Who asks for what at which tenant. */
export interface Caller {
  tenant: TenantContext;
  principal: Principal;
  /** Idempotency key, if one came along. */
  key: string | null;
}

export interface StartInput {
  subject: { cart: string };
  email?: string | null;
  shippingAddress?: Address | null;
}

export interface SessionInput {
  checkoutId: string;
  successUrl?: string | null;
  cancelUrl?: string | null;
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
    private readonly subjects: Subjects,
    private readonly pricing: PricingService,
    private readonly payments: PaymentsService,
    private readonly observer: PaymentObserver,
    private readonly redirects: RedirectUrls,
    private readonly shipping: ShippingService,
    private readonly idempotency: IdempotencyService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Holds the goods and waits for the buyer. A cart that has a live checkout gets that one back. */
  start(caller: Caller, input: StartInput): Promise<{ id: string; replayed: boolean }> {
    return this.once(caller, 'startCheckout', input, async (id) => {
      const subject = await this.subjects.read(caller.tenant, caller.principal.id, input.subject.cart);
      const live = subject.checkoutId ? await this.live(caller.tenant, subject.checkoutId) : null;
      if (live && live.id !== id) return live.id;
      const { definition } = this.kinds.get(caller.tenant.tenant.kind);
      const fresh = newCheckout(
        {
          id,
          tenant: caller.tenant.tenant,
          ownerId: caller.principal.id,
          subject: subject.subject,
          currency: subject.currency,
          email: input.email ?? null,
          shippingAddress: input.shippingAddress ?? subject.shippingAddress,
        },
        definition.plan,
        this.clock.now(),
      );
      return this.ended(await this.beginOrFind(caller, resume(fresh, 'start')));
    });
  }

  /** Writes the order as a draft and opens a payment session. A session that is open for this total is returned. */
  async pay(caller: Caller, input: SessionInput): Promise<{ id: string; replayed: boolean }> {
    return this.once(caller, 'createPaymentSession', input, async () => {
      this.redirects.check(caller.tenant, [input.successUrl, input.cancelUrl]);
      const checkout = await this.own(caller, input.checkoutId);
      if (checkout.status === CheckoutStatus.payment_pending || checkout.status === CheckoutStatus.completed) {
        return checkout.id;
      }
      return this.openSession(caller.tenant, checkout, input);
    });
  }

  /** Opens a session for a checkout that waits for its buyer; also behind the landing page. */
  async openSession(tenant: TenantContext, checkout: CheckoutDocument, input: Partial<SessionInput>): Promise<string> {
    if (checkout.status !== CheckoutStatus.pending) throw new CheckoutNotOpen(checkout.status);
    if (checkout.pricing?.requiresAddress && !checkout.shippingAddress) throw new ShippingAddressRequired();
    const resumed = withSession(
      resume(checkout, 'pay'),
      {
        provider: this.payments.choose(checkout.currency).name,
        windowMinutes: tenant.tenant.checkoutWindowMinutes,
        successUrl: input.successUrl ?? null,
        cancelUrl: input.cancelUrl ?? null,
      },
      this.clock.now(),
    );
    return this.ended(await this.busyIfLost(this.engine.run(checkout, resumed)));
  }

  /** Replaces e-mail, address or shipping choice. An open session is closed first, since its total may change. */
  async update(caller: Caller, checkoutId: string, change: CheckoutChange): Promise<string> {
    const checkout = await this.closedTill(await this.own(caller, checkoutId));
    if (checkout.status !== CheckoutStatus.pending) throw new CheckoutNotOpen(checkout.status);
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
      const window = caller.tenant.tenant.checkoutWindowMinutes * 60_000;
      const expiresAt = new Date(Math.min(this.clock.now().getTime() + window, checkout.holdUntil.getTime()));
      const again = { ...restart(checkout, definition.plan), expiresAt };
      return this.ended(await this.busyIfLost(this.engine.run(checkout, again)));
    });
  }

  /** Ends an unpaid checkout: the till is closed first, then the goods are freed. */
  cancel(caller: Caller, checkoutId: string): Promise<{ id: string; replayed: boolean }> {
    return this.once(caller, 'cancelCheckout', { checkoutId }, async () => {
      const checkout = await this.own(caller, checkoutId);
      if (checkout.status === CheckoutStatus.cancelled) return checkout.id;
      if (!waitsForBuyer(checkout)) throw new CheckoutNotOpen(checkout.status);
      const ended = await this.busyIfLost(this.engine.run(checkout, turnBack(checkout, 'cancelled')));
      if (ended.status !== CheckoutStatus.cancelled) throw new CheckoutNotOpen(ended.status);
      return ended.id;
    });
  }

  /** The checkout if the caller owns it and nobody is at work on it. */
  async own(caller: Pick<Caller, 'tenant' | 'principal'>, id: string): Promise<CheckoutDocument> {
    const checkout = await this.engine.store.load(caller.tenant.tenantId, id);
    if (!checkout || checkout.ownerId !== caller.principal.id) throw new NotFound('checkout');
    if (this.engine.isLeased(checkout)) throw new CheckoutBusy();
    return checkout;
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

  private async closedTill(checkout: CheckoutDocument): Promise<CheckoutDocument> {
    const session = checkout.payment.sessions.at(-1);
    if (checkout.status !== CheckoutStatus.payment_pending || !session?.providerId) return checkout;
    const facts = await this.payments.get(session.provider).close({ providerId: session.providerId });
    await this.observer.observe(session.provider, facts);
    const now = await this.engine.store.load(checkout.tenantId, checkout.id);
    if (!now) throw new NotFound('checkout');
    if (this.engine.isLeased(now)) throw new CheckoutBusy();
    return now;
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

function isChosen(
  option: { carrierId: string; serviceId: string } | null,
  choice: { carrierId: string; serviceId: string },
): boolean {
  return option?.carrierId === choice.carrierId && option.serviceId === choice.serviceId;
}

/** An order that was drafted with the old data is drafted again. */
function redrafted(checkout: CheckoutDocument): CheckoutDocument {
  const run = checkoutRun(checkout);
  const steps = run.steps.map((step) =>
    step.does === 'draft' && step.state === 'done'
      ? { ...step, state: 'ready' as const, attempt: step.attempt + 1 }
      : step,
  );
  return { ...checkout, runs: checkout.runs.map((other) => (other === run ? { ...run, steps } : other)) };
}
