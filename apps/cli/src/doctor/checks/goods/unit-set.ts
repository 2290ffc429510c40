import { findingsIn, type Finding } from '../../finding.js';
import type { Progress } from '../../reading/checkout.js';
import type { Taken, UnitSet } from '../../reading/goods.js';
import { wrongHold, wrongSale } from './owner.js';

const finding = findingsIn('unit_sets');

/** A unit has one holder. */
export function takenTwice(set: UnitSet): Finding[] {
  const holders = grouped(set.taken, ({ unit }) => unit);
  return [...holders].flatMap(([unit, entries]) => {
    if (entries.length < 2) return [];
    const by = entries.map((entry) => entry.by).join(' and ');
    return [finding(set, 'TAKEN_UNIT_TWICE', `${unit} is taken by ${by}.`, { unit, by })];
  });
}

/** Holds and sales against the checkouts they belong to: one finding for all units of one checkout. */
export function unitOwners(set: UnitSet, checkouts: ReadonlyMap<string, Progress>): Finding[] {
  const claims = grouped(set.taken, ({ by, sold }) => `${by}/${sold}`);
  return [...claims.values()].flatMap((entries) => {
    const wrong = wrongClaim(entries, set.tenant, checkouts);
    return wrong ? [finding(set, wrong.code, wrong.says, wrong.evidence)] : [];
  });
}

function wrongClaim(entries: readonly Taken[], tenant: string, checkouts: ReadonlyMap<string, Progress>) {
  const [first] = entries;
  if (!first) return null;
  const checkout = checkouts.get(`${tenant}/${first.by}`);
  const units = entries.map(({ unit }) => unit).join(', ');
  return first.sold ? wrongSale(units, first.by, checkout) : wrongHold(units, first.by, checkout);
}

function grouped(taken: readonly Taken[], name: (entry: Taken) => string): Map<string, Taken[]> {
  const groups = new Map<string, Taken[]>();
  for (const entry of taken) {
    const group = groups.get(name(entry));
    if (group) group.push(entry);
    else groups.set(name(entry), [entry]);
  }
  return groups;
}
