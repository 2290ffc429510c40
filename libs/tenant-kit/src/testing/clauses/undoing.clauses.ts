import { ensureSame } from '../ensure.js';
import { Stage } from '../stage.js';
import type { Trial } from '../world.js';

/** After release() everything is as it was before hold(): goods, carts, the kind's own collections. */
export async function givesBackWhatItHeld(trial: Trial): Promise<void> {
  await Stage.play(trial, async (stage) => {
    const before = await stage.state();
    const checkout = await stage.checkout();
    await checkout.hold();
    await checkout.release();
    ensureSame(await stage.state(), before, 'release() forgets something that hold() took');
  });
}

/** Releasing twice, or what was never held, changes nothing. */
export async function givesBackOnce(trial: Trial): Promise<void> {
  await Stage.play(trial, async (stage) => {
    const before = await stage.state();
    const checkout = await stage.checkout();
    await checkout.release();
    ensureSame(await stage.state(), before, 'release() without a hold changed something');
    await checkout.hold();
    await checkout.release();
    await checkout.release();
    ensureSame(await stage.state(), before, 'release() a second time changed something');
  });
}

/** A release is of its own checkout alone. */
export async function leavesOthersAlone(trial: Trial): Promise<void> {
  await Stage.play(trial, async (stage) => {
    const mine = await stage.checkout();
    // Opened before the hold: a kind may look at once whether something is left.
    const other = await stage.checkout(undefined, 'chk_2');
    await mine.hold();
    const held = await stage.state();
    await other.release();
    ensureSame(await stage.state(), held, 'release() of one checkout freed what another one holds');
  });
}

/** What was released can be held again, by another attempt of the same checkout. */
export async function holdsAgain(trial: Trial): Promise<void> {
  await Stage.play(trial, async (stage) => {
    const checkout = await stage.checkout();
    await checkout.hold();
    const held = await stage.state();
    await checkout.release();
    await checkout.hold(2);
    ensureSame(await stage.state(), held, 'a hold after a release is not a whole one');
    await checkout.release(2);
  });
}

/** A checkout that got as far as the sale, and is undone step by step, leaves nothing behind. */
export async function takesBackTheSale(trial: Trial): Promise<void> {
  const steps = trial.kind.definition.plan.filter(({ does }) => does !== 'own');
  await Stage.play(trial, async (stage) => {
    const before = await stage.state();
    const checkout = await stage.checkout();
    for (const step of steps) await checkout.perform(step);
    for (const step of steps.toReversed()) {
      await checkout.undo(step);
      await checkout.undo(step);
    }
    ensureSame(await stage.state(), before, 'cancel(), discard() and release() leave something of the sale behind');
  });
}
