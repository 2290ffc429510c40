import { after } from '@comptoir/kernel';
import type { PlanStep } from '../plan.js';
import type { CheckoutCall, CheckoutPort, CheckoutSnapshot, Pricing, Subject } from '../ports/checkout.port.js';
import type { TenantContext } from '../tenant.js';
import { CheckoutStatus } from '../types/checkout-status.js';
import { ensure } from './ensure.js';
import { copy, frozen, isPlain } from './plain.js';
import type { SuitePorts } from './suite-ports.js';
import { OWNER, type Trial } from './world.js';

const DAY_MS = 24 * 3_600_000;

/** As much of a stage as a checkout on it needs. */
interface Setting {
  readonly trial: Trial;
  readonly ports: SuitePorts;
  /** Of the process that is alive just now. */
  readonly port: CheckoutPort;
}

/** One checkout, driven step by step as the platform drives it. Snapshots went through a database and are read only. */
export class TrialCheckout {
  private constructor(
    private readonly stage: Setting,
    private readonly tenant: TenantContext,
    readonly snapshot: CheckoutSnapshot,
  ) {}

  static async start(stage: Setting, tenant: TenantContext, subject: Subject, id: string): Promise<TrialCheckout> {
    const opened = await TrialCheckout.open(stage, tenant, subject, id);
    await stage.port.validate(opened.call('validate'));
    return opened.with({ pricing: await stage.port.price(opened.call('validate')) });
  }

  static async open(stage: Setting, tenant: TenantContext, subject: Subject, id: string): Promise<TrialCheckout> {
    const now = stage.ports.clock.now();
    const opening = await stage.port.open({ tenant, ownerId: OWNER, subject: frozen(copy(subject)), now });
    ensure(isPlain(opening.subject), 'open() keeps something that is no plain data; it would not survive the database');
    return new TrialCheckout(
      stage,
      tenant,
      stored({
        id,
        tenantId: tenant.tenantId,
        status: CheckoutStatus.in_progress,
        ownerId: OWNER,
        subject: opening.subject,
        currency: opening.currency,
        email: 'buyer@example.com',
        shippingAddress: stage.trial.world.shippingAddress ?? opening.shippingAddress,
        shippingChoice: null,
        pricing: null,
        holdUntil: after(now, DAY_MS),
      }),
    );
  }

  with(change: { pricing?: Pricing | null; status?: CheckoutStatus }): TrialCheckout {
    return new TrialCheckout(this.stage, this.tenant, stored({ ...this.snapshot, ...change }));
  }

  /** What the platform calls the kind with; the same key whenever the same attempt of a step is made again. */
  call(step: string, attempt = 1): CheckoutCall {
    const now = this.stage.ports.clock.now();
    const key = [this.snapshot.tenantId, this.snapshot.id, 1, step, attempt].join(':');
    return { tenant: this.tenant, checkout: this.snapshot, key, attempt, now, deadline: after(now, 20_000) };
  }

  hold(attempt = 1): Promise<void> {
    return this.stage.port.hold(this.call(this.nameOf('hold'), attempt));
  }

  release(attempt = 1): Promise<void> {
    return this.stage.port.release(this.call(this.nameOf('hold'), attempt));
  }

  /** One step of the plan, with what the kind answers. What the platform does alone is nothing here. */
  perform(step: PlanStep): Promise<unknown> {
    const [{ port }, call] = [this.stage, this.call(step.name)];
    if (step.does === 'own') return step.run ? step.run(port as never, call) : Promise.resolve();
    if (step.does === 'validate') return port.validate(call);
    if (step.does === 'hold') return port.hold(call);
    if (step.does === 'draft') return port.draft(call);
    return step.does === 'fulfil' ? port.fulfil(call) : Promise.resolve();
  }

  /** The way back; steps that change nothing of the kind's have none. */
  undo(step: PlanStep): Promise<void> {
    const [{ port }, call] = [this.stage, this.call(step.name)];
    if (step.does === 'hold') return port.release(call);
    if (step.does === 'draft') return port.discard(call);
    return step.does === 'fulfil' ? port.cancel(call) : Promise.resolve();
  }

  private nameOf(does: PlanStep['does']): string {
    return this.stage.trial.kind.definition.plan.find((step) => step.does === does)?.name ?? does;
  }
}

/** What was written to a database and read again: a copy, without anything that is undefined. */
function stored(snapshot: CheckoutSnapshot): CheckoutSnapshot {
  return frozen(copy(snapshot));
}
