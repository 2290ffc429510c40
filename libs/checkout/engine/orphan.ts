import type { CheckoutDocument, StepRecord } from './checkout-document.js';
import { checkoutRun, needsUndo, UNDOABLE } from './run.js';

/**
 * The checkout changed so that `step` is undone once more, for a runner whose effect came too late. Null when nothing is
 * left behind: the step is part of what the checkout does, or will be undone yet, or leaves no trace.
 */
export function reopen(checkout: CheckoutDocument, step: StepRecord): CheckoutDocument | null {
  const run = checkoutRun(checkout);
  const record = run.steps.find(({ name }) => name === step.name);
  if (!record || !UNDOABLE.has(step.does) || !isLeftBehind(record)) return null;
  // A later run that has yet to come to the step takes it for begun before, so that its end undoes it.
  const change = run.direction === 'undo' ? { state: 'started' as const } : { attempt: record.attempt + 1 };
  const steps = run.steps.map((other) => (other === record ? { ...other, ...change } : other));
  const reopened = { ...run, steps, retryAt: null, endedAt: null };
  return { ...checkout, runs: checkout.runs.map((other) => (other === run ? reopened : other)) };
}

/** Nobody would undo it any more. While it is being undone, that may have happened before the effect. */
function isLeftBehind(record: StepRecord): boolean {
  return record.state === 'undoing' || !needsUndo(record);
}
