import type { Figures, Stage } from '../framework/proof.js';
import { Carts } from './carts.js';
import { checkEndToEnd } from './end-to-end.js';
import { MoneyWrong } from './oracle.js';
import { checkPricing } from './pricings.js';
import { checkRefunds } from './refunds.js';
import { checkStay } from './stays.js';

/** After so many subjects somebody may press Ctrl-C, and the bar moves. */
const BREATH = 1000;

/** Amounts of every kind of subject against arithmetic that cannot overflow, then a few through a gateway. */
export async function money(stage: Stage): Promise<Figures> {
  const { random, quick } = stage;
  const carts = new Carts(random);
  const families: Readonly<Record<string, () => boolean | Promise<boolean>>> = {
    carts: () => carts.check(),
    pricings: () => checkPricing(random),
    stays: () => checkStay(random),
    refunds: () => checkRefunds(random),
  };
  const subjects = quick ? 20_000 : 1_000_000;
  const counts = { exact: 0, refused: 0 };
  stage.progress.begin('subjects', subjects);
  const names = Object.keys(families);
  for (let index = 0; index < subjects; index += 1) {
    const name = names[index % names.length] ?? '';
    try {
      counts[(await families[name]?.()) ? 'exact' : 'refused'] += 1;
    } catch (error) {
      if (!(error instanceof MoneyWrong)) throw new Error(`Subject ${index} of ${name}`, { cause: error });
      stage.broken(`${name}, subject ${index}: ${error.message}`);
    }
    if (index % BREATH === 0) await breathe(stage, index);
  }
  return { subjects, ...counts, ...(await checkEndToEnd(stage)) };
}

async function breathe(stage: Stage, done: number): Promise<void> {
  stage.progress.at(done);
  await new Promise((resolve) => setImmediate(resolve));
}
