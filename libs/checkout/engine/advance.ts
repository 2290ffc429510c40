import { CheckoutStatus } from '@comptoir/tenant-kit';
import type { CheckoutDocument } from './checkout-document.js';
import { dueAt, waitsForBuyer } from './due-at.js';
import { changeRun, changeStep, currentRun, nextMove, type Move } from './run.js';
import { transition } from './transitions.js';

/** Registers the intent of the next step, or lets go of the checkout when there is none. */
export function prepare(checkout: CheckoutDocument, now: Date): CheckoutDocument {
  const run = currentRun(checkout);
  const move: Move = run ? nextMove(run) : { type: 'rest' };
  const entered = enter(checkout, move);
  if (move.type === 'rest') return stamped({ ...rest(entered, now), lease: null }, now);
  const state = move.type === 'perform' ? 'started' : 'undoing';
  // One that is begun already may have been tried, by whoever wrote that.
  const begun = move.step.state === 'ready' ? 1 : (move.step.begun ?? 1) + 1;
  return stamped(changeStep(entered, move.step.name, { state, begun, startedAt: now }), now);
}

/** Bumps nothing but the derived fields. */
export function stamped(checkout: CheckoutDocument, now: Date): CheckoutDocument {
  const dated = { ...checkout, updatedAt: now };
  return { ...dated, dueAt: dueAt(dated) };
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
    // A plan that collects nothing refers the buyer onward.
    const collects = run.steps.some(({ does }) => does === 'collect');
    return {
      ...ended(),
      status: transition(checkout.status, collects ? CheckoutStatus.completed : CheckoutStatus.handed_off),
    };
  }
  if (checkout.status !== CheckoutStatus.in_progress) return checkout;
  const waiting = run.steps.some(({ state }) => state === 'waiting');
  return {
    ...checkout,
    status: transition(checkout.status, waiting ? CheckoutStatus.payment_pending : CheckoutStatus.pending),
  };
}
