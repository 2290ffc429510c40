import { Problem, sum, times } from '@comptoir/kernel';
import { KindMismatch } from '../../kit.problems.js';
import type { Pricing } from '../../ports/checkout.port.js';
import { ensure, ensureSame } from '../ensure.js';
import { Stage } from '../stage.js';
import { TrialCheckout } from '../trial-checkout.js';
import type { Trial } from '../world.js';
import { refusalOf } from './refusal.js';

/** A good subject opens: what is kept of it is plain data, in a currency of the tenant. */
export function opensWhatCanBeHad(trial: Trial): Promise<void> {
  return Stage.play(trial, async (stage) => {
    const { currency } = (await TrialCheckout.open(stage, stage.one, trial.world.subjects.good, 'chk_1')).snapshot;
    const { currencies } = stage.one.tenant;
    ensure(currencies.includes(currency), `open() answers ${currency}; the tenant has ${currencies.join(', ')}`);
  });
}

/** Opening, validating and pricing write nothing: refusing there is free. */
export function looksWithoutTouching(trial: Trial): Promise<void> {
  return Stage.play(trial, async (stage) => {
    const before = await stage.state();
    await stage.checkout();
    ensureSame(await stage.state(), before, 'open(), validate() or price() changed something');
  });
}

/** Lines and totals add up, exactly, in minor units. */
export function addsUpInMinorUnits(trial: Trial): Promise<void> {
  return Stage.play(trial, async (stage) => {
    const { pricing } = (await stage.checkout()).snapshot;
    ensure(pricing !== null && pricing.lines.length > 0, 'price() answers no lines');
    ensureAddsUp(pricing);
  });
}

/** One checkout is one kind: another kind's subject is refused with `KindMismatch`, and nothing happens. */
export function refusesOtherKinds(trial: Trial): Promise<void> {
  return Stage.play(trial, async (stage) => {
    const before = await stage.state();
    const refusal = await refusalOf(TrialCheckout.open(stage, stage.one, trial.world.subjects.foreign, 'chk_1'));
    ensure(
      refusal instanceof KindMismatch,
      `a subject of another kind is refused with KindMismatch, not ${described(refusal)}`,
    );
    ensureSame(await stage.state(), before, 'refusing another kind changed something');
  });
}

/** What cannot be had is refused by a declared problem that no retry would mend; nothing stays held. */
export function refusesWhatIsGone(trial: Trial): Promise<void> {
  return Stage.play(trial, async (stage) => {
    const before = await stage.state();
    const refusal = await refusalOf(holdAndGiveUp(stage));
    ensure(refusal instanceof Problem, `what is gone must be refused by a problem, not ${described(refusal)}`);
    ensure(!refusal.retryable, `${refusal.code} is retryable: the platform would try again for ever`);
    ensureSame(await stage.state(), before, 'something stays held of what could not be had');
  });
}

/** The platform calls release() after a hold() that failed, whatever it did until then. */
async function holdAndGiveUp(stage: Stage): Promise<void> {
  const checkout = await stage.checkout(stage.trial.world.subjects.gone);
  try {
    await checkout.hold();
  } finally {
    await checkout.release();
  }
}

function ensureAddsUp({ lines, shipping, tax, discount, includedTax }: Pricing): void {
  const amounts = { shipping, tax, discount, includedTax };
  for (const [name, amount] of Object.entries(amounts)) ensureAmount(name, amount);
  for (const { id, quantity, unitPrice, total } of lines) {
    ensureAmount(`unitPrice of ${id}`, unitPrice);
    ensure(Number.isSafeInteger(quantity) && quantity > 0, `line ${id} has a quantity of ${quantity}`);
    ensureSame(total, times(unitPrice, quantity), `line ${id}: total is not unitPrice times quantity`);
  }
  const ids = lines.map(({ id }) => id);
  ensure(new Set(ids).size === ids.length, `lines share an id: ${ids.join(', ')}`);
  ensureAmount('the total', sum([...lines.map(({ total }) => total), shipping, tax, -discount]));
}

function ensureAmount(name: string, amount: number): void {
  ensure(Number.isSafeInteger(amount), `${name} is ${amount}, not a whole number of minor units`);
  ensure(amount >= 0, `${name} is negative: ${amount}`);
}

function described(refusal: unknown): string {
  return refusal instanceof Error ? `${refusal.name} (${refusal.message})` : 'silence';
}
