import { PaymentRail, type Tenant, type TenantContext } from '@comptoir/tenant-kit';
import {
  NoAvailableProvider,
  PaymentRefused,
  PaymentServiceError,
  type PaymentFacts,
  type PaymentsService,
  type RefundFacts,
} from '#payments';
import type { OrdersService } from '../../orders/orders.service.js';
import { Failover } from '../../payment/failover.js';
import type { Till } from '../../payment/till.js';
import { Refunder } from '../../after-sale/refunder.js';
import { CollectStep } from '../../steps/collect.step.js';
import { RefundStep } from '../../steps/refund.step.js';
import type { DraftStep } from '../../steps/draft.step.js';
import { FulfilStep } from '../../steps/fulfil.step.js';
import type { StepContext } from '../../steps/step.js';
import type { CheckoutDocument, SessionRecord, StepRecord } from '../checkout-document.js';
import type { Outcome } from '../engine.js';
import { checkoutRun, currentRun, stepKey } from '../run.js';
import { failureOf, PRICING } from './documents.fixture.js';
import type { ProviderSession, World } from './world.fixture.js';

const DONE: Outcome = { type: 'done' };

export const SHOP: Pick<Tenant, 'id' | 'checkoutWindowMinutes' | 'payment'> = {
  id: 'shop',
  checkoutWindowMinutes: 30,
  payment: { providers: [], offline: { instructions: 'Transfer it', windowHours: 120 } },
};

/** The first of two providers that was not tried yet. Both are the same world: a session is known by its key alone. */
export const chooseFake: PaymentsService['choose'] = (_tenant, { rail }, tried = []) => {
  const provider = ['fake', 'second'].find((name) => tried.every((skipped) => skipped.provider !== name));
  if (!provider) throw new NoAvailableProvider(tried);
  const taken = rail ?? PaymentRail.STRIPE_CHECKOUT;
  return { provider, rail: taken, score: 100, reasons: [], skipped: [...tried], asked: rail };
};

/** What the provider says of a session. */
export function factsOf({ key, state, amount }: ProviderSession): PaymentFacts {
  const ids = { tenantId: 'shop', checkoutId: 'chk', sessionId: key };
  const page = { rail: PaymentRail.STRIPE_CHECKOUT, url: `https://pay/${key}`, clientSecret: null };
  return { state, providerId: key, account: '', ...page, amount, currency: 'EUR', paymentId: key, ...ids };
}

/** The platform's steps done to a {@link World}: the real ones where money is concerned. */
export class FakeSteps {
  private readonly collect: CollectStep;
  private readonly fulfil: FulfilStep;
  private readonly refund: RefundStep;

  constructor(private readonly world: World) {
    const payments = { get: () => new FakeProvider(world), choose: chooseFake } as unknown as PaymentsService;
    const refunder = new Refunder(payments);
    const till = new FakeTill(world) as unknown as Till;
    this.collect = new CollectStep(till, refunder, new Failover(payments));
    const orders = { markPaid: () => world.markPaid(), cancel: () => world.cancelOrder() };
    const draft = { perform: () => world.draft() };
    this.fulfil = new FulfilStep(orders as unknown as OrdersService, draft as unknown as DraftStep, till);
    this.refund = new RefundStep(refunder);
  }

  async perform(checkout: CheckoutDocument, step: StepRecord): Promise<Outcome> {
    switch (step.does) {
      case 'validate':
        return { type: 'done', patch: { pricing: PRICING } };
      case 'hold':
        return this.world.hold() ? DONE : { type: 'refused', failure: failureOf(false) };
      case 'draft':
        this.world.draft();
        return DONE;
      case 'collect':
        return this.collect.perform(this.context(checkout, step)).catch((error: unknown) => this.unclear(error));
      case 'fulfil':
        return this.fulfil.perform(this.context(checkout, step)).catch((error: unknown) => this.unclear(error));
      case 'refund':
        return this.refund.perform(this.context(checkout, step));
      case 'notify':
      case 'own':
        return DONE;
    }
  }

  async undo(checkout: CheckoutDocument, step: StepRecord): Promise<Outcome> {
    if (step.does === 'collect') return this.collect.undo(this.context(checkout, step));
    if (step.does === 'hold') this.world.release();
    if (step.does === 'draft') this.world.discard();
    if (step.does === 'fulfil') return this.fulfil.undo(this.context(checkout, step));
    return DONE;
  }

  /** As the platform takes a problem that may pass. */
  private unclear(error: unknown): Outcome {
    if (!(error instanceof PaymentServiceError)) throw error;
    return { type: 'unclear', failure: failureOf(true), retryAt: new Date(this.world.now().getTime() + 500) };
  }

  private context(checkout: CheckoutDocument, step: StepRecord): StepContext {
    const key = stepKey(checkout, currentRun(checkout) ?? checkoutRun(checkout), step);
    const tenant = { tenantId: 'shop', tenant: SHOP } as StepContext['tenant'];
    const port = { fulfil: () => this.world.fulfil(), cancel: () => this.world.unfulfil() };
    return { tenant, checkout, step, port, call: { key, now: this.world.now() } } as unknown as StepContext;
  }
}

/** The till, with the world for a provider. */
class FakeTill implements Pick<Till, 'open' | 'capture' | 'abandon' | 'close'> {
  constructor(private readonly world: World) {}

  /** A repeated request is answered as the first one was. */
  async open(_: TenantContext, __: CheckoutDocument, session: SessionRecord): ReturnType<Till['open']> {
    if (this.world.notAsked > 0) {
      this.world.notAsked -= 1;
      return new PaymentServiceError(10, { asked: false });
    }
    const opened = this.world.open(session.key, session.expiresAt);
    return opened ? { ...factsOf(opened), state: 'open' } : new PaymentRefused('too late');
  }

  close(_: TenantContext, __: CheckoutDocument, session: SessionRecord): Promise<PaymentFacts | null> {
    if (!this.world.open(session.key, session.expiresAt)) return Promise.resolve(null);
    return Promise.resolve(factsOf(this.world.close(session.key)));
  }

  async capture({ key }: SessionRecord): Promise<PaymentFacts> {
    const captured = this.world.capture(key);
    if (!captured) throw new PaymentServiceError();
    return factsOf(captured);
  }

  abandon({ providerId }: Pick<SessionRecord, 'providerId'>): Promise<PaymentFacts> {
    return Promise.resolve(factsOf(this.world.abandon(providerId ?? '')));
  }
}

/** A provider that can only give money back. */
class FakeProvider {
  constructor(private readonly world: World) {}

  refund({ paymentId, amount, key }: { paymentId: string; amount: number; key: string }): Promise<RefundFacts> {
    if (!this.world.refund(paymentId, amount, key)) throw new PaymentRefused('no balance');
    return Promise.resolve({ state: 'succeeded', providerId: key });
  }
}
