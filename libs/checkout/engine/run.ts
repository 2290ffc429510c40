import type { Phase, PlanStep } from '@comptoir/tenant-kit';
import type { CheckoutDocument, Run, StepRecord } from './checkout-document.js';

const PHASES: readonly Phase[] = ['start', 'pay', 'settle'];

/** Steps whose effect must be taken back when a run is undone. */
export const UNDOABLE: ReadonlySet<StepRecord['does']> = new Set(['hold', 'draft', 'collect', 'fulfil']);

/** How many runs a checkout remembers, beside its own latest and those that are unfinished. */
const MAX_RUNS = 10;

const REFUND_PLAN = [{ name: 'refund-payment', does: 'refund', phase: 'settle' }] as const;

/** What comes next in a run. */
export type Move = { type: 'perform' | 'undo'; step: StepRecord } | { type: 'rest' };

/**
 * The unfinished run that is to be worked on, if any: the one that rests shortest, and of equals the latest. There are
 * several where refunds wait for the banks of their buyers, or an effect that came late reopened an earlier one.
 */
export function currentRun(checkout: Pick<CheckoutDocument, 'runs'>): Run | null {
  const unfinished = checkout.runs.filter(({ endedAt }) => endedAt === null);
  const first = Math.min(...unfinished.map(restsUntil));
  return unfinished.findLast((run) => restsUntil(run) === first) ?? null;
}

function restsUntil({ retryAt }: Run): number {
  return retryAt?.getTime() ?? 0;
}

/** The checkout with the run of a step due now, before all others. */
export function dueAtOnce(checkout: CheckoutDocument, key: string): CheckoutDocument {
  const isMeant = (run: Run): boolean => run.steps.some((step) => stepKey(checkout, run, step) === key);
  const runs = checkout.runs.map((run) => (run.endedAt === null && isMeant(run) ? { ...run, retryAt: null } : run));
  return { ...checkout, runs };
}

/** The latest run of the checkout itself: what clients are shown. */
export function checkoutRun(checkout: Pick<CheckoutDocument, 'runs'>): Run {
  const run = checkout.runs.findLast(({ definition }) => definition === 'checkout');
  if (!run) throw new Error('A checkout has no run');
  return run;
}

/** A fresh run of `plan`, to be appended. */
export function newRun(
  no: number,
  definition: Run['definition'],
  plan: readonly Pick<StepRecord, 'name' | 'does' | 'phase'>[],
): Run {
  const steps = plan.map(({ name, does, phase }) => ({
    name,
    does,
    phase,
    state: 'ready' as const,
    attempt: 1,
    startedAt: null,
    endedAt: null,
  }));
  return {
    no,
    definition,
    direction: 'forward',
    reach: 'start',
    reason: null,
    steps,
    tries: 0,
    retryAt: null,
    endedAt: null,
  };
}

/** The steps of a kind's plan, for {@link newRun}. */
export function planSteps(plan: readonly PlanStep[]): Pick<StepRecord, 'name' | 'does' | 'phase'>[] {
  return plan.map(({ name, does, phase }) => ({ name, does, phase }));
}

/** The runs with one more; the oldest that nobody needs any more is forgotten. */
export function withRun(runs: readonly Run[], run: Run): Run[] {
  const all = [...runs, run];
  const own = checkoutRun({ runs: all });
  return all.filter((one, index) => one === own || one.endedAt === null || index >= all.length - MAX_RUNS);
}

/** A run that gives money back, and the key of its one step: what the refund is to be registered with. */
export function refundRun(
  checkout: Pick<CheckoutDocument, 'tenantId' | 'id' | 'runs'>,
  definition: 'late-money' | 'refund',
): { run: Run; key: string } {
  const no = Math.max(...checkout.runs.map((run) => run.no)) + 1;
  const run = newRun(no, definition, REFUND_PLAN);
  const [step] = run.steps;
  if (!step) throw new Error('A refund has one step');
  return { run, key: stepKey(checkout, run, step) };
}

/** What it did is being taken back, whatever its status says until then. */
export function isTurnedBack(checkout: Pick<CheckoutDocument, 'runs'>): boolean {
  return currentRun(checkout)?.direction === 'undo';
}

/** Replaces the unfinished run. */
export function changeRun(checkout: CheckoutDocument, change: Partial<Run>): CheckoutDocument {
  const run = currentRun(checkout);
  return { ...checkout, runs: checkout.runs.map((other) => (other === run ? { ...run, ...change } : other)) };
}

/** Replaces one step of the unfinished run. */
export function changeStep(checkout: CheckoutDocument, name: string, change: Partial<StepRecord>): CheckoutDocument {
  const run = currentRun(checkout);
  if (!run) return checkout;
  return changeRun(checkout, { steps: run.steps.map((step) => (step.name === name ? { ...step, ...change } : step)) });
}

/** Decides what an unfinished run does next. Total: every state has exactly one answer. */
export function nextMove(run: Run): Move {
  return run.direction === 'forward' ? nextForward(run) : nextUndo(run);
}

/** The money is there or authorised, or none was to be paid: the run goes on to its end without the buyer. */
export function isSettled(run: Run): boolean {
  return run.steps.some(({ does, state }) => does === 'collect' && state === 'done');
}

/** Whether undoing must take the step back. One that is to be begun anew left its earlier attempt behind. */
export function needsUndo({ does, state, attempt }: StepRecord): boolean {
  if (!UNDOABLE.has(does) || state === 'undone') return false;
  return state !== 'ready' || attempt > 1;
}

function nextForward(run: Run): Move {
  const reach = PHASES.indexOf(isSettled(run) || run.definition !== 'checkout' ? 'settle' : run.reach);
  const step = run.steps.find(({ state }) => state !== 'done');
  if (!step || step.state === 'waiting' || PHASES.indexOf(step.phase) > reach) return { type: 'rest' };
  return { type: 'perform', step };
}

function nextUndo(run: Run): Move {
  const step = run.steps.findLast(needsUndo);
  return step ? { type: 'undo', step } : { type: 'rest' };
}

/** Names one step of one run of one checkout: the same on every retry and after a restart. */
export function stepKey(checkout: Pick<CheckoutDocument, 'tenantId' | 'id'>, run: Run, step: StepRecord): string {
  return [checkout.tenantId, checkout.id, run.no, step.name, step.attempt].join(':');
}

/** An order that was drafted with the old data is drafted again. */
export function redrafted(checkout: CheckoutDocument): CheckoutDocument {
  const run = checkoutRun(checkout);
  const steps = run.steps.map((step) =>
    step.does === 'draft' && step.state === 'done'
      ? { ...step, state: 'ready' as const, attempt: step.attempt + 1 }
      : step,
  );
  return { ...checkout, runs: checkout.runs.map((other) => (other === run ? { ...run, steps } : other)) };
}
