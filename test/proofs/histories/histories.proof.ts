import { KINDS } from '../crash/kinds.js';
import { becomes, range } from '../framework/each.js';
import type { Figures, Stage } from '../framework/proof.js';
import { anyAct, payBack, settle, settleRefunds } from './acts.js';
import { Purchase } from './purchase.js';
import { Town } from './town.js';
import { brokenInTheEnd, brokenNow, isBusy, unfinished } from './truth.js';

const DAY_MS = 24 * 3_600_000;

/** Purchases under way at a time, and things that are done to them at once. */
const ABREAST = 6;
const AT_ONCE = 2;

/** Longer than anything is waited for, days: bank debits take 14. */
const LONGEST_DAYS = 40;

/** Purchases of every kind, on every rail, to which anything happens in any order. */
export async function histories(stage: Stage): Promise<Figures> {
  const [groups, acts] = stage.quick ? [3, 70] : [30, 120];
  const town = await Town.open(stage);
  const begun = town.clock.now();
  const all: Purchase[] = [];
  stage.progress.begin('purchases', groups * ABREAST);
  for (const group of range(groups)) {
    const daysGone = Math.ceil((town.clock.now().getTime() - begun.getTime()) / DAY_MS);
    const purchases = await beginSome(stage, town, group, daysGone);
    all.push(...purchases);
    await live(stage, purchases, acts);
    stage.progress.at((group + 1) * ABREAST);
  }
  const daysWaited = await toTheEnd(stage, town, all);
  await town.forget();
  const { faults, byStatus } = await brokenInTheEnd(town);
  for (const fault of faults) stage.broken(fault);
  return { purchases: all.length, acts: groups * acts, daysWaited, byStatus };
}

/** Each of a kind of its own, and of goods that nobody else wants: those of stays lie days ahead. */
async function beginSome({ random }: Stage, town: Town, group: number, daysGone: number): Promise<Purchase[]> {
  const kinds = random.shuffled(KINDS).slice(0, ABREAST);
  const purchases: Purchase[] = [];
  for (const [index, kind] of kinds.entries()) {
    purchases.push(await Purchase.begin(town, kind, group * ABREAST + index + daysGone * DAY_OF_TURNS));
  }
  return purchases;
}

/** Turns after which goods of stays are a day later; see crash/kinds.ts. */
const DAY_OF_TURNS = 25;

async function live(stage: Stage, purchases: readonly Purchase[], acts: number): Promise<void> {
  const history: string[] = [];
  for (let done = 0; done < acts; done += AT_ONCE) {
    const chosen = range(AT_ONCE).map(() => ({ purchase: stage.random.pick(purchases), ...anyAct(stage.random) }));
    await Promise.all(
      chosen.map(async ({ purchase, name, act }) => {
        history.push(`${name} ${purchase.kind.name} ${purchase.id}`);
        try {
          await act(purchase, stage.random);
        } catch (error) {
          // Not every kind takes money, or delivers.
          if (String(error).includes('NOT_OFFERED_BY_TENANT')) return;
          stage.broken(`${name} of ${purchase.kind.name} ${purchase.id}: ${String(error)}`);
        }
      }),
    );
    for (const { purchase } of chosen) {
      const faults = await brokenNow(purchase.town, purchase.kind.name, purchase.id);
      const before = history.filter((one) => one.endsWith(purchase.id)).map((one) => one.split(' ')[0]);
      for (const fault of faults) stage.broken(`${fault}, after ${before.join(', ')}`);
    }
  }
}

/** Banks make up their minds, sellers pay back what they owe, and nobody else does anything any more. */
async function toTheEnd(stage: Stage, town: Town, purchases: readonly Purchase[]): Promise<number> {
  stage.progress.begin('days', LONGEST_DAYS);
  for (const purchase of purchases) await settle(purchase, stage.random.next() < 0.5);
  for (let day = 0; day < LONGEST_DAYS; day += 1) {
    for (const { name, money } of KINDS) if (money) await payBack(town, name);
    await settleRefunds(town, stage.random);
    const rests = await becomes(async () => !(await isBusy(town)));
    if (!rests) stage.broken('Work that is due is not done');
    // What the banks said on the first day is told by the second.
    if (day > 0 && (await unfinished(town)).length === 0) return day;
    town.clock.advance(DAY_MS);
    stage.progress.step();
  }
  for (const one of await unfinished(town)) stage.broken(`${one} never ends`);
  return LONGEST_DAYS;
}
