import { Problem } from '@comptoir/kernel';
import { ensure, ensureSame } from '../ensure.js';
import { Stage } from '../stage.js';
import type { TrialCheckout } from '../trial-checkout.js';
import type { Trial } from '../world.js';
import { refusalOf } from './refusal.js';

/** Two who want the last unit, one after the other: the second is refused and holds nothing. */
export async function sellsTheLastOnce(trial: Trial): Promise<void> {
  await race(trial, async (first, second) => [await refusalOf(first.hold()), await refusalOf(second.hold())]);
}

/** Two who want the last unit at the same moment: exactly one has it. */
export async function sellsTheLastOnceAtTheSameTime(trial: Trial): Promise<void> {
  await race(trial, (first, second) => Promise.all([refusalOf(first.hold()), refusalOf(second.hold())]));
}

type Race = (first: TrialCheckout, second: TrialCheckout) => Promise<unknown[]>;

async function race(trial: Trial, run: Race): Promise<void> {
  const { last } = trial.world.subjects;
  const holds = trial.kind.definition.plan.some(({ does }) => does === 'hold');
  ensure(holds === (last !== null), 'a kind that holds needs two subjects.last; one that does not hold has none');
  if (!last) return;
  await Stage.play(trial, async (stage) => {
    const before = await stage.state();
    const both = [await stage.checkout(last[0], 'chk_1'), await stage.checkout(last[1], 'chk_2')] as const;
    const refusals = await run(...both);
    const won = both.filter((_, index) => refusals[index] === null);
    ensure(won.length === 1, `${won.length} of two checkouts hold the last unit`);
    ensureRefusedForGood(refusals.find((refusal) => refusal !== null));
    await ensureHeldBy(stage, before, won, both);
  });
}

function ensureRefusedForGood(refusal: unknown): void {
  ensure(refusal instanceof Problem, `who comes too late must get a problem, not ${String(refusal)}`);
  ensure(!refusal.retryable, `${refusal.code} is retryable: the platform would try again for ever`);
}

/** The loser's release takes nothing from the winner, and after the winner's nothing is held at all. */
async function ensureHeldBy(
  stage: Stage,
  before: unknown,
  winners: readonly TrialCheckout[],
  both: readonly TrialCheckout[],
): Promise<void> {
  for (const loser of both.filter((checkout) => !winners.includes(checkout))) {
    await loser.release();
    const kept = await stage.state();
    for (const winner of winners) await winner.hold();
    ensureSame(await stage.state(), kept, 'the release of who came too late took from who has it');
    for (const winner of winners) await winner.release();
    ensureSame(await stage.state(), before, 'who came too late still holds something');
    await loser.hold();
    await loser.release();
  }
}
