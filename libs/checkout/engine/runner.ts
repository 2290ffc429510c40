import { randomUUID } from 'node:crypto';
import { after, type Clock } from '@comptoir/kernel';
import type { CheckoutDocument, StepRecord } from './checkout-document.js';
import { applyOutcome, claim, type Outcome } from './engine.js';
import { reopen } from './orphan.js';
import { currentRun, nextMove } from './run.js';

/** Share of the lease that one step may take: the rest is for writing down what became of it. */
const STEP_SHARE = 2 / 3;

/** The world outside the document. Every call may be repeated with the same key. */
export interface Effects {
  /** What is given up at the deadline goes on: `late` is called once it has ended, for then it may have been undone before. */
  perform(checkout: CheckoutDocument, step: StepRecord, deadline: Date, late: () => Promise<void>): Promise<Outcome>;
  undo(checkout: CheckoutDocument, step: StepRecord, deadline: Date): Promise<Outcome>;
}

/** Where documents live. */
export interface CheckoutStore {
  load(tenantId: string, id: string): Promise<CheckoutDocument | null>;
  /** Writes a new document and returns it as written; null when it exists already. */
  insert(checkout: CheckoutDocument): Promise<CheckoutDocument | null>;
  /** Writes `next` if the document still has the version of `previous`; null when it has not. */
  save(previous: CheckoutDocument, next: CheckoutDocument): Promise<CheckoutDocument | null>;
}

export interface Engine {
  readonly store: CheckoutStore;
  readonly effects: Effects;
  readonly clock: Clock;
  /** How long a runner may go without writing before another one takes over, milliseconds. */
  readonly leaseMs: number;
}

/** Somebody else changed the checkout first. */
export class ClaimLost extends Error {}

/**
 * Claims `from` as changed by `change` and works until it waits, ends or has to pause. Each write carries the outcome
 * of one step and the intent of the next, so a crash at any point leaves a document that says what to do.
 */
export async function run(engine: Engine, from: CheckoutDocument, to: CheckoutDocument): Promise<CheckoutDocument> {
  const owner = randomUUID();
  return workOn(engine, await save(engine, from, claim(to, newLease(engine, owner), engine.clock.now())), owner);
}

/**
 * Writes a new checkout, already claimed and with the intent of its first step, and works on it. Null when it exists:
 * an earlier call, killed or not, wrote it.
 */
export async function begin(engine: Engine, fresh: CheckoutDocument): Promise<CheckoutDocument | null> {
  const owner = randomUUID();
  const written = await engine.store.insert(claim(fresh, newLease(engine, owner), engine.clock.now()));
  return written && workOn(engine, written, owner);
}

async function workOn(engine: Engine, checkout: CheckoutDocument, owner: string): Promise<CheckoutDocument> {
  let current = checkout;
  while (current.lease?.owner === owner) current = await work(engine, current, owner);
  return current;
}

async function work(engine: Engine, checkout: CheckoutDocument, owner: string): Promise<CheckoutDocument> {
  const step = stepAtWork(checkout);
  const undoing = step.state === 'undoing';
  const deadline = deadlineOf(engine, checkout);
  const outcome = undoing
    ? await engine.effects.undo(checkout, step, deadline)
    : await engine.effects.perform(checkout, step, deadline, () => undoOrphan(engine, checkout, step));
  const next = applyOutcome(checkout, step, outcome, engine.clock.now());
  const renewed = next.lease ? { ...next, lease: newLease(engine, owner) } : next;
  const saved = await engine.store.save(checkout, withDue(renewed));
  if (saved) return saved;
  if (!undoing) await undoOrphan(engine, checkout, step);
  throw new ClaimLost(checkout.id);
}

/** A runner that was held up begins nothing any more: its lease must outlast the step. */
function deadlineOf(engine: Engine, checkout: CheckoutDocument): Date {
  const deadline = after(engine.clock.now(), engine.leaseMs * STEP_SHARE);
  if (!checkout.lease || deadline > checkout.lease.until) throw new ClaimLost(checkout.id);
  return deadline;
}

/**
 * Our effect came too late. Where whoever took over has undone the step meanwhile, undoing it once more is written
 * down first, as any other work: from then on it happens even if this process does not live to see it.
 */
async function undoOrphan(engine: Engine, { tenantId, id }: CheckoutDocument, step: StepRecord): Promise<void> {
  const owner = randomUUID();
  for (;;) {
    const found = await engine.store.load(tenantId, id);
    const reopened = found && reopen(found, step);
    if (!reopened) return;
    const claimed = claim(reopened, newLease(engine, owner), engine.clock.now());
    const saved = await engine.store.save(found, claimed);
    if (saved) return void (await workOn(engine, saved, owner));
  }
}

function stepAtWork(checkout: CheckoutDocument): StepRecord {
  const run = currentRun(checkout);
  const move = run && nextMove(run);
  if (!move || move.type === 'rest') throw new Error(`Checkout ${checkout.id} is leased but no step is at work`);
  return move.step;
}

function newLease(engine: Engine, owner: string): { owner: string; until: Date } {
  return { owner, until: after(engine.clock.now(), engine.leaseMs) };
}

function withDue(checkout: CheckoutDocument): CheckoutDocument {
  return checkout.lease ? { ...checkout, dueAt: checkout.lease.until } : checkout;
}

async function save(engine: Engine, from: CheckoutDocument, to: CheckoutDocument): Promise<CheckoutDocument> {
  const saved = await engine.store.save(from, to);
  if (!saved) throw new ClaimLost(from.id);
  return saved;
}
