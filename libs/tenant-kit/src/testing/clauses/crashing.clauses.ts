import type { PlanStep } from '../../plan.js';
import { ensure, ensureSame } from '../ensure.js';
import { Stage } from '../stage.js';
import type { TrialCheckout } from '../trial-checkout.js';
import type { Trial } from '../world.js';

/** No single call to a kind needs more calls to the platform. */
const MOST_CALLS = 200;

/** A deed of a checkout, and what must hold once the process that did it was killed. */
interface Deed {
  before?: (checkout: TrialCheckout) => Promise<unknown>;
  act: (checkout: TrialCheckout) => Promise<unknown>;
  after: (checkout: TrialCheckout, stage: Stage) => Promise<void>;
}

/** Killed anywhere within hold() and called again, the hold is whole and not double. */
export async function finishesAHold(trial: Trial): Promise<void> {
  const once = await Stage.play(trial, async (stage) => {
    await (await stage.checkout()).hold();
    return stage.state();
  });
  await killEverywhere(trial, {
    act: (checkout) => checkout.hold(),
    after: async (checkout, stage) => {
      await checkout.hold();
      ensureSame(await stage.state(), once, 'hold(), killed halfway and repeated, is not one whole hold');
    },
  });
}

/** Killed anywhere within hold() and given up, release() frees the half that was taken. */
export async function undoesHalfAHold(trial: Trial): Promise<void> {
  const before = await Stage.play(trial, (stage) => stage.state());
  await killEverywhere(trial, {
    act: (checkout) => checkout.hold(),
    after: async (checkout, stage) => {
      await checkout.release();
      ensureSame(await stage.state(), before, 'release() leaves something of a hold() that was killed halfway');
    },
  });
}

/** Killed anywhere within release() and called again, everything is free. */
export async function finishesARelease(trial: Trial): Promise<void> {
  const before = await Stage.play(trial, (stage) => stage.state());
  await killEverywhere(trial, {
    before: (checkout) => checkout.hold(),
    act: (checkout) => checkout.release(),
    after: async (checkout, stage) => {
      await checkout.release();
      ensureSame(await stage.state(), before, 'release(), killed halfway and repeated, leaves something held');
    },
  });
}

/** Killed anywhere within fulfil() and given up, the way back takes exactly the half that was sold. */
export async function undoesHalfASale(trial: Trial): Promise<void> {
  const steps = trial.kind.definition.plan.filter(({ does }) => does !== 'own');
  const sale = steps.findIndex(({ does }) => does === 'fulfil');
  if (sale < 0) return;
  const before = await Stage.play(trial, (stage) => stage.state());
  await killEverywhere(trial, {
    before: (checkout) => performAll(checkout, steps.slice(0, sale)),
    act: async (checkout) => performAll(checkout, steps.slice(sale, sale + 1)),
    after: async (checkout, stage) => {
      for (const step of steps.toReversed()) await checkout.undo(step);
      ensureSame(await stage.state(), before, 'cancel() after a fulfil() that was killed halfway is not exact');
    },
  });
}

/** Every step of the plan, killed anywhere and called again, ends as if nothing had happened. */
export async function finishesEveryStep(trial: Trial): Promise<void> {
  const { plan } = trial.kind.definition;
  for (const [index, step] of plan.entries()) {
    const until = (checkout: TrialCheckout): Promise<void> => performAll(checkout, plan.slice(0, index));
    const once = await Stage.play(trial, async (stage) => {
      await performAll(await stage.checkout(), plan.slice(0, index + 1));
      return stage.state();
    });
    await killEverywhere(trial, {
      before: until,
      act: (checkout) => checkout.perform(step),
      after: async (checkout, stage) => {
        await checkout.perform(step);
        ensureSame(await stage.state(), once, `${step.name}, killed halfway and repeated, is not done once`);
      },
    });
  }
}

async function performAll(checkout: TrialCheckout, steps: readonly PlanStep[]): Promise<void> {
  for (const step of steps) await checkout.perform(step);
}

/** Plays the deed again and again, killed one call later each time, until it gets through alive. */
async function killEverywhere(trial: Trial, { before, act, after }: Deed): Promise<void> {
  for (let calls = 1; calls <= MOST_CALLS; calls += 1) {
    const killed = await Stage.play(trial, async (stage) => {
      const checkout = await stage.checkout();
      await before?.(checkout);
      const wasKilled = await stage.killedAfter(calls, () => act(checkout));
      await after(checkout, stage);
      return wasKilled;
    });
    if (!killed) return;
  }
  ensure(false, `one call to the kind makes more than ${MOST_CALLS} calls to the platform`);
}
