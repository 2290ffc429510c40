import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { after, CLOCK, Problem, ServiceUnavailable, storedProblem, type Clock } from '@comptoir/kernel';
import type { CheckoutCall } from '@comptoir/tenant-kit';
import { PaymentServiceError } from '#payments';
import { TenantsService } from '#tenants';
import { InventoryServiceError, OrderServiceError, SagaTimeout } from '../checkout.problems.js';
import type { CheckoutDocument, FailureRecord, StepRecord } from '../engine/checkout-document.js';
import type { Outcome } from '../engine/engine.js';
import { checkoutRun, currentRun, stepKey } from '../engine/run.js';
import type { Effects } from '../engine/runner.js';
import { KindPorts } from '../kind-ports.js';
import { CollectStep } from './collect.step.js';
import { DraftStep } from './draft.step.js';
import { FulfilStep } from './fulfil.step.js';
import { HoldStep } from './hold.step.js';
import { NotifyStep } from './notify.step.js';
import { OwnStep } from './own.step.js';
import { RefundStep } from './refund.step.js';
import type { Step, StepContext } from './step.js';
import { ValidateStep } from './validate.step.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 600_000;

/** Every step the platform knows, by what it does. */
const STEPS = {
  validate: ValidateStep,
  hold: HoldStep,
  draft: DraftStep,
  collect: CollectStep,
  fulfil: FulfilStep,
  notify: NotifyStep,
  own: OwnStep,
  refund: RefundStep,
} as const;

/** Runs steps and turns whatever happens into an outcome the engine understands. Never throws. */
@Injectable()
export class StepEffects implements Effects, OnModuleInit {
  private readonly logger = new Logger('checkout');
  private steps: Record<StepRecord['does'], Step>;

  constructor(
    private readonly modules: ModuleRef,
    private readonly tenants: TenantsService,
    private readonly ports: KindPorts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const steps = Object.entries(STEPS).map(([does, step]) => [does, this.modules.get<Step>(step)]);
    this.steps = Object.fromEntries(steps) as Record<StepRecord['does'], Step>;
  }

  perform(checkout: CheckoutDocument, step: StepRecord, deadline: Date, late: () => Promise<void>): Promise<Outcome> {
    return this.attempt('perform', checkout, step, deadline, late);
  }

  undo(checkout: CheckoutDocument, step: StepRecord, deadline: Date): Promise<Outcome> {
    return this.attempt('undo', checkout, step, deadline);
  }

  /** What a kind is called with outside a step: for reads such as shipping options. */
  async readContext(checkout: CheckoutDocument): Promise<StepContext> {
    const step = checkoutRun(checkout).steps[0];
    if (!step) throw new Error(`Checkout ${checkout.id} has no steps`);
    return this.context(checkout, step, after(this.clock.now(), 5_000));
  }

  private async attempt(
    way: 'perform' | 'undo',
    checkout: CheckoutDocument,
    step: StepRecord,
    deadline: Date,
    late?: () => Promise<void>,
  ): Promise<Outcome> {
    try {
      // Late already: whoever takes over begins it; here it must not begin any more.
      if (this.clock.now() >= deadline) throw new SagaTimeout(step.name);
      const context = await this.context(checkout, step, deadline);
      const work = this.steps[step.does][way](context);
      return await this.within(deadline, step, work, () => late && this.afterwards(work, late, checkout));
    } catch (error) {
      return this.failed(error, checkout, step);
    }
  }

  private async context(checkout: CheckoutDocument, step: StepRecord, deadline: Date): Promise<StepContext> {
    const tenant = await this.tenants.resolveForWork(checkout.tenantId);
    const key = stepKey(checkout, currentRun(checkout) ?? checkoutRun(checkout), step);
    const call: CheckoutCall = { tenant, checkout, key, attempt: step.attempt, now: this.clock.now(), deadline };
    return { tenant, checkout, step, port: this.ports.of(checkout.kind), call };
  }

  private async within<T>(deadline: Date, step: StepRecord, work: Promise<T>, giveUp: () => void): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const left = Math.max(0, deadline.getTime() - this.clock.now().getTime());
      timer = setTimeout(() => {
        giveUp();
        reject(new SagaTimeout(step.name));
      }, left);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whether it succeeded or not: something of it may have happened. */
  private afterwards(work: Promise<unknown>, late: () => Promise<void>, { id }: CheckoutDocument): void {
    void work
      .catch(() => undefined)
      .then(late)
      .catch((err: unknown) =>
        this.logger.warn({ msg: 'a late effect is undone by whoever comes next', checkout: id, err }),
      );
  }

  private failed(error: unknown, checkout: CheckoutDocument, step: StepRecord): Outcome {
    const bought = step.does === 'notify' || step.does === 'own';
    if (error instanceof Problem && !error.retryable && !(bought && step.phase === 'settle')) {
      return { type: 'refused', failure: record(error) };
    }
    if (!(error instanceof Problem)) {
      this.logger.error({ msg: 'step failed', checkout: checkout.id, step: step.name, err: error });
    }
    const failure = record(error instanceof Problem ? error : unclearProblem(step));
    const tries = currentRun(checkout)?.tries ?? 0;
    return { type: 'unclear', failure, retryAt: after(this.clock.now(), pause(tries)) };
  }
}

function record(problem: Problem): FailureRecord {
  return { ...storedProblem(problem), retryable: problem.retryable };
}

function unclearProblem(step: StepRecord): Problem {
  if (step.does === 'hold') return new InventoryServiceError();
  if (step.does === 'draft') return new OrderServiceError();
  if (step.does === 'collect' || step.does === 'refund') return new PaymentServiceError();
  return new ServiceUnavailable();
}

/** Doubling, with jitter so that many checkouts do not come back at the same instant. */
function pause(tries: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries) * (0.75 + Math.random() / 2);
}
