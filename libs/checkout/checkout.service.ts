import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, newId, type Clock } from '@comptoir/kernel';
import {
  CheckoutStatus,
  type Address,
  type Caller,
  type Opening,
  type Subject,
  type TenantContext,
} from '@comptoir/tenant-kit';
import { PaymentServiceError } from '#payments';
import { IdempotencyService } from '#platform';
import { DeliveryUnavailable, ShippingService } from '#shop';
import { KindRegistry } from '#tenants';
import { busyIfLost, CheckoutEngine } from './checkout-engine.js';
import { CheckoutBusy, CheckoutNotOpen, CheckoutNotRetryable, ShippingOptionUnknown } from './checkout.problems.js';
import type { CheckoutDocument } from './engine/checkout-document.js';
import { waitsForBuyer } from './engine/due-at.js';
import { restart, resume, stamped, turnBack } from './engine/engine.js';
import { checkoutRun, isTurnedBack, redrafted } from './engine/run.js';
import { freshWindows } from './engine/windows.js';
import { unlessFailed } from './api/failure-problem.js';
import { newCheckout } from './new-checkout.js';
import type { WantedSession } from './payment/new-session.js';
import { SessionClosing } from './payment/session-closing.js';
import { isOnOtherRail, SessionOpening } from './payment/session-opening.js';
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

/** What a call of a buyer came to. */
export interface CallResult {
  id: string;
  replayed: boolean;
  /** As this very call left it, so that nobody has to read it again; absent for a replay. */
  checkout?: CheckoutDocument;
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
    private readonly opening: SessionOpening,
    private readonly closing: SessionClosing,
    private readonly redirects: RedirectUrls,
    private readonly shipping: ShippingService,
    private readonly idempotency: IdempotencyService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Holds the goods and waits for the buyer. A subject that has a live checkout gets that one back. */
  start(caller: Caller, input: StartInput, operation = 'startCheckout'): Promise<CallResult> {
    return this.once(caller, operation, input, async (id) => {
      const { tenant, principal } = caller;
      const opening = await this.ports.of(kindOf(tenant, input.subject)).open({
        tenant,
        ownerId: principal.id,
        subject: input.subject,
        now: this.clock.now(),
      });
      const live = opening.checkoutId ? await this.live(tenant, opening.checkoutId) : null;
      if (live && live.id !== id) return live;
      const fresh = this.fresh(caller, id, input, opening);
      return unlessFailed(await this.beginOrFind(caller, resume(fresh, 'start')));
    });
  }

  /**
   * Both in one call, where the kind takes payments. Two ledger rows of one key: whichever half was reached, a repeat
   * goes on from there.
   */
  async startAndPay(
    caller: Caller,
    input: StartInput,
    urls: Pick<WantedSession, 'successUrl' | 'cancelUrl'>,
  ): Promise<CallResult> {
    // Before anything is held: a refusal leaves nothing half-done.
    this.redirects.check(caller.tenant, urls);
    const started = await this.start(caller, input, 'quickCheckout');
    const checkout = await this.own(caller, started.id);
    if (checkout.status !== CheckoutStatus.pending) return started;
    const key = caller.key && `${caller.key}/pay`;
    return this.pay({ ...caller, key }, { checkoutId: started.id, ...urls });
  }

  /** Writes the order as a draft and opens a payment session. A session that is open for this total is returned. */
  async pay(caller: Caller, input: WantedSession & { checkoutId: string }): Promise<CallResult> {
    return this.once(caller, 'createPaymentSession', input, async () => {
      this.redirects.check(caller.tenant, input);
      const checkout = await this.own(caller, input.checkoutId);
      if (checkout.status === CheckoutStatus.completed) return checkout;
      if (checkout.status === CheckoutStatus.payment_pending && !isOnOtherRail(checkout, input)) return checkout;
      return this.opening.open(caller.tenant, checkout, input);
    });
  }

  /** Replaces e-mail, address or shipping choice. An open session is closed first, since its total may change. */
  async update(caller: Caller, checkoutId: string, change: CheckoutChange): Promise<CheckoutDocument> {
    const checkout = await busyIfLost(this.closing.close(caller.tenant, await this.own(caller, checkoutId)));
    if (checkout.status !== CheckoutStatus.pending) throw new CheckoutNotOpen(checkout.status);
    if (isTurnedBack(checkout)) throw new CheckoutBusy();
    const changed = { ...checkout, ...change };
    const pricing = await this.pricing.price(changed);
    if (change.shippingAddress && pricing.requiresAddress) this.refuseUncovered(caller.tenant, change.shippingAddress);
    if (change.shippingChoice && !isChosen(pricing.shippingOption, change.shippingChoice)) {
      throw new ShippingOptionUnknown();
    }
    return busyIfLost(this.engine.write(checkout, stamped({ ...redrafted(changed), pricing }, this.clock.now())));
  }

  /** A new run from the first step, after a retryable problem was undone. */
  retry(caller: Caller, checkoutId: string): Promise<CallResult> {
    return this.once(caller, 'retryCheckout', { checkoutId }, async () => {
      const checkout = await this.own(caller, checkoutId);
      if (waitsForBuyer(checkout)) return checkout;
      if (checkout.status === CheckoutStatus.failed || checkout.status === CheckoutStatus.compensating)
        throw new CheckoutBusy();
      if (checkout.status !== CheckoutStatus.compensated || !checkout.failure?.retryable)
        throw new CheckoutNotRetryable();
      const { definition } = this.kinds.get(checkout.kind);
      const again = { ...restart(checkout, definition.plan), ...freshWindows(caller.tenant.tenant, this.clock.now()) };
      return unlessFailed(await busyIfLost(this.engine.run(checkout, again)));
    });
  }

  /** Ends an unpaid checkout: the till is closed first, then the goods are freed. */
  cancel(caller: Caller, checkoutId: string): Promise<CallResult> {
    return this.once(caller, 'cancelCheckout', { checkoutId }, async () => {
      return this.end(await this.own(caller, checkoutId));
    });
  }

  /** The same for whoever may end a checkout that is somebody else's. */
  async end(checkout: CheckoutDocument): Promise<CheckoutDocument> {
    if (checkout.status === CheckoutStatus.cancelled) return checkout;
    if (!waitsForBuyer(checkout)) throw new CheckoutNotOpen(checkout.status);
    const ended = await busyIfLost(this.engine.run(checkout, turnBack(checkout, 'cancelled')));
    // The provider could not say that the till is closed: goods stay held, and the sweeper goes on.
    if (isTurnedBack(ended) && ended.status !== CheckoutStatus.cancelled) throw new PaymentServiceError();
    if (ended.status !== CheckoutStatus.cancelled) throw new CheckoutNotOpen(ended.status);
    return ended;
  }

  /** The checkout if the caller owns it and nobody is at work on it. */
  async own({ tenant, principal }: Pick<Caller, 'tenant' | 'principal'>, id: string): Promise<CheckoutDocument> {
    return this.engine.idle(await this.engine.store.owned(tenant, principal.id, id));
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

  private async once(
    { tenant, principal, key }: Caller,
    operation: string,
    args: unknown,
    execute: (objectId: string) => Promise<CheckoutDocument>,
  ): Promise<CallResult> {
    let checkout: CheckoutDocument | undefined;
    const result = await this.idempotency.once(
      { tenantId: tenant.tenantId, principalId: principal.id, operation, key, args, newObjectId: () => newId('chk') },
      async (objectId) => (checkout = await execute(objectId)).id,
    );
    return checkout ? { ...result, checkout } : result;
  }

  private async beginOrFind(caller: Caller, fresh: CheckoutDocument): Promise<CheckoutDocument> {
    const begun = await busyIfLost(this.engine.begin(fresh));
    return begun ?? this.own(caller, fresh.id);
  }

  private async live(tenant: TenantContext, id: string): Promise<CheckoutDocument | null> {
    const checkout = await this.engine.store.load(tenant.tenantId, id);
    return checkout && checkoutRun(checkout).endedAt === null ? checkout : null;
  }

  private refuseUncovered(tenant: TenantContext, address: Address): void {
    if (!this.shipping.covers(tenant, address)) throw new DeliveryUnavailable(this.shipping.coverage(tenant));
  }
}

function isChosen(
  option: { carrierId: string; serviceId: string } | null,
  choice: { carrierId: string; serviceId: string },
): boolean {
  return option?.carrierId === choice.carrierId && option.serviceId === choice.serviceId;
}
