import { CheckoutStatus } from '@comptoir/tenant-kit';
import type { CheckoutDocument, FailureRecord, Lease, StepRecord } from './checkout-document.js';
import { dueAt, waitsForBuyer } from './due-at.js';
import { changeRun, changeStep, currentRun, newRun, nextMove, planSteps, withRun, type Move } from './run.js';
import { transition } from './transitions.js';

/** What became of one step. `patch` is written with the outcome, in the same update. */
export type Outcome =
  | { type: 'done'; patch?: Partial<CheckoutDocument> }
  /** The buyer has yet to pay. */
  | { type: 'waiting'; patch: Partial<CheckoutDocument> }
  /** Closing the till found the money: finish instead of undoing. */
  | { type: 'paid'; patch: Partial<CheckoutDocument> }
  /** Closing the till found money in flight: neither finish nor undo, look again at `until`. */
  | { type: 'in-flight'; patch: Partial<CheckoutDocument>; until: Date }
  /** A clear refusal: doing the same again would end the same. */
  | { type: 'refused'; failure: FailureRecord; patch?: Partial<CheckoutDocument> }
  /** No clear answer: it may have happened or not. */
  | { type: 'unclear'; failure: FailureRecord; retryAt: Date };

/** Tries without a clear answer after which a person is told; the engine goes on trying all the same. */
const TRIES_BEFORE_ATTENTION = 8;

/** Takes the checkout to work: the lease, and the intent of the first step, in one document. */
export function claim(checkout: CheckoutDocument, lease: Lease, now: Date): CheckoutDocument {
  return prepare({ ...checkout, lease }, now);
}

/** Lets a waiting checkout go on, as far as `reach`. */
export function resume(checkout: CheckoutDocument, reach: 'start' | 'pay'): CheckoutDocument {
  return changeRun(
    { ...checkout, status: transition(checkout.status, CheckoutStatus.in_progress), failure: null },
    { reach, retryAt: null, tries: 0 },
  );
}

/** Turns an unfinished run round: everything it did is taken back, the till first. */
export function turnBack(checkout: CheckoutDocument, reason: 'failed' | 'cancelled' | 'expired'): CheckoutDocument {
  return changeRun(checkout, { direction: 'undo', reason, retryAt: null, tries: 0 });
}

/** A second chance after everything was undone: a new run from the first step. */
export function restart(checkout: CheckoutDocument, plan: Parameters<typeof planSteps>[0]): CheckoutDocument {
  const pending = transition(checkout.status, CheckoutStatus.pending);
  const no = Math.max(...checkout.runs.map((run) => run.no)) + 1;
  return {
    ...checkout,
    status: transition(pending, CheckoutStatus.in_progress),
    failure: null,
    runs: withRun(checkout.runs, newRun(no, 'checkout', planSteps(plan))),
  };
}

/** Writes an outcome into the document and decides what follows. Pure: the runner saves what it returns. */
export function applyOutcome(checkout: CheckoutDocument, step: StepRecord, outcome: Outcome, now: Date): CheckoutDocument {
  switch (outcome.type) {
    case 'done':
      return prepare(finish({ ...checkout, ...outcome.patch }, step, now), now);
    case 'waiting':
      return prepare(changeStep({ ...checkout, ...outcome.patch }, step.name, { state: 'waiting' }), now);
    case 'paid':
      return prepare(moneyThere({ ...checkout, ...outcome.patch }, step, now), now);
    case 'in-flight':
      return prepare(holdOn({ ...checkout, ...outcome.patch }, step, outcome.until), now);
    case 'refused':
      return refused({ ...checkout, ...outcome.patch }, outcome.failure, now);
    case 'unclear':
      return unclear(checkout, step, outcome, now);
  }
}

/** The session is paid: the step that waited for it is done, and the run goes forward, whatever it was doing. */
export function moneyThere(checkout: CheckoutDocument, step: StepRecord, now: Date): CheckoutDocument {
  const working = changeRun(
    { ...checkout, status: transition(checkout.status, CheckoutStatus.in_progress), failure: null },
    { direction: 'forward', reason: null, tries: 0, retryAt: null },
  );
  return changeStep(working, step.name, { state: 'done', endedAt: now });
}

/** The session ended unpaid: the buyer may open another one, under a new key. */
export function tillClosed(checkout: CheckoutDocument, step: StepRecord, now: Date): CheckoutDocument {
  const reopened = changeStep(checkout, step.name, {
    state: 'ready',
    attempt: step.attempt + 1,
    startedAt: null,
  });
  return stamped({ ...reopened, status: transition(checkout.status, CheckoutStatus.pending) }, now);
}

/** Bumps nothing but the derived fields. */
export function stamped(checkout: CheckoutDocument, now: Date): CheckoutDocument {
  const dated = { ...checkout, updatedAt: now };
  return { ...dated, dueAt: dueAt(dated) };
}

function holdOn(checkout: CheckoutDocument, step: StepRecord, until: Date): CheckoutDocument {
  // A session whose opening was unclear may be found in flight while the checkout still says `pending`.
  const unknown = checkout.status === CheckoutStatus.pending;
  const status = unknown ? transition(checkout.status, CheckoutStatus.in_progress) : checkout.status;
  const waiting = changeStep({ ...checkout, status }, step.name, { state: 'waiting' });
  return changeRun({ ...waiting, expiresAt: until }, { direction: 'forward', reason: null, tries: 0, retryAt: null });
}

function finish(checkout: CheckoutDocument, step: StepRecord, now: Date): CheckoutDocument {
  const state = currentRun(checkout)?.direction === 'undo' ? 'undone' : 'done';
  const finished = changeStep(checkout, step.name, { state, endedAt: now });
  return changeRun({ ...finished, needsAttention: null }, { tries: 0, retryAt: null });
}

function refused(checkout: CheckoutDocument, failure: FailureRecord, now: Date): CheckoutDocument {
  const run = currentRun(checkout);
  if (run?.direction === 'undo' || run?.definition !== 'checkout') return attention(checkout, failure, now);
  const failed = { ...checkout, failure, status: transition(checkout.status, CheckoutStatus.failed) };
  return prepare(turnBack(failed, 'failed'), now);
}

/** Undoing is never given up: a refusal there waits for a person, and is tried again every hour meanwhile. */
function attention(checkout: CheckoutDocument, failure: FailureRecord, now: Date): CheckoutDocument {
  const retryAt = new Date(now.getTime() + 3_600_000);
  return stamped({ ...changeRun(checkout, { retryAt }), lease: null, needsAttention: failure.message }, now);
}

function unclear(
  checkout: CheckoutDocument,
  step: StepRecord,
  { failure, retryAt }: Extract<Outcome, { type: 'unclear' }>,
  now: Date,
): CheckoutDocument {
  const run = currentRun(checkout);
  const forward = run?.direction === 'forward';
  if (forward && step.phase === 'start') return refused(checkout, failure, now);
  const rested = { ...checkout, lease: null };
  if (forward && step.phase === 'pay') {
    // The buyer is asked to try again; the step stays `started`, so the same key finds what may have happened.
    return stamped({ ...rested, failure, status: transition(checkout.status, CheckoutStatus.pending) }, now);
  }
  const tries = (run?.tries ?? 0) + 1;
  const needsAttention = tries >= TRIES_BEFORE_ATTENTION ? failure.message : checkout.needsAttention;
  return stamped({ ...changeRun(rested, { tries, retryAt }), needsAttention }, now);
}

/** Registers the intent of the next step, or lets go of the checkout when there is none. */
function prepare(checkout: CheckoutDocument, now: Date): CheckoutDocument {
  const run = currentRun(checkout);
  const move: Move = run ? nextMove(run) : { type: 'rest' };
  const entered = enter(checkout, move);
  if (move.type === 'rest') return stamped({ ...rest(entered, now), lease: null }, now);
  const state = move.type === 'perform' ? 'started' : 'undoing';
  return stamped(changeStep(entered, move.step.name, { state, startedAt: now }), now);
}

/** The status that goes with what happens next while undoing. Goods are freed only after the till is closed. */
function enter(checkout: CheckoutDocument, move: Move): CheckoutDocument {
  const run = currentRun(checkout);
  if (run?.direction !== 'undo' || run.definition !== 'checkout') return checkout;
  const tillOpen = move.type === 'undo' && (move.step.does === 'collect' || move.step.does === 'fulfil');
  if (checkout.status === CheckoutStatus.failed) {
    return { ...checkout, status: transition(checkout.status, CheckoutStatus.compensating) };
  }
  if (tillOpen || !waitsForBuyer(checkout)) return checkout;
  const ended = run.reason === 'expired' ? CheckoutStatus.expired : CheckoutStatus.cancelled;
  return { ...checkout, status: transition(checkout.status, ended) };
}

function rest(checkout: CheckoutDocument, now: Date): CheckoutDocument {
  const run = currentRun(checkout);
  if (!run) return checkout;
  const ended = () => changeRun(checkout, { endedAt: now });
  if (run.definition !== 'checkout') return ended();
  if (run.direction === 'undo') {
    if (checkout.status !== CheckoutStatus.compensating) return ended();
    return { ...ended(), status: transition(checkout.status, CheckoutStatus.compensated) };
  }
  if (run.steps.every(({ state }) => state === 'done')) {
    return { ...ended(), status: transition(checkout.status, CheckoutStatus.completed) };
  }
  if (checkout.status !== CheckoutStatus.in_progress) return checkout;
  const waiting = run.steps.some(({ state }) => state === 'waiting');
  return { ...checkout, status: transition(checkout.status, waiting ? CheckoutStatus.payment_pending : CheckoutStatus.pending) };
}
