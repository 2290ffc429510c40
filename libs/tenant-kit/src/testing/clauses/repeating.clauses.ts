import { ensure, ensureSame } from '../ensure.js';
import { isPlain } from '../plain.js';
import { Stage } from '../stage.js';
import type { Trial } from '../world.js';

/** A hold that is asked for again with the same key is the same hold. */
export async function holdsOnce(trial: Trial): Promise<void> {
  await Stage.play(trial, async (stage) => {
    const checkout = await stage.checkout();
    await checkout.hold();
    const once = await stage.state();
    await checkout.hold();
    ensureSame(await stage.state(), once, 'hold() with the same key held twice');
  });
}

/** Also where two processes ask at the same time: one of them was thought dead. */
export async function holdsOnceAtTheSameTime(trial: Trial): Promise<void> {
  const once = await Stage.play(trial, async (stage) => {
    await (await stage.checkout()).hold();
    return stage.state();
  });
  await Stage.play(trial, async (stage) => {
    const checkout = await stage.checkout();
    await Promise.all([checkout.hold(), checkout.hold(), checkout.hold()]);
    ensureSame(await stage.state(), once, 'hold() by two processes at the same time is not one hold');
  });
}

/** From the first step to the last, each call twice leaves what each call once leaves: sold once, finished once. */
export async function livesOnce(trial: Trial): Promise<void> {
  ensureSame(await lived(trial, 2), await lived(trial, 1), 'a checkout whose every call came twice is not the same');
}

/** The same question has the same answer: prices, and the facts for the order. */
export async function answersTheSame(trial: Trial): Promise<void> {
  await Stage.play(trial, async (stage) => {
    const checkout = await stage.checkout();
    const prices = [await stage.port.price(checkout.call('price')), await stage.port.price(checkout.call('price'))];
    ensureSame(prices[1], prices[0], 'price() answers differently the second time');
    await checkout.hold();
    const drafts = [await stage.port.draft(checkout.call('draft')), await stage.port.draft(checkout.call('draft'))];
    ensure(isPlain(drafts[0]), 'draft() answers something that is no plain data');
    ensureSame(drafts[1], drafts[0], 'draft() answers differently the second time');
  });
}

function lived(trial: Trial, times: number): Promise<unknown> {
  return Stage.play(trial, async (stage) => {
    const checkout = await stage.checkout();
    for (const step of trial.kind.definition.plan) {
      for (let time = 0; time < times; time += 1) await checkout.perform(step);
    }
    return stage.state();
  });
}
