import type { Run, StepState } from './checkout-document.js';
import { currentRun, newRun, nextMove, stepKey, withRun } from './run.js';
import { checkoutWith, freshCheckout, PLAN, T0 } from './spec-support/documents.fixture.js';

const STATES: readonly StepState[] = ['ready', 'started', 'waiting', 'done', 'undoing', 'undone'];
const DONE = PLAN.map(() => 'done' as const);

/** What follows for steps standing like this: such as `perform create-order`. */
function follows(states: readonly StepState[], run: Partial<Run>): string {
  const move = nextMove(currentRun(checkoutWith(states, { run }))!);
  return move.type === 'rest' ? 'rest' : `${move.type} ${move.step.name}`;
}

describe('the next move of a run going forward', () => {
  it.each([
    ['start', [], 'perform validate-cart'],
    ['start', ['started'], 'perform validate-cart'],
    ['start', ['done'], 'perform reserve-stock'],
    ['start', ['done', 'done'], 'rest'],
    ['pay', ['done', 'done'], 'perform create-order'],
    ['pay', ['done', 'done', 'done'], 'perform process-payment'],
    ['pay', ['done', 'done', 'done', 'started'], 'perform process-payment'],
    ['pay', ['done', 'done', 'done', 'waiting'], 'rest'],
    ['pay', ['done', 'done', 'ready', 'started'], 'perform create-order'],
    ['start', ['done', 'done', 'done', 'done'], 'perform confirm-order'],
    ['pay', ['done', 'done', 'ready', 'done'], 'perform create-order'],
    ['pay', [...DONE.slice(0, 6), 'started'], 'perform clear-cart'],
    ['pay', DONE, 'rest'],
  ] as const)('as far as %s, with steps %j, is to %s', (reach, states, move) => {
    expect(follows(states, { direction: 'forward', reach })).toBe(move);
  });

  it('goes all the way where no buyer is waited for', () => {
    const refund = newRun(2, 'late-money', [{ name: 'refund-payment', does: 'refund', phase: 'settle' }]);
    expect(nextMove(refund)).toEqual({ type: 'perform', step: refund.steps[0] });
  });
});

describe('the next move of a run being undone', () => {
  it.each([
    ['undo the last step that left something', ['done', 'done', 'done', 'done', 'started'], 'undo confirm-order'],
    ['close the till before anything is freed', ['done', 'done', 'done', 'waiting'], 'undo process-payment'],
    ['close the till whose opening was unclear', ['done', 'done', 'done', 'started'], 'undo process-payment'],
    ['go on where it was interrupted', ['done', 'done', 'undoing', 'undone'], 'undo create-order'],
    ['free the goods at the end', ['done', 'done', 'undone', 'undone'], 'undo reserve-stock'],
    ['skip what leaves no trace', ['done', 'undone', 'undone', 'undone', 'undone', 'done', 'done'], 'rest'],
    ['skip what never began', ['started'], 'rest'],
  ] as const)('is to %s', (_title, states, move) => {
    expect(follows(states, { direction: 'undo' })).toBe(move);
  });

  it('takes back the earlier attempt of a step that was to begin anew', () => {
    const run = currentRun(checkoutWith(['done', 'done', 'ready']))!;
    const steps = run.steps.map((step) => (step.does === 'draft' ? { ...step, attempt: 2 } : step));
    expect(nextMove({ ...run, steps, direction: 'undo' })).toMatchObject({ type: 'undo', step: { does: 'draft' } });
  });

  it('exists for every state of every step, in both directions', () => {
    for (const direction of ['forward', 'undo'] as const) {
      for (const index of PLAN.keys()) {
        for (const state of STATES) {
          const states = PLAN.map((_step, at) => (at < index ? 'done' : at === index ? state : 'ready'));
          expect(follows(states, { direction })).toMatch(/^(rest|perform|undo)/);
        }
      }
    }
  });
});

describe('runs', () => {
  it('give a step one key per tenant, checkout, run, step and attempt', () => {
    const checkout = freshCheckout();
    const run = currentRun(checkout)!;
    const step = run.steps[1]!;
    expect(stepKey(checkout, run, step)).toBe('shop:chk:1:reserve-stock:1');
    expect(stepKey(checkout, { ...run, no: 2 }, { ...step, attempt: 3 })).toBe('shop:chk:2:reserve-stock:3');
  });

  it('are finished from the latest on, where an earlier one was reopened', () => {
    const runs = [newRun(1, 'checkout', PLAN), newRun(2, 'late-money', [])];
    expect(currentRun({ runs })?.no).toBe(2);
    expect(currentRun({ runs: runs.map((run) => ({ ...run, endedAt: T0 })) })).toBeNull();
  });

  it('are forgotten from the oldest on', () => {
    let runs: Run[] = [];
    for (let no = 1; no <= 12; no += 1) runs = withRun(runs, { ...newRun(no, 'checkout', PLAN), endedAt: T0 });
    expect(runs.map(({ no }) => no)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('are kept however old, where they are unfinished or the checkout itself', () => {
    let runs: Run[] = [{ ...newRun(1, 'checkout', PLAN), endedAt: T0 }, newRun(2, 'refund', [])];
    for (let no = 3; no <= 14; no += 1) runs = withRun(runs, { ...newRun(no, 'refund', []), endedAt: T0 });
    expect(runs.map(({ no }) => no)).toEqual([1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });
});
