import { CheckoutStatus as S } from '@comptoir/tenant-kit';
import type { CheckoutDocument, StepRecord } from './checkout-document.js';
import { applyOutcome, claim, resume, restart, tillClosed, turnBack, type Outcome } from './engine.js';
import { checkoutRun, currentRun, nextMove } from './run.js';
import { at, checkoutWith, failureOf, PLAN, T0 } from './spec-support/documents.fixture.js';

const lease = { owner: 'me', until: at(30_000) };
const DONE: Outcome = { type: 'done' };
const UNCLEAR: Outcome = { type: 'unclear', failure: failureOf(true), retryAt: at(500) };
const REFUSED: Outcome = { type: 'refused', failure: failureOf(false) };

/** What becomes of a claimed checkout when the step at work ends like this. */
function after(checkout: CheckoutDocument, outcome: Outcome): CheckoutDocument {
  const claimed = claim(checkout, lease, T0);
  return applyOutcome(claimed, atWork(claimed), outcome, T0);
}

function atWork(checkout: CheckoutDocument): StepRecord {
  const move = nextMove(currentRun(checkout)!);
  if (move.type === 'rest') throw new Error('Nothing is at work');
  return move.step;
}

const states = (checkout: CheckoutDocument) => checkoutRun(checkout).steps.map(({ state }) => state);
const held = ['done', 'done'] as const;
const open = [...held, 'done', 'waiting'] as const;
const paid = [...held, 'done', 'done'] as const;
const lost = { run: { direction: 'undo', reason: 'failed' }, checkout: { status: S.compensating } } as const;

describe('an outcome', () => {
  it('is written with the intent of the next step', () => {
    expect(states(after(checkoutWith([]), DONE)).slice(0, 3)).toEqual(['done', 'started', 'ready']);
  });

  it('that is the last one before the buyer lets go of the checkout', () => {
    expect(after(checkoutWith(['done']), DONE)).toMatchObject({ status: S.pending, lease: null });
  });

  it('that is unclear before the buyer was asked for money undoes everything, the step itself included', () => {
    const failed = after(checkoutWith(['done']), UNCLEAR);
    expect(failed).toMatchObject({ status: S.compensating, failure: { retryable: true }, lease });
    expect(states(failed)[1]).toBe('undoing');
  });

  it('that is unclear while paying waits for the buyer, with the step to be found under its key', () => {
    const asked = after(checkoutWith([...held, 'done'], { run: { reach: 'pay' } }), UNCLEAR);
    expect(asked).toMatchObject({ status: S.pending, lease: null, failure: { retryable: true } });
    expect(states(asked)[3]).toBe('started');
  });

  it('that is unclear once the money is there never waits for the buyer, whatever the step', () => {
    const settling = after(checkoutWith([...held, 'ready', 'done']), UNCLEAR);
    expect(settling).toMatchObject({ status: S.in_progress, lease: null, dueAt: at(500) });
  });

  it('that is unclear eight times is told to a person, until the step goes through', () => {
    const seventh = checkoutWith(paid, { run: { tries: 7 } });
    const told = after(seventh, UNCLEAR);
    expect(told.needsAttention).toBe('It broke.');
    expect(after(told, DONE).needsAttention).toBeNull();
  });

  it('leaves alone what somebody else noted for a person', () => {
    expect(after(checkoutWith([], { checkout: { needsAttention: 'Look' } }), DONE).needsAttention).toBe('Look');
  });

  it('that refuses an undo keeps the step, and tries again in an hour', () => {
    const stuck = after(checkoutWith(['done', 'started'], lost), REFUSED);
    expect(stuck).toMatchObject({
      status: S.compensating,
      lease: null,
      needsAttention: 'It broke.',
      dueAt: at(3_600_000),
    });
    expect(states(stuck)[1]).toBe('undoing');
  });
});

describe('closing the till', () => {
  const closing = turnBack(checkoutWith(open, { checkout: { status: S.payment_pending } }), 'cancelled');

  it('comes before the checkout says that it is over', () => {
    expect(claim(closing, lease, T0).status).toBe(S.payment_pending);
    expect(after(closing, DONE)).toMatchObject({ status: S.cancelled, lease });
  });

  it('finishes a live checkout that turns out to be paid', () => {
    const finishing = after(closing, { type: 'paid', patch: {} });
    expect(finishing).toMatchObject({ status: S.in_progress, lease });
    expect(states(finishing).slice(3, 5)).toEqual(['done', 'started']);
  });

  it('keeps a live checkout and its hold while money is in flight', () => {
    const until = at(48 * 3_600_000);
    const waiting = after(closing, { type: 'in-flight', patch: {}, until });
    const expected = { status: S.payment_pending, lease: null, expiresAt: until, holdUntil: until, dueAt: until };
    expect(waiting).toMatchObject(expected);
  });

  it('of a lost checkout that turns out to be paid is asked again, to give the money back', () => {
    const payment = { ...checkoutWith([]).payment, paid: 1000 };
    const late = after(checkoutWith(open, lost), { type: 'paid', patch: { payment } });
    expect(late).toMatchObject({ status: S.compensating, lease, payment: { paid: 1000 } });
    expect(states(late)[3]).toBe('undoing');
  });

  it('of a lost checkout frees nothing while money is in flight', () => {
    const late = after(checkoutWith(open, lost), { type: 'in-flight', patch: {}, until: at(9) });
    expect(late).toMatchObject({ status: S.compensating, lease: null, dueAt: at(9) });
    expect(states(late)[3]).toBe('undoing');
  });
});

describe('a session that ended unpaid', () => {
  it.each([
    [S.payment_pending, 'waiting'],
    [S.pending, 'started'],
  ] as const)('lets the buyer of a checkout that is %s open another one, under a new key', (status, state) => {
    const checkout = checkoutWith([...held, 'done', state], { checkout: { status } });
    const reopened = tillClosed(checkout, checkoutRun(checkout).steps[3]!, T0);
    expect(reopened).toMatchObject({ status: S.pending, dueAt: checkout.expiresAt });
    expect(checkoutRun(reopened).steps[3]).toMatchObject({ state: 'ready', attempt: 2 });
  });
});

describe('a plan without payment', () => {
  it('ends by handing the buyer on', () => {
    const checkout = checkoutWith(['done']);
    const runs = checkout.runs.map((run) => ({ ...run, steps: run.steps.slice(0, 2) }));
    expect(after({ ...checkout, runs }, DONE)).toMatchObject({ status: S.handed_off, lease: null, dueAt: null });
  });
});

describe('a caller', () => {
  it('cannot pay a checkout that is being undone: undoing goes on', () => {
    const status = S.pending;
    const closing = turnBack(checkoutWith([...held, 'done', 'started'], { checkout: { status } }), 'cancelled');
    expect(resume(closing, 'pay')).toBe(closing);
  });

  it('cannot retry a checkout that is not undone yet: undoing goes on', () => {
    const reopened = checkoutWith(['done', 'started'], { ...lost, checkout: { status: S.compensated } });
    expect(restart(reopened, PLAN)).toBe(reopened);
  });

  it('who retries gets a new run from the first step', () => {
    const over = checkoutWith([], {
      run: { endedAt: T0 },
      checkout: { status: S.compensated, failure: failureOf(true) },
    });
    const again = restart(over, PLAN);
    expect(again).toMatchObject({ status: S.in_progress, failure: null });
    expect(currentRun(again)).toMatchObject({ no: 2, direction: 'forward', reach: 'start' });
  });
});
