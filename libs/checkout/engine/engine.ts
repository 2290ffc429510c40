import { CheckoutStatus } from '@comptoir/tenant-kit';
import { prepare, stamped } from './advance.js';
import type { CheckoutDocument, FailureRecord, Lease, StepRecord } from './checkout-document.js';
import { isAtWork, waitsForBuyer } from './due-at.js';
import { changeRun, changeStep, currentRun, isSettled, isTurnedBack, newRun, planSteps, withRun } from './run.js';
import { transition } from './transitions.js';
import { later, windowsUntil, windowsWithout } from './windows.js';

export { stamped };

/** What became of one step. `patch` is written with the outcome, in the same update. */
export type Outcome =
  | { type: 'done'; patch?: Partial<CheckoutDocument> }
  /** The buyer has yet to pay. */
  | { type: 'waiting'; patch: Partial<CheckoutDocument> }
  /** The session can never be paid: the buyer may open another one. */
  | { type: 'lapsed'; patch: Partial<CheckoutDocument> }
  /** Written down, and the same step is asked once more: what it does next needed to be registered first. */
  | { type: 'again'; patch: Partial<CheckoutDocument> }
  /** Closing the till found the money, or its promise: finish instead of undoing, or give it back where all is lost. */
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

/** Lets a waiting checkout go on, as far as `reach`. One that is being undone is undone, whatever its status. */
export function resume(checkout: CheckoutDocument, reach: 'start' | 'pay'): CheckoutDocument {
  if (isTurnedBack(checkout)) return checkout;
  return changeRun(
    { ...checkout, status: transition(checkout.status, CheckoutStatus.in_progress), failure: null },
    { reach, retryAt: null, tries: 0 },
  );
}

/** Turns an unfinished run round: everything it did is taken back, the till first. */
export function turnBack(checkout: CheckoutDocument, reason: 'failed' | 'cancelled' | 'expired'): CheckoutDocument {
  return changeRun(checkout, { direction: 'undo', reason, retryAt: null, tries: 0 });
}

/** Ends a run that was going forward: everything it did is taken back. */
function giveUp(checkout: CheckoutDocument, failure: FailureRecord): CheckoutDocument {
  return turnBack({ ...checkout, failure, status: transition(checkout.status, CheckoutStatus.failed) }, 'failed');
}

/** What is to be worked on when a checkout is due, or null: it is finished, given up or expired. */
export function whenDue(checkout: CheckoutDocument, tooLate: FailureRecord, now: Date): CheckoutDocument | null {
  if (!checkout.dueAt || checkout.dueAt > now) return null;
  const isLate = checkout.expiresAt <= now;
  if (isAtWork(checkout)) return isLate && mayBeGivenUp(checkout) ? giveUp(checkout, tooLate) : checkout;
  return isLate && waitsForBuyer(checkout) ? turnBack(checkout, 'expired') : null;
}

/** A run that no money has reached yet ends with its checkout's time, however often it was interrupted. */
function mayBeGivenUp(checkout: CheckoutDocument): boolean {
  const run = currentRun(checkout);
  return run?.definition === 'checkout' && run.direction === 'forward' && !isSettled(run);
}

/** A second chance after everything was undone: a new run from the first step. What is unfinished comes first. */
export function restart(checkout: CheckoutDocument, plan: Parameters<typeof planSteps>[0]): CheckoutDocument {
  if (currentRun(checkout)) return checkout;
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
export function applyOutcome(
  checkout: CheckoutDocument,
  step: StepRecord,
  outcome: Outcome,
  now: Date,
): CheckoutDocument {
  switch (outcome.type) {
    case 'done':
      return prepare(finish({ ...checkout, ...outcome.patch }, step, now), now);
    case 'waiting':
      return prepare(changeStep({ ...checkout, ...outcome.patch }, step.name, { state: 'waiting' }), now);
    case 'lapsed':
      return tillClosed({ ...checkout, ...outcome.patch, lease: null }, step, now);
    case 'again':
      return prepare({ ...checkout, ...outcome.patch }, now);
    case 'paid':
      return prepare(moneyFound({ ...checkout, ...outcome.patch }, step, now), now);
    case 'in-flight':
      return inFlight({ ...checkout, ...outcome.patch }, step, outcome.until, now);
    case 'refused':
      return refused({ ...checkout, ...outcome.patch }, outcome.failure, now);
    case 'unclear':
      return unclear(checkout, step, outcome, now);
  }
}

/** The session is paid, or authorised: the step that waited for it is done, and the run goes forward, whatever it was doing. */
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
  // An opening without an answer leaves the checkout `pending`; closing it changes no status.
  const pending = checkout.status === CheckoutStatus.pending;
  const status = pending ? checkout.status : transition(checkout.status, CheckoutStatus.pending);
  return stamped({ ...reopened, status, ...windowsWithout(checkout, now) }, now);
}

/** Too late to finish: the money is written down, and the same step, asked once more, gives it back. */
function moneyFound(checkout: CheckoutDocument, step: StepRecord, now: Date): CheckoutDocument {
  return waitsForBuyer(checkout) ? moneyThere(checkout, step, now) : checkout;
}

/** Nothing is freed while money is in flight: a live checkout waits for it, a lost one looks again. */
function inFlight(checkout: CheckoutDocument, step: StepRecord, until: Date, now: Date): CheckoutDocument {
  if (waitsForBuyer(checkout)) return prepare(holdOn(checkout, step, until), now);
  return stamped({ ...changeRun(checkout, { tries: 0, retryAt: until }), lease: null }, now);
}

function holdOn(checkout: CheckoutDocument, step: StepRecord, until: Date): CheckoutDocument {
  // A session whose opening was unclear may be found in flight while the checkout still says `pending`.
  const unknown = checkout.status === CheckoutStatus.pending;
  const status = unknown ? transition(checkout.status, CheckoutStatus.in_progress) : checkout.status;
  const waiting = changeStep({ ...checkout, status }, step.name, { state: 'waiting' });
  return changeRun(
    { ...waiting, ...windowsUntil(checkout, later(checkout.expiresAt, until)) },
    { direction: 'forward', reason: null, tries: 0, retryAt: null },
  );
}

function finish(checkout: CheckoutDocument, step: StepRecord, now: Date): CheckoutDocument {
  const run = currentRun(checkout);
  const finished = changeStep(checkout, step.name, {
    state: run?.direction === 'undo' ? 'undone' : 'done',
    endedAt: now,
  });
  // What somebody else noted for a person stays: only our own note is settled by the step going through.
  const needsAttention = (run?.tries ?? 0) >= TRIES_BEFORE_ATTENTION ? null : checkout.needsAttention;
  return changeRun({ ...finished, needsAttention }, { tries: 0, retryAt: null });
}

function refused(checkout: CheckoutDocument, failure: FailureRecord, now: Date): CheckoutDocument {
  const run = currentRun(checkout);
  if (run?.direction === 'undo' || run?.definition !== 'checkout') return attention(checkout, failure, now);
  return prepare(giveUp(checkout, failure), now);
}

/** Undoing is never given up: a refusal there waits for a person, and is tried again every hour meanwhile. */
function attention(checkout: CheckoutDocument, failure: FailureRecord, now: Date): CheckoutDocument {
  const retryAt = new Date(now.getTime() + 3_600_000);
  const rested = changeRun(checkout, { retryAt, tries: TRIES_BEFORE_ATTENTION });
  return stamped({ ...rested, lease: null, needsAttention: failure.message }, now);
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
  if (forward && step.phase === 'pay' && !isSettled(run)) {
    // The buyer is asked to try again; the step stays `started`, so the same key finds what may have happened.
    return stamped({ ...rested, failure, status: transition(checkout.status, CheckoutStatus.pending) }, now);
  }
  const tries = (run?.tries ?? 0) + 1;
  const needsAttention = tries >= TRIES_BEFORE_ATTENTION ? failure.message : checkout.needsAttention;
  return stamped({ ...changeRun(rested, { tries, retryAt }), needsAttention }, now);
}
