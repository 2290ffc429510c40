import { Problem } from '@comptoir/kernel';
import { ensure, ensureSame } from '../ensure.js';
import { Stage } from '../stage.js';
import { TrialCheckout } from '../trial-checkout.js';
import type { Trial } from '../world.js';
import { refusalOf } from './refusal.js';

/** A whole checkout at one tenant leaves the other one alone, though its goods have the same ids. */
export async function touchesItsTenantAlone(trial: Trial): Promise<void> {
  await Stage.play(trial, async (stage) => {
    const [two, empty] = [await stage.state(stage.two), await stage.state(stage.empty)];
    const checkout = await stage.checkout();
    for (const step of trial.kind.definition.plan) await checkout.perform(step);
    ensureSame(await stage.state(stage.two), two, 'a checkout at one tenant changed another one');
    ensureSame(await stage.state(stage.empty), empty, 'a checkout at one tenant changed another one');
  });
}

/** What is held at one tenant can still be held at the other one, by a checkout of the same id even. */
export async function holdsAtEachTenant(trial: Trial): Promise<void> {
  await Stage.play(trial, async (stage) => {
    const subject = trial.world.subjects.last?.[0];
    const before = await stage.state(stage.two);
    const [mine, theirs] = [await stage.checkout(subject), await stage.checkout(subject, 'chk_1', stage.two)];
    await mine.hold();
    await theirs.hold();
    const held = await stage.state(stage.two);
    ensureSame(held, await stage.state(stage.one), 'the same hold at two tenants is not the same');
    await mine.release();
    ensureSame(await stage.state(stage.two), held, 'release() at one tenant freed something at another one');
    await theirs.release();
    ensureSame(await stage.state(stage.two), before, 'release() at the second tenant forgets something');
  });
}

/** Another tenant's subject is not there: it is refused like one that does not exist. */
export async function hidesAnotherTenantsSubject(trial: Trial): Promise<void> {
  await Stage.play(trial, async (stage) => {
    const { good } = trial.world.subjects;
    // Opened where it belongs first: a kind that remembers what it read must not answer from that.
    await stage.checkout(good);
    const refusal = await refusalOf(TrialCheckout.open(stage, stage.empty, good, 'chk_2'));
    ensure(refusal instanceof Problem, "another tenant's subject can be opened");
    ensure(refusal.status < 500, `another tenant's subject is answered with ${refusal.code}`);
  });
}
